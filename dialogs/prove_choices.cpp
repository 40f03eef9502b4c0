// Choices that she, or the registry, cannot tell apart; answers that nobody ever looks at.
#include <algorithm>
#include <tuple>

#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

bool same_words(const Template& a, const Template& b) {
  const auto same = [](const Segment& x, const Segment& y) {
    return std::tie(x.kind, x.text, x.field, x.length_max) ==
           std::tie(y.kind, y.text, y.field, y.length_max);
  };
  return !a.empty() && std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

// The language in which both say the same, or -1.
int alike_in(const Dialog& dialog, const Choice& a, const Choice& b) {
  const auto most = std::min({a.label.size(), b.label.size(), dialog.languages.size()});
  for (std::size_t i = 0; i < most; ++i) {
    if (dialog.languages[i].enabled && same_words(a.label[i], b.label[i]))
      return static_cast<int>(i);
  }
  return -1;
}

bool same_answer(const Choice& a, const Choice& b) {
  return !a.value.empty() && a.value == b.value && a.set.empty() && b.set.empty();
}

bool offered_together(const Proofs& proofs, std::size_t at, const Choice& a, const Choice& b) {
  const auto& states = proofs.ever.states[at];
  return std::any_of(states.begin(), states.end(), [&](State state) {
    return narrow(proofs.of_ever, a.when, state, true) &&
           narrow(proofs.of_ever, b.when, state, true);
  });
}

void compare(Compilation& c, const Proofs& proofs, std::size_t at, std::size_t i, std::size_t j) {
  const auto& screen = c.dialog.screens[at];
  const auto& a = screen.choices[i];
  const auto& b = screen.choices[j];
  const int language = alike_in(c.dialog, a, b);
  const bool same = same_answer(a, b);
  if ((language < 0 && !same) || !offered_together(proofs, at, a, b)) return;
  const auto items = c.screen_nodes[at]["choices"].items();
  const auto node = j < items.size() ? items[j] : c.screen_nodes[at];
  if (language >= 0) {
    auto text = node["text"];
    const auto& code = c.dialog.languages[static_cast<std::size_t>(language)].code;
    if (text.is_map()) text = text[code];
    const auto place = text.is_scalar() ? text.place() : screen.place;
    c.findings.error("E420", place,
                     "the choices " + a.key + " and " + b.key + " say the same in " + code,
                     "she could not tell them apart", text.is_scalar() ? text.width() : 1);
  } else {
    c.findings.warning("W511", node["value"].place(),
                       "the choices " + a.key + " and " + b.key + " keep the same answer",
                       "nobody could tell afterwards which was meant", node["value"].width());
  }
}

}  // namespace

void prove_choices(Compilation& c, const Proofs& proofs) {
  for (std::size_t at = 0; at < c.dialog.screens.size(); ++at) {
    const auto& choices = c.dialog.screens[at].choices;
    for (std::size_t j = 1; j < choices.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) compare(c, proofs, at, i, j);
    }
  }
}

void prove_used(Compilation& c) {
  const auto& outside = c.options.read_outside;
  if (!outside) return;
  std::set<std::uint16_t> read;
  for (const auto& reading : c.readings) read.insert(reading.field);
  for (std::size_t i = 0; i < c.dialog.fields.size(); ++i) {
    const auto& field = c.dialog.fields[i];
    const auto& asked = c.notes[i].asked;
    if (!asked.exists() || outside->contains(field.name)) continue;
    if (read.contains(static_cast<std::uint16_t>(i))) continue;
    const bool mark = !c.notes[i].typed && c.notes[i].values.size() < 2;  // such as a consent
    if (mark) continue;
    c.findings.warning("W514", asked.place(), "the answer " + field.name + " is never used",
                       "send it in the registry's `body`, or do not ask", asked.width());
  }
}

}  // namespace jisr::dialogs
