// What becomes of SMS after a provider has taken them. What left is noted under the provider's
// message id; a receipt finds it there, is counted, and may have the SMS sent again. One for each
// thread. A text is only kept for a channel that may send it again.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/counters.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/deployment.hpp"
#include "gateway/store.hpp"
#include "gateway/uuid.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

class Receipts {
 public:
  Receipts(Store& store, Counters& counters) : store_(store), counters_(counters) {}

  // Notes an SMS that `channel` (of the deployment) has taken. When its receipt was faster and says
  // that it has to be sent again, gives what is to be sent.
  boost::asio::awaitable<std::optional<QueuedSms>> note_sent(
      std::shared_ptr<const Deployment> deployment, const Channel* channel, std::string message_id,
      std::string entry, QueuedSms sms);

  // Takes receipts of a channel, each once. False: Redis did not take one; the provider should
  // send them again.
  boost::asio::awaitable<bool> take(std::shared_ptr<const Deployment> deployment,
                                    const Channel* channel,
                                    std::vector<providers::Receipt> receipts);

 private:
  boost::asio::awaitable<bool> take_one(std::shared_ptr<const Deployment> deployment,
                                        const Channel* channel, providers::Receipt receipt);
  void count(providers::Receipt::Status status);

  Store& store_;
  Counters& counters_;
  UuidSource ids_;
};

}  // namespace jisr::gateway
