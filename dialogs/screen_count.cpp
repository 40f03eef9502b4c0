// Before and after tell what happened: a turn that stays on its screen is no arrival.
#include "dialogs/screen_count.hpp"

namespace jisr::dialogs {

namespace {

// An end with a `redial` puts her on that screen before she has seen it: the next call arrives
// there. Whoever gave up on a screen has the way to it behind her.
bool waits_for_redial(const Dialog& dialog, const Session& before) {
  return before.state == Session::State::ended && before.gave_up && before.trail.empty() &&
         before.screen != dialog.start;
}

}  // namespace

void count_turn(const Dialog& dialog, const CountedTurn& turn, std::vector<ScreenCount>& counts) {
  ScreenCount nobody_sees;
  const auto of = [&](std::uint16_t screen) -> ScreenCount& {
    const bool seen = screen < counts.size() && !dialog.screens[screen].invisible();
    return seen ? counts[screen] : nobody_sees;
  };
  const auto& after = *turn.after;
  const bool at_end = turn.ended != kNone && !turn.gave_up;
  const auto here = at_end ? turn.ended : after.screen;
  const auto from = turn.before != nullptr ? turn.before->screen : here;
  if (turn.refused) ++of(from).wrong;
  if (turn.before == nullptr) {
    for (const auto screen : after.trail) {  // answers that came with the dialling
      ++of(screen).reached;
      ++of(screen).went_on;
    }
    ++of(here).reached;
  } else if (from != here) {
    if (!waits_for_redial(dialog, *turn.before)) ++of(from).went_on;
    ++of(here).reached;
  } else if (waits_for_redial(dialog, *turn.before)) {
    ++of(here).reached;
  }
  if (turn.ended == kNone) return;
  if (turn.gave_up) ++of(turn.ended).reached;
  ++of(turn.ended).ended;
}

}  // namespace jisr::dialogs
