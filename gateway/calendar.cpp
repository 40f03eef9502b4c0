// std::chrono's calendar does the arithmetic; fmt writes.
#include "gateway/calendar.hpp"

#include <fmt/format.h>

#include <chrono>

namespace jisr::gateway {

namespace {
auto point(std::int64_t unix_ms) {
  return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(unix_ms));
}
}  // namespace

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

dialogs::Date today(std::int64_t unix_ms) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(point(unix_ms))};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

std::string rfc3339(std::int64_t unix_ms) {
  const auto date = today(unix_ms);
  const std::int64_t day_ms = ((unix_ms % 86'400'000) + 86'400'000) % 86'400'000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", date.year, date.month, date.day,
                     day_ms / 3'600'000, day_ms / 60'000 % 60, day_ms / 1000 % 60, day_ms % 1000);
}

}  // namespace jisr::gateway
