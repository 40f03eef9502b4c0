// Where this process delivers to, known to all its threads: the registry and each SMS channel, and
// which thread sweeps the outbox. Any thread.
#pragma once
#include <atomic>
#include <chrono>
#include <mutex>

#include "gateway/delivery/destination.hpp"
#include "gateway/delivery/sms_lines.hpp"

namespace jisr::gateway {

// The registry, as a destination that several threads share.
class RegistryGate {
 public:
  using Time = Destination::Time;

  // 0: go, and leave() must follow. Else for how long to put it off.
  std::int64_t enter(const DestinationLimits& limits, Time now) {
    constexpr std::int64_t kFullPauseMs = 100;
    const std::lock_guard lock(mutex_);
    if (const auto ms = registry_.closed_ms(limits, now); ms > 0) return ms;
    if (registry_.full(limits)) return kFullPauseMs;
    return registry_.enter(limits, now) ? 0 : limits.pause_ms;
  }
  // True when this failure is the one that closes it.
  bool leave(const DestinationLimits& limits, bool well, Time now) {
    const std::lock_guard lock(mutex_);
    return registry_.leave(limits, well, 0, now);
  }
  [[nodiscard]] bool is_open(const DestinationLimits& limits, Time now) const {
    const std::lock_guard lock(mutex_);
    return registry_.closed_ms(limits, now) == 0;
  }

 private:
  mutable std::mutex mutex_;
  Destination registry_;
};

struct Destinations {
  SmsLines sms;
  RegistryGate registry;
  std::atomic<bool> is_swept{false};  // a thread has taken the sweep
};

}  // namespace jisr::gateway
