// A slow pass over all entries of the outbox, for those that nobody would ever look at: an entry
// that is neither due nor set aside (part of a backup that was put back, a hand in Redis) is made
// due again. One lane of each process runs it; a step is one question to Redis.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/config.hpp"
#include "gateway/counters.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

class Sweeper {
 public:
  // `taken` is the process's: the first who runs takes it.
  Sweeper(boost::asio::io_context& io, Store& store, std::atomic<bool>& taken, Counters& counters,
          const OutboxConfig& config)
      : store_(store), taken_(taken), counters_(counters), config_(config), pause_(io) {}

  boost::asio::awaitable<void> run();  // until stop()
  void stop();

 private:
  boost::asio::awaitable<void> drop_old();

  Store& store_;
  std::atomic<bool>& taken_;
  Counters& counters_;
  const OutboxConfig& config_;
  boost::asio::steady_timer pause_;
  bool stopping_ = false;
};

}  // namespace jisr::gateway
