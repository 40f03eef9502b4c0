// When a person at the centre is to act on what was registered: the first of the centre's hours
// after she asked, or of those that she wished for. Its hours, days and country stand in the
// registry's file (`due`). Pure values; immutable; any thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "dialogs/yaml.hpp"
#include "gateway/delivery/payload.hpp"

namespace jisr::gateway {

// Of one day; minutes since its beginning.
struct DayHours {
  int from_minute = 0;
  int to_minute = 0;  // the first at which nobody is there any more
  bool operator==(const DayHours&) const = default;
};

struct DueRule {
  bool written = false;
  std::string time_zone = "UTC";
  std::int64_t notice_ms = 0;              // that the centre needs before it can act
  std::set<unsigned> days{1, 2, 3, 4, 5};  // of the week; 1 is Monday
  std::set<std::string> closed;            // "05-01": in each year; "2027-03-10": once
  PayloadTemplate by;                      // whose value chooses among `wished`
  std::map<std::string, DayHours> wished;
  DayHours hours;  // of any other value, and of none
};

struct Due {
  std::int64_t from_ms = 0;  // Unix time
  std::int64_t until_ms = 0;
};

// Nothing: the centre is closed for a year.
std::optional<Due> due_after(const DueRule& rule, const std::string& wish, std::int64_t unix_ms);

// Fills in `due` and `due_until`, where there is a rule. Of one registration always the same: it
// counts from `completed_at`, so a repeat has the same body.
void add_due(const DueRule& rule, Registration& registration);

// `due` of a registry's file. E110, E244, E283 and E407: what is missing or cannot be.
DueRule read_due(const dialogs::Yaml& yaml, dialogs::Findings& findings);

}  // namespace jisr::gateway
