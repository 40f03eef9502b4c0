// Days of the calendar, as std::chrono reckons with them and as ISO 8601 writes them. Pure; any
// thread.
#pragma once
#include <chrono>
#include <string>

#include "dialogs/field.hpp"

namespace jisr::dialogs {

inline std::chrono::year_month_day calendar_day(const Date& date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
}

// "2026-11-24"; of a year from 1000 to 9999. What is no day of the calendar is written as it is.
inline std::string iso_date(const std::chrono::year_month_day& day) {
  const auto two = [](unsigned part) { return (part < 10 ? "-0" : "-") + std::to_string(part); };
  return std::to_string(static_cast<int>(day.year())) + two(static_cast<unsigned>(day.month())) +
         two(static_cast<unsigned>(day.day()));
}

}  // namespace jisr::dialogs
