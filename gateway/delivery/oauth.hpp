// A token by OAuth 2.0 client credentials (RFC 6749, 4.4), kept until shortly before it ends. One for each
// thread: however many requests need a token at once, one request fetches it.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "gateway/http/client.hpp"
#include "gateway/result.hpp"

namespace jisr::gateway {

struct OAuthSettings {
  enum class Send : std::uint8_t { form, json, query, basic };  // where the credentials go

  std::string token_url;
  std::string client_id;
  std::string client_secret;
  std::string scope;  // none when empty
  Send send = Send::form;
  std::int64_t connect_ms = 5'000;
  std::int64_t total_ms = 15'000;
  ClientTls tls;
};

class TokenSource {
 public:
  TokenSource(boost::asio::io_context& io, HttpClient& client);

  // A token that is valid for a while. With other settings than the last time it fetches anew. Errors:
  // those of the request; misconfigured when the server refuses the credentials (400, 401, 403) or
  // gives no usable token; unavailable for its other answers.
  boost::asio::awaitable<Result<std::string>> token(OAuthSettings settings);
  // The registry did not take `token`: the next call fetches another. Of an older token: nothing.
  void invalidate(const std::string& token);

 private:
  class Fetching;
  using Clock = std::chrono::steady_clock;

  boost::asio::awaitable<Result<std::string>> fetch(OAuthSettings settings);

  HttpClient& client_;
  boost::asio::steady_timer fetched_;  // never expires; cancelled when a fetch has ended
  bool fetching_ = false;
  std::optional<Error> failed_;        // of the last fetch, for those who waited for it
  std::string token_;
  std::string of_;                     // whom token_ was given to, and by which secret
  Clock::time_point good_until_;
};

// "Basic …" for an Authorization header (RFC 7617).
std::string basic_authorization(const std::string& user, const std::string& password);

// The answer of a token server: a token, and for how many seconds it lives (300 when it does not say, 0 for this once).
struct GrantedToken {
  std::string token;
  std::int64_t lifetime_s = 300;
};
Result<GrantedToken> read_token(const ClientResponse& response);

// The request for a token, by `settings`.
ClientRequest token_request(const OAuthSettings& settings);

}  // namespace jisr::gateway
