// All gateways on the one Redis, and the network between operators and them: a callback goes to any
// of those that run.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/world/gateway.hpp"

namespace jisr::simulation {

class Fleet {
 public:
  struct Settings {
    std::size_t gateways = 2;
    unsigned replicas = 0;
  };
  Fleet(World& world, std::shared_ptr<const gateway::Deployment> deployment,
        const gateway::Vault& vault, Settings settings);

  // `answered` is called when an answer comes back; nothing is called when none comes.
  void call(gateway::HttpRequest request, std::function<void(gateway::HttpResponse)> answered);

  void kill_one(std::int64_t away_us);
  void stop_one(std::int64_t away_us);  // SIGTERM, and a new one later
  void pause_one(std::int64_t us);
  void set_clock_of_one(std::int64_t ahead_us);

 private:
  Gateway* pick();
  void start(std::size_t i);
  void replace(std::size_t i, std::int64_t away_us);

  World& world_;
  std::shared_ptr<const gateway::Deployment> deployment_;
  const gateway::Vault& vault_;
  const Settings settings_;
  std::vector<std::unique_ptr<Gateway>> gateways_;  // empty while one is away
  std::uint64_t started_ = 0;
};

}  // namespace jisr::simulation
