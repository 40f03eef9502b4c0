// std::chrono's calendar does the arithmetic; fmt writes.
#include "gateway/calendar.hpp"

#include <fmt/format.h>
#include <unicode/timezone.h>

#include <charconv>
#include <chrono>
#include <memory>

#include "dialogs/days.hpp"

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

std::optional<std::int64_t> unix_ms_of(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00.000Z";
  std::string whole(text);
  if (whole.size() == 20 && whole.back() == 'Z') whole.replace(19, 1, ".000Z");
  if (whole.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = whole[i] >= '0' && whole[i] <= '9';
    if (kForm[i] == '0' ? !digit : whole[i] != kForm[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    std::from_chars(whole.data() + at, whole.data() + at + digits, value);
    return value;
  };
  const auto date = dialogs::calendar_day({number(0, 4), number(5, 2), number(8, 2)});
  if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2);
  return days * 86'400'000 + seconds * 1000 + number(20, 3);
}

}  // namespace jisr::gateway
