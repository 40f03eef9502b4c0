// The only clock of the gateway: Unix milliseconds, and what day and hour that is where the
// programme is. Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dialogs/field.hpp"

namespace jisr::gateway {

std::int64_t now_ms();

struct LocalTime {
  dialogs::Date date;
  int hour = 0;  // 0 to 23
};
// `zone` is a name of the IANA list, "Africa/Casablanca"; one that is not known is UTC.
LocalTime local_time(std::int64_t unix_ms, const std::string& zone);
// By how much the clocks there are ahead of UTC, at that moment.
std::int64_t zone_offset_ms(std::int64_t unix_ms, const std::string& zone);
bool is_time_zone(const std::string& zone);

// The civil date at UTC.
dialogs::Date today(std::int64_t unix_ms);
// The civil date there: "2026-11-28".
std::string date_of(std::int64_t unix_ms, const std::string& zone);
// RFC 3339 with milliseconds, "2026-11-23T20:25:35.123Z".
std::string rfc3339(std::int64_t unix_ms);
// Of a text that rfc3339() made, with or without milliseconds; nothing of any other.
std::optional<std::int64_t> unix_ms_of(std::string_view rfc3339_text);

}  // namespace jisr::gateway
