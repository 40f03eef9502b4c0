// Conditions that never or always hold, whatever she answers: each is looked at in every state in
// which it is asked.
#include <algorithm>
#include <map>

#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

struct Outcome {
  bool holds = false;
  bool fails = false;
};

class Watch {
 public:
  explicit Watch(const Proof& proof) : proof_(proof) {}

  // Notes how the condition and each of its parts may turn out. In `all`, a part is asked where
  // those before it hold; in `any`, where they do not.
  void look(const Condition& condition, State state) {
    if (condition.kind == Condition::Kind::always) return;
    auto& seen = outcomes_[&condition];
    auto without = state;
    auto with = state;
    seen.holds = seen.holds || narrow(proof_, condition, with, true);
    seen.fails = seen.fails || narrow(proof_, condition, without, false);
    const bool each = condition.kind == Condition::Kind::all;
    for (const auto& part : condition.parts) {
      look(part, state);
      if (!narrow(proof_, part, state, each)) break;
    }
  }

  // Those before it leave nobody who would ask it.
  void pass_by(const Condition& condition) { outcomes_[&condition]; }

  // Null when the screen itself is reached by nobody: nothing to be said.
  [[nodiscard]] const Outcome* of(const Condition& condition) const {
    const auto found = outcomes_.find(&condition);
    return found == outcomes_.end() ? nullptr : &found->second;
  }

 private:
  const Proof& proof_;
  std::map<const Condition*, Outcome> outcomes_;
};

struct Told {
  bool always = true;  // is "always holds" worth a word here
  const char* never = "this condition never holds";
  bool inverted = false;  // under a `not`
};

Yaml part_of(const Condition& condition, const Yaml& node, std::size_t i) {
  if (condition.kind == Condition::Kind::negation) return node["not"];
  const auto items = node[condition.kind == Condition::Kind::all ? "all" : "any"].items();
  return i < items.size() ? items[i] : node;
}

// Where the reader's eye should go: the value that it is compared with, or the condition.
Place place_of(const Yaml& node, std::size_t& width) {
  for (const auto* key : {"is", "at_least", "at_most", "above", "below", "matches"}) {
    const auto value = node[key];
    if (!value.is_scalar()) continue;
    width = value.width();
    return value.place();
  }
  const auto entries = node.entries();
  if (entries.empty()) return node.place();
  width = entries.front().first.size();
  return entries.front().second.key_place();
}

// Reports the smallest part that says it; true when one did.
bool report(Compilation& c, const Watch& watch, const Condition& condition, const Yaml& node,
            const Told& told) {
  bool said = false;
  auto of_parts = told;
  if (condition.kind == Condition::Kind::negation) of_parts.inverted = !told.inverted;
  for (std::size_t i = 0; i < condition.parts.size(); ++i) {
    said = report(c, watch, condition.parts[i], part_of(condition, node, i), of_parts) || said;
  }
  const auto* outcome = watch.of(condition);
  if (said || outcome == nullptr) return said;
  const bool holds = told.inverted ? outcome->fails : outcome->holds;
  const bool fails = told.inverted ? outcome->holds : outcome->fails;
  std::size_t width = 1;
  const auto place = place_of(node, width);
  if (!holds) {
    c.findings.error("E422", place, told.never, "no way of answering leads to it", width);
    return true;
  }
  // {answered: …} is a guard: good to have, also where it is not needed today.
  const bool guard =
      condition.kind == Condition::Kind::answered || condition.kind == Condition::Kind::known;
  if (fails || guard || !told.always) return false;
  c.findings.warning("W512", place, "this condition always holds", "take it out", width);
  return true;
}

void look_at_ways(Watch& watch, const Proof& proof, const Screen& screen, State state) {
  bool left = true;
  for (const auto& way : screen.ways) {
    if (left) watch.look(way.when, state);
    if (!left) watch.pass_by(way.when);
    left = left && narrow(proof, way.when, state, false);
  }
}

