// What day and hour it is where the programme is, also in Ramadan, when Morocco goes back to UTC.
#include "gateway/calendar.hpp"

#include <gtest/gtest.h>

namespace jisr::gateway {
namespace {

TEST(Calendar, TellsTheHourOfThePlace) {
  struct Case {
    std::int64_t unix_s;  // computed apart: date -d @N in that zone
    const char* zone;
    dialogs::Date date;
    int hour;
  };
  const Case cases[] = {
      {1'795'476'600, "Africa/Casablanca", {2026, 11, 24}, 0},  // 2026-11-23T23:30Z
      {1'795'476'600, "Africa/Tunis", {2026, 11, 24}, 0},
      {1'795'476'600, "UTC", {2026, 11, 23}, 23},
      {1'772'292'600, "Africa/Casablanca", {2026, 2, 28}, 15},  // in Ramadan
      {1'795'476'600, "America/New_York", {2026, 11, 23}, 18},
      {-1, "Africa/Casablanca", {1969, 12, 31}, 23},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::to_string(one.unix_s) + one.zone);
    const auto there = local_time(one.unix_s * 1000, one.zone);
    EXPECT_EQ(there.hour, one.hour);
    EXPECT_EQ(there.date.year, one.date.year);
    EXPECT_EQ(there.date.month, one.date.month);
    EXPECT_EQ(there.date.day, one.date.day);
  }
}

TEST(Calendar, KnowsTheNamesOfZones) {
  for (const auto* zone : {"Africa/Casablanca", "UTC", "Africa/Dakar"}) {
    EXPECT_TRUE(is_time_zone(zone)) << zone;
  }
  for (const auto* zone : {"", "Africa/Marrakech", "Morocco City", "+1"}) {
    EXPECT_FALSE(is_time_zone(zone)) << zone;
  }
}

}  // namespace
}  // namespace jisr::gateway
