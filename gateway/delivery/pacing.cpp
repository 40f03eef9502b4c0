// The line as a time at which it is free again (a leaky bucket without a burst), and queues as the
// times at which they end.
#include "gateway/delivery/pacing.hpp"

#include <algorithm>

namespace jisr::gateway {

Pacer::Turn Pacer::put_off(std::int64_t now_us, std::int64_t until_us, bool promised) const {
  return {false, std::max<std::int64_t>((until_us - now_us + 999) / 1'000, 1), promised};
}

Pacer::Turn Pacer::ask(const Question& question) {
  if (question.every_us <= 0) return {};
  const auto now_us = question.now_ms * 1'000;
  const auto takes_us = question.every_us * std::max(question.parts, 1);
  const auto rank = std::min(question.rank, kRanks - 1);
  auto& tail_us = tails_us_[rank];
  const bool first = question.promised || tail_us <= now_us;
  const auto free_us = std::max(free_us_, now_us);
  if (first && free_us - now_us <= kInHandMs * 1'000) {
    free_us_ = free_us + takes_us;
    return {true, (free_us - now_us) / 1'000, false};
  }
  if (question.promised) {  // others went before: as soon as the line is free
    again_us_ = std::max(again_us_, free_us);
    const auto turn_us = again_us_;
    again_us_ += takes_us;
    return put_off(now_us, turn_us, true);
  }
  const auto turn_us = std::max(tail_us, free_us);
  if (turn_us - now_us > kAheadMs * 1'000) {
    auto& beyond_us = beyond_us_[rank];
    beyond_us = std::max(beyond_us + 1'000, now_us + kAheadMs * 1'000);  // keeps their order
    return put_off(now_us, beyond_us, false);
  }
  tail_us = turn_us + takes_us;
  return put_off(now_us, turn_us, true);
}

}  // namespace jisr::gateway
