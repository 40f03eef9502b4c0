// Full jitter, and the two forms of Retry-After.
#include "gateway/delivery/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace jisr::gateway {

namespace {

// All of `text` as decimal digits, or nullopt. Too many digits for an int64 are the largest one.
std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.front() == '-' || end != text.data() + text.size()) return std::nullopt;
  return error == std::errc::result_out_of_range ? INT64_MAX : value;
}

// "Sun, 06 Nov 1994 08:49:37 GMT" as Unix time. The day of the week is not compared.
std::optional<std::int64_t> imf_fixdate(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != std::string_view("Sun, 06 Nov 1994 08:49:37 GMT").size()) return std::nullopt;
  if (text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
      text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = digits(text.substr(5, 2)), year = digits(text.substr(12, 4));
  const auto hour = digits(text.substr(17, 2)), minute = digits(text.substr(20, 2));
  const auto second = digits(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return days * 86'400 + *hour * 3'600 + *minute * 60 + *second;
}

}  // namespace

std::int64_t backoff_ms(const Backoff& backoff, int failures, double random) {
  const int doublings = std::clamp(failures, 0, 30);
  const std::int64_t base_ms = std::clamp<std::int64_t>(backoff.base_ms, 0, INT32_MAX);
  const std::int64_t ceiling_ms = std::min(backoff.cap_ms, base_ms << doublings);
  return static_cast<std::int64_t>(static_cast<double>(ceiling_ms) * std::clamp(random, 0.0, 1.0));
}

std::int64_t next_try_ms(const Backoff& backoff, int failures, double random,
                         std::optional<std::int64_t> retry_after_ms) {
  const auto own_ms = backoff_ms(backoff, failures, random);
  if (!retry_after_ms) return own_ms;
  const auto asked_ms = std::clamp<std::int64_t>(*retry_after_ms, 0, backoff.retry_after_ms_max);
  return std::max(own_ms, asked_ms + backoff_ms(backoff, 0, random));
}

std::optional<std::int64_t> parse_retry_after_ms(std::string_view header, std::int64_t now_s,
                                                 std::int64_t max_ms) {
  std::optional<std::int64_t> seconds = digits(header);
  if (!seconds) {
    if (const auto date_s = imf_fixdate(header))
      seconds = std::max<std::int64_t>(*date_s - now_s, 0);
  }
  if (!seconds) return std::nullopt;
  return *seconds >= max_ms / 1'000 ? max_ms : *seconds * 1'000;
}

}  // namespace jisr::gateway
