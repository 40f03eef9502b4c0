// One woman's life with a dialog: she dials, is cut off, waits, dials again, until she has what she
// came for or has no patience left. Private to the rehearsal. Pure: time is counted, not waited.
#pragma once
#include <cstdint>
#include <vector>

#include "dialogs/charset.hpp"
#include "dialogs/dialog.hpp"
#include "dialogs/rehearse_model.hpp"

namespace jisr::dialogs {

struct Life {
  bool completed = false;
  std::uint8_t language = 0;
  std::uint16_t left_at = 0;  // the screen that she saw last, when not completed
  std::uint32_t calls = 0;
  std::uint32_t pages = 0;    // that she saw, or that were on their way
  std::uint32_t wrong = 0;    // answers that were refused
  std::uint32_t dropped = 0;  // calls that the network lost
  std::uint32_t cut = 0;      // calls that the operator ended, being too long
  std::uint32_t others = 0;   // another woman's calls in between
  bool reminded = false;      // her last call came of the reminder
  double calling_s = 0;       // in her calls, from the moment that the code is sent
  double whole_s = 0;         // from the first key to the last page, with the pauses
};

struct LifeWorld {
  const Dialog& dialog;
  const RehearsalModel& model;
  const std::vector<bool>& wanted;  // rehearse_woman.hpp
  Limit page;
  Date today;
  std::int64_t open_ms = 3'600'000;  // an unfinished session is kept so long
  bool resume = true;                // false: nothing is kept from one call to the next
};

Life live(const LifeWorld& world, std::uint64_t seed);

}  // namespace jisr::dialogs
