// The token server beside the simulated registry: client credentials in a form, as JSON, in the
// query or as Basic. Read here on its own, not by the gateway's code, so that each can find a
// mistake of the other.
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace jisr::simulator {

using Request = boost::beast::http::request<boost::beast::http::string_body>;

class Tokens {
 public:
  Tokens(std::string client_id, std::string client_secret)
      : client_id_(std::move(client_id)), client_secret_(std::move(client_secret)) {}

  // A new token, or nullopt when the credentials are others.
  std::optional<std::string> give(const Request& request);
  [[nodiscard]] bool takes(const std::string& token) const { return valid_.contains(token); }
  void revoke() { valid_.clear(); }
  [[nodiscard]] std::int64_t asked() const { return asked_; }

 private:
  std::string client_id_, client_secret_;
  std::set<std::string> valid_;
  std::int64_t asked_ = 0;
};

}  // namespace jisr::simulator
