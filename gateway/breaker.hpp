// Leaves a service alone that failed again and again, so that not every woman waits for it in vain.
// Knows no clock: the caller says what time it is. Pure; not for several threads at once.
#pragma once
#include <chrono>

namespace jisr::gateway {

class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Whether to ask now. After each pause one request is let through to see whether it is back.
  bool may_ask(Time now, int failures_max, std::chrono::milliseconds pause) {
    if (failures_ < failures_max) return true;
    if (now < closed_until_) return false;
    closed_until_ = now + pause;
    return true;
  }

  // How long it is still left alone; asks nothing.
  std::chrono::milliseconds left_alone(Time now, int failures_max) const {
    if (failures_ < failures_max || now >= closed_until_) return std::chrono::milliseconds(0);
    return std::chrono::ceil<std::chrono::milliseconds>(closed_until_ - now);
  }

  // What came of a request. True when this failure is the one that closes the way.
  bool note(bool well, Time now, int failures_max, std::chrono::milliseconds pause) {
    if (well) {
      failures_ = 0;
      return false;
    }
    if (failures_ < failures_max) ++failures_;
    if (failures_ < failures_max) return false;
    const bool first = now >= closed_until_;
    closed_until_ = now + pause;
    return first;
  }

 private:
  int failures_ = 0;  // in a row
  Time closed_until_{};
};

}  // namespace jisr::gateway
