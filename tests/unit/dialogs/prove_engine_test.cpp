// What the proofs and the random walks brought to light in the engine.
#include <gtest/gtest.h>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

TEST(Engine, ARedialWorksOnThroughScreensThatNobodySees) {
  const auto dialog = compiled(
      "screens:\n"
      "  first: {kind: question, type: number, min: 1, max: 9, field: n, text: N, next: later}\n"
      "  later: {kind: end, text: Rappelez, redial: work}\n"
      "  work: {kind: set, set: {m: {add: [\"{n}\", \"1\"]}}, next: which}\n"
      "  which: {kind: branch, ways: [{when: {field: m, is: \"9\"}, next: sorry}], next: shown}\n"
      "  shown: {kind: message, text: \"({m})\", next: sorry}\n");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"4"});
  EXPECT_TRUE(call.shown().ends);
  call.dial_again();
  EXPECT_TRUE(call.session.resuming) << "it asks first: another may have the phone";
  EXPECT_EQ(call.screen(), "shown");
  call.type({"1"});
  EXPECT_TRUE(call.text().starts_with("(*)")) << call.text() << ": of an earlier answer";
}

TEST(Engine, ARedialPassesOverWhatIsNotForHer) {
  const auto dialog = compiled(
      "screens:\n"
      "  first: {kind: question, type: number, min: 1, max: 9, field: n, text: N, next: later}\n"
      "  later: {kind: end, text: Rappelez, redial: told}\n"
      "  told: {kind: message, when: {field: n, is: \"1\"}, text: T, next: again}\n"
      "  again: {kind: question, type: number, min: 1, max: 9, field: n, skip_if_answered: true, "
      "text: N, next: shown}\n"
      "  shown: {kind: message, text: Z, next: sorry}\n");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"4"}).dial_again().type({"1"});
  EXPECT_EQ(call.screen(), "shown");
  Call other(*dialog);
  other.type({"1"}).dial_again().type({"1"});
  EXPECT_EQ(other.screen(), "told");
}

TEST(Engine, ACallThatBrokeOffGoesOnWhereTheHourStillAllows) {
  const auto dialog = compiled(
      "screens:\n"
      "  first: {kind: question, type: number, min: 1, max: 9, field: n, text: N, next: open}\n"
      "  open: {kind: message, when: {call: hour, below: \"18\"}, text: T, next: shown}\n"
      "  shown: {kind: message, text: Z, next: sorry}\n");
  ASSERT_TRUE(dialog);
  Surroundings around{{160, 70}, {2026, 11, 23}, "12345678"};
  const auto noon = answer(*dialog, begin(*dialog, std::nullopt, around).session, "4", around);
  EXPECT_TRUE(show(*dialog, noon.session, around).text.starts_with("T"));
  around.hour = 20;
  const auto evening = begin(*dialog, noon.session, around);
  EXPECT_TRUE(evening.session.resuming);
  const auto on = answer(*dialog, evening.session, "1", around);
  EXPECT_TRUE(show(*dialog, on.session, around).text.starts_with("Z"));
}

TEST(Engine, AMessageWhoseChoicesAreAllHiddenGoesOn) {
  const auto dialog = compiled(
      "screens:\n"
      "  first: {kind: question, type: number, min: 1, max: 9, field: n, text: N, next: told}\n"
      "  told:\n    kind: message\n    text: T\n    choices:\n"
      "      - {key: 1, text: A, next: sorry, when: {field: n, is: \"1\"}}\n"
      "    next: shown\n"
      "  shown: {kind: message, text: Z, next: sorry}\n");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"4"});
  EXPECT_TRUE(call.says("9 Suite")) << call.text();
  call.type({"9"});
  EXPECT_EQ(call.screen(), "shown");
  Call other(*dialog);
  other.type({"1", "9"});
  EXPECT_EQ(other.screen(), "told") << "with a choice, only a choice goes on";
}

TEST(Prove, ARetryThatCountsIsNoRing) {
  EXPECT_TRUE(compiled(
      "screens:\n"
      "  first: {kind: question, type: name, field: x, text: X, next: count}\n"
      "  count: {kind: set, set: {n: \"1\"}, next: ask}\n"
      "  ask: {kind: lookup, service: s, next: shown, failed: more}\n"
      "  more: {kind: set, set: {n: {add: [\"{n}\", \"1\"]}}, next: again}\n"
      "  again: {kind: branch, ways: [{when: {field: n, below: \"3\"}, next: ask}], next: sorry}\n"
      "  shown: {kind: message, text: Z, next: sorry}\n"));
}

}  // namespace
}  // namespace jisr::dialogs
