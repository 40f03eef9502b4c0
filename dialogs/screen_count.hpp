// What is counted of a screen, for finding where women leave: how many came, and how many went on.
// Pure; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

struct ScreenCount {
  std::uint64_t reached = 0;  // arrivals; being there again after a dropped call is none
  std::uint64_t went_on = 0;  // arrivals that an answer, back or home led away from
  std::uint64_t ended = 0;    // arrivals at an end
  std::uint64_t wrong = 0;    // answers that were refused

  // Who came and neither went on nor was done: she hung up there, or has not answered yet.
  [[nodiscard]] std::uint64_t left() const {
    return reached > went_on + ended ? reached - went_on - ended : 0;
  }
  [[nodiscard]] bool any() const { return reached + went_on + ended + wrong > 0; }
  void add(const ScreenCount& more) {
    reached += more.reached;
    went_on += more.went_on;
    ended += more.ended;
    wrong += more.wrong;
  }
  bool operator==(const ScreenCount&) const = default;
};

// One turn as it is counted.
struct CountedTurn {
  const Session* before = nullptr;  // null: a call that begins anew
  const Session* after = nullptr;   // never null
  bool refused = false;             // as Step has them
  std::uint16_t ended = kNone;
  bool gave_up = false;
};

// Adds the turn to `counts`, which has one for each screen of the dialog. Screens that nobody sees,
// and those that were passed over, are not counted.
void count_turn(const Dialog& dialog, const CountedTurn& turn, std::vector<ScreenCount>& counts);

// By the names of screens, of one dialog over some days.
using NamedCounts = std::vector<std::pair<std::string, ScreenCount>>;

}  // namespace jisr::dialogs
