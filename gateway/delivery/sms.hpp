// SMS on their way out: how one waits in the outbox, and how it is handed to its channel's
// provider. One sender for each thread. Handing over the same SMS twice is possible when the
// outcome of an attempt is unknown; that is why the attempts are few and the registration never
// depends on one.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dialogs/charset.hpp"
#include "gateway/delivery/oauth.hpp"
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
  std::string message_id;    // of the provider, when sent; empty if it gives none
  std::string reason;        // without personal data
  std::string rest;          // when sent: the text that this SMS had no room for
  std::int64_t wait_ms = 0;  // when to be tried again: not sooner than this
};

class SmsSender {
 public:
  SmsSender(boost::asio::io_context& io, HttpClient& client) : io_(io), client_(client) {}

  // `id` is the outbox entry's, given to providers that take a reference of ours. When the provider
  // has asked to slow down, a channel rests: its SMS are not tried before the rest is over.
  boost::asio::awaitable<SmsOutcome> send(std::shared_ptr<const Deployment> deployment,
                                          std::string id, QueuedSms sms);

 private:
  using Clock = std::chrono::steady_clock;

  boost::asio::awaitable<Result<std::string>> token(const Channel* channel);

  boost::asio::io_context& io_;
  HttpClient& client_;
  std::map<std::string, std::unique_ptr<TokenSource>, std::less<>> tokens_;  // by channel
  std::map<std::string, Clock::time_point, std::less<>> resting_;            // until when
};

// The longest beginning of `text` that one SMS of `limit` can carry, cut at a blank if there is one
// in its last third; never empty unless the text is.
std::size_t first_part(std::string_view text, const dialogs::Limit& limit);

}  // namespace jisr::gateway
