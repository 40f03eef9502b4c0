// Long lists: numbers of the page she sees, first letters, the only row, and what hangs on a row.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

// Ten streets in t1, of which two begin with Sidi; a choice "7" under the rows.
Compiled with_streets() {
  auto files = sample_files();
  files["streets.csv"] = "town,code,name\nt2,u1,Seule\n";
  const char* const names[] = {"Adrar", "Bab Doukkala", "Charf", "Dradeb",   "El Ouafa",
                               "Fahs",  "Gueliz",       "Hafa",  "Sidi Ali", "Sidi Omar"};
  int number = 0;
  for (const char* name : names) {
    files["streets.csv"] += "t1,s" + std::to_string(++number) + "," + name + "\n";
  }
  auto made = compile_text(
      edited(sample(), {{"skip_single: true}\n",
                         "skip_single: true}\n    choices:\n"
                         "      - {key: 7, text: {fr: Autre, ar: آخر}, next: note}\n"}}),
      files);
  if (!made.dialog) throw std::runtime_error(listed(made.findings));
  return made;
}

struct List : testing::Test {
  Compiled made = with_streets();
  Call call{*made.dialog};
  void SetUp() override {
    call.type({"1", "1", "Amina", "1985", "1"});
    ASSERT_EQ(call.screen(), "street");
  }
};

TEST_F(List, NumbersBeginAnewOnEachPageAboveTheExtraChoice) {
  EXPECT_TRUE(call.says("6 Fahs\n7 Autre\n9 Suite 0 Retour")) << call.text();
  call.type("9");
  EXPECT_TRUE(call.says("1 Gueliz\n")) << call.text();
  EXPECT_TRUE(call.says("4 Sidi Omar\n7 Autre\n8 Avant 0 Retour")) << call.text();
  call.type("1");
  EXPECT_EQ(call.said("street"), "s7");
}

TEST_F(List, ANumberThatThePageDoesNotShowIsNoChoice) {
  Call first = call;
  EXPECT_EQ(first.type("8").screen(), "street") << "the eighth row is on the next page";
  EXPECT_EQ(first.session.notice, Wrong::not_a_choice);
  for (const char* input : {"5", "6", "8888", "-1", "01x", "99999999999999999999"}) {
    SCOPED_TRACE(input);
    Call other = call;
    other.type({"9", input});
    EXPECT_EQ(other.screen(), "street");
    EXPECT_EQ(other.session.notice, Wrong::not_a_choice);
  }
}

TEST_F(List, PreviousTurnsThePageAndBackLeavesTheScreen) {
  EXPECT_EQ(call.type("9").shown().page, 1U);
  EXPECT_EQ(call.type("8").shown().page, 0U);
  EXPECT_EQ(call.type({"9", "0"}).screen(), "town");
  EXPECT_EQ(call.said("town"), "t1");
}

TEST_F(List, LettersNarrowItAndBackShowsItWhole) {
  call.type({"9", "sidi"});
  EXPECT_EQ(call.shown().pages, 1U);
  EXPECT_TRUE(call.says("1 Sidi Ali\n2 Sidi Omar\n7 Autre")) << call.text();
  call.type("0");
  EXPECT_EQ(call.screen(), "street");
  EXPECT_TRUE(call.says("1 Adrar"));
  call.type({"SIDI", "2"});
  EXPECT_EQ(call.said("street"), "s10");
}

TEST_F(List, OneMatchIsTakenAndNoneIsSaid) {
  Call other = call;
  other.type({"sidi", "zz"});
  EXPECT_EQ(other.session.notice, Wrong::not_a_choice);
  EXPECT_TRUE(other.session.filter.empty());
  EXPECT_TRUE(other.says("1 Adrar"));
  call.type("ouaf");  // without its article
  EXPECT_EQ(call.said("street"), "s5");
}

// What counts for nothing in a comparison must not fill the session either.
TEST_F(List, ALongFilterIsNotKept) {
  call.type("sidi" + std::string(900, '-'));
  EXPECT_LE(encode(call.session).size(), 250U);
}

TEST_F(List, TheExtraChoiceIsAnAnswerThatSaysNone) {
  call.type("7");
  EXPECT_EQ(call.screen(), "note");
  EXPECT_EQ(call.said("street"), "");
}

TEST_F(List, TheOnlyRowIsTakenAndPassedOverOnTheWayBack) {
  call.type({"0", "2"});
  EXPECT_EQ(call.said("street"), "u1");
  EXPECT_EQ(call.screen(), "summary") << "the note is not for t2";
  EXPECT_EQ(call.type("0").screen(), "town");
}

TEST_F(List, AnotherTownForgetsTheStreetTheSameOneKeepsIt) {
  call.type({"3", "0", "0"});
  ASSERT_EQ(call.screen(), "town");
  ASSERT_EQ(call.said("street"), "s3");
  EXPECT_EQ(call.type("1").said("street"), "s3");
  EXPECT_EQ(call.type({"0", "2"}).said("street"), "u1");
}

}  // namespace
}  // namespace jisr::dialogs
