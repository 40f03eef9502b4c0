// A dialog tried on thousands of women who have been made up, through the real engine: how many
// register, how long it takes them, and where the others are lost. The same arguments give the same
// result, to the last digit. docs/rehearsing.md says what the model is made of. Pure; any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/charset.hpp"
#include "dialogs/dialog.hpp"
#include "dialogs/rehearse_model.hpp"

namespace jisr::dialogs {

struct RehearsalSetting {
  RehearsalModel model;
  std::size_t women = 20'000;
  std::uint64_t seed = 1;
  Limit page;
  Date today;
  std::int64_t open_ms = 3'600'000;  // an unfinished session is kept so long
  int language = -1;                 // only women of this language (an index)
};

// Of some women. Times in seconds; what is of those who finished is 0 when nobody did.
struct RehearsalFigures {
  std::size_t women = 0;
  std::size_t completed = 0;
  double completion = 0;  // share of all
  double median_s = 0;    // in calls, of those who finished
  double p90_s = 0;
  double median_whole_s = 0;     // the same with the pauses between calls
  double median_calls = 0;       // of those who finished
  double mean_calls = 0;         // of all
  double median_pages = 0;       // that those who finished saw
  std::size_t one_call = 0;      // finished in their first call …
  double one_call_median_s = 0;  // … in so long
  double one_call_median_pages = 0;
  std::size_t dropped = 0;   // calls that the network lost
  std::size_t cut = 0;       // calls that the operator ended
  std::size_t wrong = 0;     // answers that were refused
  std::size_t others = 0;    // calls of another woman in between
  std::size_t reminded = 0;  // calls that she would not have made without the reminder
};

struct Rehearsal {
  RehearsalFigures all;
  std::vector<std::pair<std::string, RehearsalFigures>> by_language;  // BCP 47
  std::vector<std::pair<std::string, std::size_t>> left_at;           // by screen, the most first
};

// With `resume` false the gateway keeps nothing from one call to the next.
Rehearsal rehearse(const Dialog& dialog, const RehearsalSetting& setting, bool resume);

}  // namespace jisr::dialogs
