// std::chrono's calendar does the arithmetic; fmt writes.
#include "gateway/calendar.hpp"

#include <fmt/format.h>
#include <unicode/timezone.h>

#include <chrono>
#include <memory>

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

namespace {

std::unique_ptr<const icu::TimeZone> zone_named(const std::string& zone) {
  return std::unique_ptr<const icu::TimeZone>(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
}

// A turn asks this each time, and making a zone is a search in ICU's data.
const icu::TimeZone& remembered(const std::string& zone) {
  thread_local std::string name;
  thread_local std::unique_ptr<const icu::TimeZone> made;
  if (!made || name != zone) {
    made = zone_named(zone);
    name = zone;
  }
  return *made;
}

}  // namespace

std::int64_t zone_offset_ms(std::int64_t unix_ms, const std::string& zone) {
  std::int32_t raw_ms = 0;
  std::int32_t saving_ms = 0;
  UErrorCode failed = U_ZERO_ERROR;
  remembered(zone).getOffset(static_cast<UDate>(unix_ms), false, raw_ms, saving_ms, failed);
  return U_SUCCESS(failed) ? raw_ms + saving_ms : 0;
}

LocalTime local_time(std::int64_t unix_ms, const std::string& zone) {
  const std::int64_t there_ms = unix_ms + zone_offset_ms(unix_ms, zone);
  const auto day_ms = ((there_ms % 86'400'000) + 86'400'000) % 86'400'000;
  return {today(there_ms), static_cast<int>(day_ms / 3'600'000)};
}

bool is_time_zone(const std::string& zone) {
  return !zone.empty() && *zone_named(zone) != icu::TimeZone::getUnknown();
}

dialogs::Date today(std::int64_t unix_ms) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(point(unix_ms))};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

std::string date_of(std::int64_t unix_ms, const std::string& zone) {
  const auto date = local_time(unix_ms, zone).date;
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string rfc3339(std::int64_t unix_ms) {
  const auto date = today(unix_ms);
  const std::int64_t day_ms = ((unix_ms % 86'400'000) + 86'400'000) % 86'400'000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", date.year, date.month, date.day,
                     day_ms / 3'600'000, day_ms / 60'000 % 60, day_ms / 1000 % 60, day_ms % 1000);
}

}  // namespace jisr::gateway
