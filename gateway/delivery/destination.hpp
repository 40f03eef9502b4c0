// A place that we deliver to: how many requests are in hand there, whether it asked for a rest, and
// whether it fails and is left alone. Knows no clock. Pure; not for several threads at once.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "gateway/breaker.hpp"

namespace jisr::gateway {

struct DestinationLimits {
  std::size_t concurrency_max = 16;  // requests in hand, of one gateway
  int failures_max = 5;              // in a row; then it is left alone for `pause_ms`
  std::int64_t pause_ms = 30'000;
  bool operator==(const DestinationLimits&) const = default;
};

class Destination {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // For how long nothing is to be sent there; 0: it may be tried.
  [[nodiscard]] std::int64_t closed_ms(const DestinationLimits& limits, Time now) const {
    const auto rest = std::max(resting_until_, now) - now;
    const auto rest_ms = std::chrono::ceil<std::chrono::milliseconds>(rest).count();
    return std::max<std::int64_t>(rest_ms, breaker_.left_alone(now, limits.failures_max).count());
  }
  [[nodiscard]] bool rests(Time now) const { return resting_until_ > now; }
  [[nodiscard]] bool full(const DestinationLimits& limits) const {
    return in_hand_ >= limits.concurrency_max;
  }

  // True: one more is in hand, and leave() must follow. After a pause one is let through to see
  // whether it is back.
  bool enter(const DestinationLimits& limits, Time now) {
    const std::chrono::milliseconds pause(limits.pause_ms);
    if (!breaker_.may_ask(now, limits.failures_max, pause)) return false;
    ++in_hand_;
    return true;
  }

  // True when this failure is the one that closes it. `rest_ms`: it asked to be left alone.
  bool leave(const DestinationLimits& limits, bool well, std::int64_t rest_ms, Time now) {
    const std::chrono::milliseconds pause(limits.pause_ms);
    if (in_hand_ > 0) --in_hand_;
    if (rest_ms > 0) resting_until_ = now + std::chrono::milliseconds(rest_ms);
    return breaker_.note(well, now, limits.failures_max, pause);
  }

 private:
  Breaker breaker_;
  Time resting_until_{};
  std::size_t in_hand_ = 0;
};

}  // namespace jisr::gateway
