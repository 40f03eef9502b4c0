// A call goes on by SMS only where that is possible: each way to such an end must ask first.
#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

bool asks(const Condition& condition) {
  using Kind = Condition::Kind;
  if (condition.kind == Kind::all) {
    return std::any_of(condition.parts.begin(), condition.parts.end(), asks);
  }
  if (condition.kind != Kind::compared) return false;
  return std::any_of(
      condition.comparisons.begin(), condition.comparisons.end(), [](const Comparison& one) {
        return one.left.kind == Value::Kind::call && one.left.word == Value::Word::sms_possible &&
               one.op == Comparison::Op::is && one.right.size() == 1 &&
               one.right[0].kind == Value::Kind::constant && one.right[0].text == "yes";
      });
}

}  // namespace

void check_by_sms(Compilation& c) {
  const auto& screens = c.dialog.screens;
  const auto by_sms = [&](std::uint16_t to) {
    return to < screens.size() && screens[to].effects.by_sms;
  };
  for (const auto& screen : screens) {
    const auto ways = ways_out(screen);
    const bool bare = std::any_of(ways.begin(), ways.end(), [&](const WayOut& way) {
      const bool passed = way.kind == WayOut::Kind::passed;
      return by_sms(way.to) && (passed || way.when == nullptr || !asks(*way.when));
    });
    if (!bare) continue;
    c.findings.error("E275", screen.place,
                     screen.name + " leads on by SMS also where that is not possible",
                     "a choice or way with `when: {call: sms_possible, is: \"yes\"}`");
  }
  if (by_sms(c.dialog.start) || by_sms(c.dialog.give_up)) {
    c.findings.error("E275", screens.front().place, "`start` and `give_up` cannot lead on by SMS",
                     "another end");
  }
}

}  // namespace jisr::dialogs
