// Minutes of the day there, and a night that passes midnight.
#include "gateway/delivery/quiet_hours.hpp"

#include <algorithm>

#include "gateway/calendar.hpp"

namespace jisr::gateway {

std::int64_t quiet_wait_ms(const QuietHours& hours, Purpose purpose, std::int64_t unix_ms,
                           const std::string& zone) {
  constexpr std::int64_t kDayMs = 86'400'000;
  constexpr std::int64_t kMinuteMs = 60'000;
  if (purpose == Purpose::answer) return 0;
  if (std::find(hours.except.begin(), hours.except.end(), purpose) != hours.except.end()) return 0;
  const auto offset_ms = zone_offset_ms(unix_ms, zone);
  const auto now_ms = ((unix_ms + offset_ms) % kDayMs + kDayMs) % kDayMs;
  const auto from_ms = hours.from_minute * kMinuteMs;
  const auto to_ms = hours.to_minute * kMinuteMs;
  const bool quiet =
      from_ms < to_ms ? now_ms >= from_ms && now_ms < to_ms : now_ms >= from_ms || now_ms < to_ms;
  if (!quiet) return 0;
  const auto wait_ms = (to_ms - now_ms + kDayMs) % kDayMs;
  // The country may turn its clocks before the morning.
  const auto turned_ms = zone_offset_ms(unix_ms + wait_ms, zone) - offset_ms;
  return std::max(wait_ms - turned_ms, kMinuteMs);
}

}  // namespace jisr::gateway
