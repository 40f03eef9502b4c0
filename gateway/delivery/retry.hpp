// When to try again. Pure: the random number and the time of day are given. Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace jisr::gateway {

struct Backoff {
  std::int64_t base_ms = 1'000;
  std::int64_t cap_ms = 600'000;                // however often it failed
  std::int64_t retry_after_ms_max = 3'600'000;  // however long the other side asks us to wait
};

// Exponential with full jitter: uniform in [0, min(cap, base * 2^failures)). `failures` counts from
// 0 for the first wait; `random` is in [0, 1).
std::int64_t backoff_ms(const Backoff& backoff, int failures, double random);

// The same, but not before what the other side asked for; a part of `base` is added to that, so
// that many who were told the same moment do not come at once.
std::int64_t next_try_ms(const Backoff& backoff, int failures, double random,
                         std::optional<std::int64_t> retry_after_ms);

// Retry-After (RFC 9110, 10.2.3) as a wait in ms: seconds, or an IMF-fixdate ("Sun, 06 Nov 1994
// 08:49:37 GMT") compared with `now_s`, Unix time. A past date is 0; more than `max_ms` is
// `max_ms`; anything else (negative, obsolete dates, garbage) is nullopt.
std::optional<std::int64_t> parse_retry_after_ms(std::string_view header, std::int64_t now_s,
                                                 std::int64_t max_ms);

}  // namespace jisr::gateway
