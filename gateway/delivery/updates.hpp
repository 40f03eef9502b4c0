// What the registry tells us of a registration: POST /registry/updates, signed. docs/registry.md is
// the contract. One for each thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "gateway/counters.hpp"
#include "gateway/delivery/updates_config.hpp"
#include "gateway/deployment.hpp"
#include "gateway/file_record.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store.hpp"
#include "gateway/uuid.hpp"

namespace jisr::gateway {

constexpr std::string_view kUpdatesPath = "/registry/updates";

// Of a request, Unix seconds: HMAC-SHA-256 over "<timestamp>.<body>" with one of the secrets, in
// lower-case hex behind "sha256=". Pure.
std::string sign_update(const std::string& secret, std::string_view timestamp,
                        std::string_view body);
bool signed_rightly(const UpdatesConfig& config, const HttpRequest& request, std::int64_t now_s);

// One piece of news, read from a body. Unknown members are passed over.
struct Update {
  std::string reference;
  std::int64_t sequence = 0;  // counted by the registry; later news have a higher one
  FileNews news;
};
Result<Update> read_update(const std::string& body);

// The SMS that tells her, or nothing: no text for this status, or no SMS is safe.
std::string news_text(const UpdatesConfig& config, const FileRecord& record, const Update& update);

class RegistryUpdates {
 public:
  RegistryUpdates(Store& store, Counters& counters) : store_(store), counters_(counters) {}

  // 200 {"taken":true}, or false for what was known already or is older; 400 not news; 401 not
  // signed by the registry; 404 nobody takes them here; 503 to be sent again.
  boost::asio::awaitable<HttpResponse> take(std::shared_ptr<const Deployment> deployment,
                                            HttpRequest request);

  // The same for news of our own: the registry refused a registration as a duplicate.
  boost::asio::awaitable<Result<bool>> keep(const UpdatesConfig* config, Update update);

 private:
  HttpResponse refuse(const HttpRequest& request, int status, const std::string& why);

  Store& store_;
  Counters& counters_;
  UuidSource ids_;
};

}  // namespace jisr::gateway
