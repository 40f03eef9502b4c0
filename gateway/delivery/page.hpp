// USSD pages that leave as requests of ours: some platforms only acknowledge a callback, and take
// the page at an address of theirs (Profile::pages_by_request). A page leaves after its callback
// was answered, within the operator's time, and is tried once more when that can help. What she
// answered is stored by then: when a page is lost she dials again and goes on. One for each thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/counters.hpp"
#include "gateway/delivery/channel_requests.hpp"
#include "gateway/deployment.hpp"
#include "gateway/task_group.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

// One page on its way.
struct LeavingPage {
  std::shared_ptr<const Deployment> deployment;  // keeps `channel`
  const Channel* channel = nullptr;
  providers::Inbound asked;  // what it answers
  std::string to;            // E.164
  providers::Reply page;
  std::int64_t received_ms = 0;  // when the callback came: the operator's time runs since
};

class PageSender {
 public:
  PageSender(boost::asio::io_context& io, HttpClient& client, Counters& counters)
      : requests_(io, client), counters_(counters), tasks_(io) {}

  // Begins; what becomes of the page is counted and logged. False when too many are on their way.
  bool begin(LeavingPage page);

  // After the last begin(). Gives whether none is left.
  boost::asio::awaitable<bool> drain(std::chrono::milliseconds limit) {
    return tasks_.drain(limit);
  }

 private:
  struct Try {
    bool taken = false;
    bool again = false;  // may help
    std::string why;     // without personal data
  };
  boost::asio::awaitable<void> hand_over(LeavingPage page);
  boost::asio::awaitable<Try> attempt(LeavingPage& page, std::int64_t limit_ms);

  ChannelRequests requests_;
  Counters& counters_;
  TaskGroup tasks_;
};

}  // namespace jisr::gateway
