// Chance in the simulation: all of it comes from one seed. Always the same numbers on every machine
// (the standard's distributions are not).
#pragma once
#include <cstdint>
#include <random>

namespace jisr::simulation {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  // 0 to `past` - 1.
  std::uint64_t below(std::uint64_t past) { return past == 0 ? 0 : engine_() % past; }
  std::int64_t between(std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(to - from + 1)));
  }
  // True in `per_mille` of a thousand cases.
  bool chance(unsigned per_mille) { return below(1000) < per_mille; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace jisr::simulation
