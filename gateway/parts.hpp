// Joins the parts of a long SMS before the conversation sees it. They wait in Redis, so that it
// does not matter which process or lane gets which; the one whose part completes it goes on with
// the whole. One for each thread.
//
// If a part does not come within kWait, what came is dropped, with a line in the log. It is not
// taken as it is: an answer that is cut in the middle would be stored as if she had meant it, while
// an SMS without an answer is something that everybody knows to send again.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "gateway/counters.hpp"
#include "gateway/store.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

class Parts {
 public:
  static constexpr unsigned kCountMax = 16;         // parts of one SMS
  static constexpr std::size_t kBytesMax = 512;     // of a part: 153 characters of up to 3 bytes
  static constexpr std::chrono::minutes kWait{10};  // for the others; for repeats as long again

  struct Joined {
    PartsFound::What what = PartsFound::What::incomplete;
    PartsKey key;
    std::string set;
    providers::Inbound in;  // whole: the message, as if it had come in one
  };

  Parts(boost::asio::io_context& io, Store& store, Counters& counters)
      : store_(store), counters_(counters), pause_(io) {}

  // Why a part cannot be one, if it cannot.
  static std::optional<providers::Refusal> refusal(const providers::Inbound& in);

  // `in` is a part, its number E.164. Until finish() each repeat of any part gives the whole again,
  // with the same message id: so nothing is lost if the process dies in between, and the
  // conversation takes it once.
  boost::asio::awaitable<Result<Joined>> join(std::string channel, providers::Inbound in);
  boost::asio::awaitable<void> finish(Joined joined);

  // Drops what has waited too long, until stop().
  boost::asio::awaitable<void> run();
  void stop();

 private:
  Store& store_;
  Counters& counters_;
  boost::asio::steady_timer pause_;
  bool stopping_ = false;
};

}  // namespace jisr::gateway
