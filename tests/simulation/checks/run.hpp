// One seed: a deployment of some gateways and women for a minute or two of simulated time, with
// faults; then everything heals, what waits is delivered, and the books are compared.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "gateway/deployment.hpp"
#include "gateway/vault.hpp"
#include "tests/simulation/checks/planted.hpp"
#include "tests/simulation/redis/scripts.hpp"

namespace jisr::simulation {

struct Report {
  std::string failure;  // empty: all held
  std::deque<std::string> lines;
  std::uint64_t trace_hash = 0;
  std::uint64_t steps = 0;
  std::uint64_t choices = 0;
  std::uint64_t commands = 0;
  std::uint64_t simulated_s = 0;
  std::uint64_t pages = 0;
  std::uint64_t repeated_pages = 0;
  std::uint64_t busy = 0;
  std::uint64_t told = 0;
  std::uint64_t held = 0;
  std::uint64_t sms = 0;
  std::uint64_t conflicts = 0;
  std::uint64_t taken_references = 0;
  std::uint64_t stale_settles = 0;
  std::uint64_t repeated_commits = 0;
  std::uint64_t faults = 0;
};

struct House {
  std::shared_ptr<const gateway::Deployment> deployment;
  const gateway::Vault& vault;
  Scripts& scripts;
};

Report run(const House& house, std::uint64_t seed, Bug bug, bool tells);

}  // namespace jisr::simulation
