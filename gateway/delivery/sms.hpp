// SMS on their way out: how one waits in the outbox, and how it is handed to its channel's
// provider. One sender for each thread. Handing over the same SMS twice is possible when the
// outcome of an attempt is unknown; that is why the attempts are few and the registration never
// depends on one.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/deployment.hpp"
#include "gateway/http/client.hpp"

namespace jisr::gateway {

struct QueuedSms {
  std::string channel;  // that sends it
  std::string msisdn;   // E.164
  std::string text;     // UTF-8
};

// JSON. Stored (sealed) in Redis; do not rename its keys.
std::string encode(const QueuedSms& sms);
std::optional<QueuedSms> decode_sms(std::string_view bytes);

struct SmsOutcome {
  enum class What { sent, retry, refused } what = What::retry;
  std::string message_id;  // of the provider, when sent; empty if it gives none
  std::string reason;      // without personal data
};

class SmsSender {
 public:
  explicit SmsSender(HttpClient& client) : client_(client) {}

  // `id` is the outbox entry's, given to providers that take a reference of ours.
  boost::asio::awaitable<SmsOutcome> send(std::shared_ptr<const Deployment> deployment,
                                          std::string id, QueuedSms sms);

 private:
  HttpClient& client_;
};

}  // namespace jisr::gateway