// A check sees her answer as if it were stored.
void look_at_checks(Watch& watch, const Proof& proof, std::uint16_t at, State state) {
  const auto& screen = proof.dialog.screens[at];
  if (screen.checks.empty() || screen.field == kNone) return;
  Possible given;
  if (screen.kind == Screen::Kind::question) given = typed_on(proof.dialog, at);
  if (screen.kind == Screen::Kind::list) {
    const auto rows = rows_offered(proof, at, state);
    given = screen.list.table ? joined(rows.several, rows.single) : typed_on(proof.dialog, at);
  }
  for (const auto& choice : screen.choices) {
    if (choice.derived) given = joined(given, any_text());
    if (!choice.value.empty()) given = joined(given, one_of({choice.value}));
  }
  if (given.impossible()) return;
  proof.put(state, screen.field, given);
  for (const auto& check : screen.checks) {
    watch.look(check.when, state);
    if (!narrow(proof, check.when, state, false)) return;
  }
}

void look_at_end(Watch& watch, const Proof& proof, const Screen& screen, State state) {
  if (!screen.effects.registers) return;
  forget_unasked(proof, state);
  watch.look(screen.effects.sms_when, state);  // `discreet_when` may guard more than is needed
}

void look_at(Watch& watch, const Proof& proof, std::uint16_t at, const State& came) {
  const auto& screen = proof.dialog.screens[at];
  if (!came.shown) watch.look(screen.when, came);
  auto state = came;
  if (!narrow(proof, screen.when, state, true)) return;
  assign(proof, state, screen.set);
  look_at_ways(watch, proof, screen, state);
  if (screen.kind == Screen::Kind::end) look_at_end(watch, proof, screen, state);
  const auto nowhere = [](std::uint16_t, const State&, Why) {};
  follow(proof, at, came, nowhere, [&](const State& shown) {
    for (const auto& choice : screen.choices) watch.look(choice.when, shown);
    for (const auto& change : screen.changes) watch.look(change.when, shown);
    look_at_checks(watch, proof, at, shown);
  });
}

void report_screen(Compilation& c, const Watch& watch, std::size_t at) {
  const auto& screen = c.dialog.screens[at];
  const auto& node = c.screen_nodes[at];
  // A question's condition also says when its answer is kept, so it may well always hold.
  report(c, watch, screen.when, node["when"], {screen.field == kNone});
  const auto each = [&](const auto& all, const Yaml& list, const char* key, const Told& told) {
    const auto items = list.items();
    for (std::size_t i = 0; i < all.size() && i < items.size(); ++i) {
      report(c, watch, all[i].when, items[i][key], told);
    }
  };
  each(screen.choices, node["choices"], "when", {true, "this choice is never offered"});
  each(screen.changes, node["change"]["what"], "when", {true, "this change is never offered"});
  each(screen.ways, node["ways"], "when", {false, "this way is never taken"});
  each(screen.checks, node["checks"], "refuse_when", {false, "this check never refuses"});
  report(c, watch, screen.effects.sms_when, node["sms"]["when"], {false});
  const auto checks = node["checks"].items();
  for (std::size_t i = 0; i < screen.checks.size() && i < checks.size(); ++i) {
    const auto* outcome = watch.of(screen.checks[i].when);
    if (outcome == nullptr || outcome->fails) continue;
    const auto place = checks[i]["refuse_when"].key_place();
    c.findings.error("E423", place, "this check refuses every answer", "turn it round", 11);
  }
}

}  // namespace

void prove_conditions(Compilation& c, const Proofs& proofs) {
  Watch watch(proofs.of_ever);
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    for (const auto& state : proofs.ever.states[i]) {
      look_at(watch, proofs.of_ever, static_cast<std::uint16_t>(i), state);
    }
  }
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) report_screen(c, watch, i);
}

}  // namespace jisr::dialogs
