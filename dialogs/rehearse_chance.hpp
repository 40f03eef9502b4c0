// Chance that comes out alike everywhere: no distribution of the standard library, whose results
// differ from one library to the next. SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). A value;
// not shared.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include "dialogs/rehearse_model.hpp"

namespace jisr::dialogs {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  // A stream of its own for one part of one life, so that a change in one leaves the others alone.
  Chance(std::uint64_t seed, std::uint64_t part) : state_(seed) {
    state_ = next() ^ (part * 0xD1B54A32D192ED03ULL);
    next();
  }

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  // in [0, 1)
  bool happens(double share) { return uniform() < share; }
  std::size_t below(std::size_t bound) {  // `bound` is above 0
    return static_cast<std::size_t>(uniform() * static_cast<double>(bound));
  }
  // By Box and Muller.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }
  double draw(const Spread& spread) {
    const double drawn = normal();
    if (spread.low <= 0 || spread.high <= 0) return 0;
    constexpr double kTenth = 1.2815515655446004;  // standard deviations up to nine in ten
    const double middle = std::log(spread.low * spread.high) / 2;
    return std::exp(middle + drawn * std::log(spread.high / spread.low) / (2 * kTenth));
  }

 private:
  std::uint64_t state_;
};

}  // namespace jisr::dialogs
