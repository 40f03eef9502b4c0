// What she sees: a text never speaks of an answer that she may not have given, a list always has
// rows or another way on.
#include <algorithm>

#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

class Shown {
 public:
  Shown(Compilation& c, const Proof& proof, std::uint16_t at)
      : c_(c), proof_(proof), at_(at), screen_(proof.dialog.screens[at]) {}

  void look(State state) {
    auto bare = state;
    const bool none = without_choices(proof_, screen_, bare);
    if (screen_.kind == Screen::Kind::menu) bare_ = bare_ || none;
    if (screen_.kind == Screen::Kind::list && none) look_at_rows(bare);
    if (screen_.kind == Screen::Kind::end && screen_.effects.registers) {
      forget_unasked(proof_, state);
    }
    // A summary reads back what there is, line by line.
    if (screen_.kind != Screen::Kind::summary) read(screen_.text, state);
    for (const auto& choice : screen_.choices) {
      auto offered = state;
      if (narrow(proof_, choice.when, offered, true)) read(choice.label, offered);
    }
    const auto& effects = screen_.effects;
    if (narrow(proof_, effects.sms_when, state, true)) {
      read(effects.sms, state);
      read(effects.sms_discreet, state);
    }
  }

  // Where ways were not kept apart they lend each other their gaps: then all is only a doubt.
  void report(bool exact) const {
    if (!exact) {
      report_doubts();
      return;
    }
    for (const auto field : missing_) {
      for (const auto& reading : c_.readings) {
        if (reading.screen != at_ || reading.field != field || !reading.shown) continue;
        c_.findings.warning("W513", reading.place,
                            "not everybody who comes here has answered " +
                                c_.dialog.fields[field].name + ": the text would have a gap",
                            "ask it on each way, or show this only `when: {answered: …}`",
                            reading.width);
        break;
      }
    }
    if (bare_) {
      c_.findings.error("E427", screen_.place,
                        "the menu " + screen_.name + " may have no choice to offer",
                        "leave one without `when`, or give the menu a `when`", screen_.name.size());
    }
    if (!empty_) return;
    const auto where = c_.screen_nodes[at_]["list"]["where"];
    c_.findings.error("E424", where.key_place(),
                      "not everybody who comes here has answered what the rows hang on",
                      "the list would be empty: ask it on each way, or add a choice", 5);
  }

 private:
  void report_doubts() const {
    std::string what;
    for (const auto field : missing_) {
      what += (what.empty() ? "" : ", ") + c_.dialog.fields[field].name;
    }
    if (!what.empty()) what = "without an answer to " + what;
    if (what.empty() && bare_) what = "with no choice to offer";
    if (what.empty() && empty_) what = "with no row to offer";
    if (what.empty()) return;
    c_.findings.warning(
        "W180", screen_.place,
        "too many ways lead to " + screen_.name + " to follow each: some may come there " + what,
        "fewer or simpler conditions before it, or a `when` that sees to it", screen_.name.size());
  }

  void read(const Texts& texts, const State& state) {
    for (const auto& text : texts) read(text, state);
  }

  // Also what stands in the forms for a number or a medium.
  void read(const Template& text, const State& state) {
    for (const auto& segment : text) {
      for (const auto& form : segment.forms) read(form, state);
      if (segment.kind != Segment::Kind::field || segment.field == kNone) continue;
      if (proof_.at(state, segment.field).nothing()) missing_.insert(segment.field);
    }
  }

  void look_at_rows(const State& state) {
    empty_ = empty_ || (screen_.list.table && rows_offered(proof_, at_, state).empty);
  }

  Compilation& c_;
  const Proof& proof_;
  std::uint16_t at_;
  const Screen& screen_;
  std::set<std::uint16_t> missing_;
  bool empty_ = false;  // a list without rows
  bool bare_ = false;   // a menu without choices
};

}  // namespace

void prove_shown(Compilation& c, const Proofs& proofs) {
  const auto& found = proofs.now.exact ? proofs.now : proofs.ahead;
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    const auto at = static_cast<std::uint16_t>(i);
    Shown shown(c, proofs.of_now, at);
    const auto nowhere = [](std::uint16_t, const State&, Why) {};
    for (const auto& came : found.states[i]) {
      follow(proofs.of_now, at, came, nowhere, [&](const State& state) { shown.look(state); });
    }
    shown.report(found.exact);
  }
}

}  // namespace jisr::dialogs
