// What must still leave: claims entries with a lease, delivers them, settles them. One for each
// thread; threads and processes may look at the same partitions, since the lease gives an entry to
// one of them. An entry ends as delivered, refused or parked; never silently. A crash only lets the
// lease run out.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <random>
#include <string>

#include "gateway/counters.hpp"
#include "gateway/delivery/destinations.hpp"
#include "gateway/delivery/file_change.hpp"
#include "gateway/delivery/registry.hpp"
#include "gateway/delivery/sms_delivery.hpp"
#include "gateway/delivery/updates.hpp"
#include "gateway/deployment.hpp"
#include "gateway/store.hpp"
#include "gateway/task_group.hpp"
#include "gateway/uuid.hpp"
#include "gateway/versions.hpp"

namespace jisr::gateway {

class Outbox {
 public:
  Outbox(boost::asio::io_context& io, const CurrentDeployment& current, Store& store,
         Versions& versions, RegistryClient& registry, SmsDelivery& sms, Destinations& destinations,
         RegistryUpdates& updates, Counters& counters, OutboxConfig config)
      : current_(current),
        store_(store),
        versions_(versions),
        registry_(registry),
        sms_(sms),
        destinations_(destinations),
        updates_(updates),
        counters_(counters),
        config_(config),
        deliveries_(io),
        pause_(io),
        random_(random_bits()) {}

  // Runs until stop().
  boost::asio::awaitable<void> run();
  // No further claims. Deliveries in hand go on; drain() waits for them.
  void stop();
  boost::asio::awaitable<bool> drain(std::chrono::milliseconds limit) {
    return deliveries_.drain(limit);
  }
  [[nodiscard]] std::size_t in_hand() const { return deliveries_.size(); }

 private:
  // What is to be kept of a registration once the registry has answered.
  struct Noted {
    std::string reference;
    std::string person;                // empty: she is not found by an answer
    std::optional<FileChange> change;  // of an earlier registration
  };
  boost::asio::awaitable<void> deliver(Claimed entry);
  boost::asio::awaitable<Settlement> deliver_registration(Claimed& entry);
  boost::asio::awaitable<bool> note(Verdict verdict, Noted noted,
                                    std::shared_ptr<const Deployment> deployment);
  boost::asio::awaitable<Settlement> deliver_sms(Claimed& entry);
  Settlement settlement_of(const Claimed& entry, const Outcome& outcome,
                           const std::optional<Confirmation>& confirmation);
  // So that what was put off together does not come back together.
  std::int64_t spread_ms() { return static_cast<std::int64_t>(draw() * 200); }
  double draw() { return std::uniform_real_distribution<double>(0, 1)(random_); }

  const CurrentDeployment& current_;
  Store& store_;
  Versions& versions_;
  RegistryClient& registry_;
  SmsDelivery& sms_;
  Destinations& destinations_;
  RegistryUpdates& updates_;
  Counters& counters_;
  OutboxConfig config_;
  TaskGroup deliveries_;
  boost::asio::steady_timer pause_;
  std::mt19937_64 random_;
  UuidSource ids_;
  bool stopping_ = false;
};

}  // namespace jisr::gateway
