// The proofs, once the dialog is otherwise sound: all ways of answering at once.
#include <algorithm>

#include "dialogs/figures.hpp"
#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

// What was answered on the way is lost when the call breaks off.
bool loses_answers(const Dialog& dialog, const WayFigures& way) {
  return std::any_of(way.screens.begin(), way.screens.end(), [&](std::uint16_t at) {
    const auto& screen = dialog.screens[at];
    return screen.resume == Screen::Resume::never && screen.kind != Screen::Kind::language &&
           screen.kind != Screen::Kind::end && at != dialog.start;
  });
}

// The longest way against the time that the operator leaves.
void check_time(Compilation& c) {
  for (std::size_t i = 0; i < c.dialog.languages.size() && c.options.session_limit_s > 0; ++i) {
    const auto& language = c.dialog.languages[i];
    if (!language.enabled) continue;
    const auto measured = figures(c.dialog, static_cast<std::uint8_t>(i), c.options.ussd);
    if (!measured || measured->longest.seconds <= c.options.session_limit_s) continue;
    if (!loses_answers(c.dialog, measured->longest)) continue;
    const auto& start = c.dialog.screens[c.dialog.start];
    c.findings.warning("W515", start.place,
                       "the longest way takes some " +
                           std::to_string(static_cast<int>(measured->longest.seconds)) + " s in " +
                           language.code + ", and a session has " +
                           std::to_string(c.options.session_limit_s),
                       "shorten it, or let the next call go on: `resume: ask`", start.name.size());
  }
}

}  // namespace

void check_proofs(Compilation& c) {
  if (!c.options.prove || c.findings.has_errors() || c.dialog.screens.empty()) return;
  if (c.dialog.start >= c.dialog.screens.size()) return;
  const Proofs proofs(c.dialog);
  prove_conditions(c, proofs);
  prove_choices(c, proofs);
  prove_reached(c, proofs);
  prove_shown(c, proofs);
  prove_used(c);
  check_time(c);
}

}  // namespace jisr::dialogs
