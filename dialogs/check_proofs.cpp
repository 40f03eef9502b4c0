// The proofs, once the dialog is otherwise sound: all ways of answering at once.
#include <algorithm>

#include "dialogs/figures.hpp"
#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

bool of_settings(const Condition& condition) {
  return condition.kind == Condition::Kind::constant ||
         std::any_of(condition.parts.begin(), condition.parts.end(),
                     [](const Condition& part) { return of_settings(part); });
}

template <typename All>
bool any_of_settings(const All& all) {
  return std::any_of(all.begin(), all.end(), [](auto& one) { return of_settings(one.when); });
}

// What was answered on the way is lost when the call breaks off.
bool loses_answers(const Screen& screen) {
  return screen.resume == Screen::Resume::never && screen.kind != Screen::Kind::language &&
         screen.kind != Screen::Kind::end && !screen.invisible();
}

// The longest way against the time that the operator leaves.
void check_time(Compilation& c, const Proofs& proofs) {
  const auto& screens = c.dialog.screens;
  if (std::none_of(screens.begin(), screens.end(), loses_answers)) return;
  const auto ways = ways_of(proofs.ahead);
  for (std::size_t i = 0; i < c.dialog.languages.size() && c.options.session_limit_s > 0; ++i) {
    const auto& language = c.dialog.languages[i];
    if (!language.enabled) continue;
    const auto measured = figures(c.dialog, static_cast<std::uint8_t>(i), c.options.ussd, ways);
    if (!measured || measured->longest.seconds <= c.options.session_limit_s) continue;
    const auto& way = measured->longest.screens;
    if (std::none_of(way.begin(), way.end(),
                     [&](auto at) { return loses_answers(c.dialog.screens[at]); })) {
      continue;
    }
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

bool of_settings(const Dialog& dialog) {
  return std::any_of(dialog.screens.begin(), dialog.screens.end(), [](const Screen& screen) {
    return of_settings(screen.when) || of_settings(screen.effects.sms_when) ||
           any_of_settings(screen.choices) || any_of_settings(screen.changes) ||
           any_of_settings(screen.ways) || any_of_settings(screen.checks);
  });
}

void check_proofs(Compilation& c) {
  if (!c.options.prove || c.findings.has_errors() || c.dialog.screens.empty()) return;
  if (c.dialog.start >= c.dialog.screens.size()) return;
  const Proofs proofs(c.dialog);
  prove_conditions(c, proofs);
  prove_choices(c, proofs);
  prove_reached(c, proofs);
  prove_shown(c, proofs);
  prove_ends(c, proofs);
  prove_used(c);
  check_time(c, proofs);
}

}  // namespace jisr::dialogs
