// What must still leave: claims entries with a lease, delivers them, settles them. One for each thread, for
// the partitions that are its own (partition modulo threads), so that the threads of a process do not
// compete; another process may claim the same partitions, and the lease keeps them apart.
// An entry ends as delivered, refused or parked; never silently.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <random>

#include "gateway/counters.hpp"
#include "gateway/delivery/registry.hpp"
#include "gateway/delivery/sms.hpp"
#include "gateway/deployment.hpp"
#include "gateway/store.hpp"
#include "gateway/task_group.hpp"

namespace jisr::gateway {

class Outbox {
 public:
  struct Share {
    unsigned lane = 0;
    unsigned lanes = 1;
  };

  Outbox(boost::asio::io_context& io, const CurrentDeployment& current, Store& store,
         RegistryClient& registry, SmsSender& sms, Counters& counters, OutboxConfig config, Share share);

  // Runs until stop(); deliveries in hand then are seen to their end.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  boost::asio::awaitable<void> deliver(Claimed entry);
  boost::asio::awaitable<void> deliver_registration(Claimed entry);
  boost::asio::awaitable<void> deliver_sms(Claimed entry);
  boost::asio::awaitable<void> settle(Claimed entry, Settlement settlement);

  boost::asio::io_context& io_;
  const CurrentDeployment& current_;
  Store& store_;
  RegistryClient& registry_;
  SmsSender& sms_;
  Counters& counters_;
  OutboxConfig config_;
  std::vector<std::uint16_t> partitions_;
  TaskGroup deliveries_;
  boost::asio::steady_timer pause_;
  std::mt19937_64 random_;
  bool stopping_ = false;
};

}  // namespace jisr::gateway
