// SMS on their way out: how one waits in the outbox, and how it is handed to its channel's
// provider. One sender for each thread. Handing over the same SMS twice is possible when the
// outcome of an attempt is unknown; that is why the attempts are few and the registration never
// depends on one.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "dialogs/charset.hpp"
#include "gateway/delivery/channel_requests.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/deployment.hpp"
#include "gateway/http/client.hpp"

namespace jisr::gateway {

struct SmsOutcome {
  enum class What { sent, retry, refused } what = What::retry;
  bool unknown = false;      // not sent, as far as we know: the provider may have taken it
  bool slow_down = false;    // of a retry: the channel is to rest for `wait_ms`
  bool failing = false;      // the provider was not there, or broken: not this SMS's fault
  std::string message_id;    // of the provider, when sent; empty if it gives none
  std::string reason;        // without personal data
  std::string rest;          // when sent: the text that this SMS had no room for
  std::int64_t wait_ms = 0;  // when to be tried again: not sooner than this
};

class SmsSender {
 public:
  SmsSender(boost::asio::io_context& io, HttpClient& client) : requests_(io, client) {}

  // `id` is the outbox entry's, given to providers that take a reference of ours. `sender` is the
  // name that she sees; empty: the channel's.
  boost::asio::awaitable<SmsOutcome> send(std::shared_ptr<const Deployment> deployment,
                                          std::string id, std::string sender, QueuedSms sms);

 private:
  ChannelRequests requests_;
};

// The longest beginning of `text` that one SMS of `limit` can carry, cut at a blank if there is one
// in its last third; never empty unless the text is.
std::size_t first_part(std::string_view text, const dialogs::Limit& limit);

}  // namespace jisr::gateway
