// What goes wrong, when, and how much: drawn from the seed. One run in eight is calm.
#pragma once
#include <cstdint>
#include <string>

#include "tests/simulation/network/outside.hpp"
#include "tests/simulation/network/server.hpp"
#include "tests/simulation/people/fleet.hpp"

namespace jisr::simulation {

struct Plan {
  std::size_t gateways = 2;
  std::size_t women = 8;
  std::int64_t live_us = 60 * kSecond;
  bool has_replica = false;
  bool is_calm = false;
  unsigned repeats = 100;               // callbacks that come again, of a thousand
  unsigned trouble = 100;               // requests outside that go wrong, of a thousand
  std::int64_t every_us = 6 * kSecond;  // between two faults
};
Plan draw_plan(Random& random);

class Faults {
 public:
  Faults(World& world, Server& server, Outside& outside, Fleet& fleet, const Plan& plan);

  void end();  // no new ones
  [[nodiscard]] bool all_over() const { return is_over_ && world_.now_us() > over_us_; }
  [[nodiscard]] std::int64_t longest_pause_us() const { return longest_pause_us_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] static std::string secret();

 private:
  void next();
  void happen();
  void lasts(std::int64_t us);

  World& world_;
  Server& server_;
  Outside& outside_;
  Fleet& fleet_;
  const Plan plan_;
  bool is_over_ = false;
  std::int64_t over_us_ = 0;
  std::int64_t longest_pause_us_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace jisr::simulation
