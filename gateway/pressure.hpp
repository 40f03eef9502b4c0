// Whether this thread takes another call now. When Redis slows, whoever is in the midst of her
// registration goes on, and new calls hear "busy, dial again" at once instead of waiting in vain.
// Knows no clock: the caller says what time it is. Pure; for one thread.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>

namespace jisr::gateway {

struct PressureLimits {
  std::size_t turns_max = 1'000;        // in hand at once; twice as many of calls in progress
  std::chrono::milliseconds slow{400};  // Redis's usual answer takes this long: no new calls
};

class Pressure {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Pressure(PressureLimits limits) : limits_(limits) {}

  // Whether a callback is turned away. `begins`: she has just dialled.
  [[nodiscard]] bool sheds(bool begins, Time now) const {
    if (begins) return turns_ >= limits_.turns_max || usual(now) >= limits_.slow;
    return turns_ >= 2 * limits_.turns_max;
  }

  // How long Redis took to answer, or to fail.
  void note(std::chrono::milliseconds took, Time now) {
    constexpr double kShare = 0.3;  // of the newest
    const auto before = usual(now);
    usual_ms_ = static_cast<double>(before.count()) * (1 - kShare) +
                static_cast<double>(took.count()) * kShare;
    noted_at_ = now;
  }

  // While a turn is taken.
  class Turn {
   public:
    explicit Turn(Pressure& pressure) : pressure_(pressure) { ++pressure_.turns_; }
    ~Turn() { --pressure_.turns_; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Pressure& pressure_;
  };

  [[nodiscard]] std::size_t turns() const { return turns_; }

 private:
  // Halves with each second in which nothing was heard: one call is then let in to see.
  [[nodiscard]] std::chrono::milliseconds usual(Time now) const {
    constexpr int kHalvingsMax = 20;
    const auto idle = std::chrono::duration_cast<std::chrono::seconds>(now - noted_at_).count();
    const auto halvings = std::clamp<std::int64_t>(idle, 0, kHalvingsMax);
    const auto left = usual_ms_ / static_cast<double>(1 << halvings);
    return std::chrono::milliseconds(static_cast<std::int64_t>(left + 0.5));
  }

  PressureLimits limits_;
  std::size_t turns_ = 0;
  double usual_ms_ = 0;
  Time noted_at_{};
};

}  // namespace jisr::gateway
