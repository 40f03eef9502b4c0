// An end may say where the next call goes on: also at a screen that nobody sees.
#include <gtest/gtest.h>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

TEST(Redial, WorksOnThroughScreensThatNobodySees) {
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
  EXPECT_TRUE(call.text().starts_with("(5)")) << call.text();
}

}  // namespace
}  // namespace jisr::dialogs
