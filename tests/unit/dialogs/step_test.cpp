// The engine's doors: beginning, resuming, the keys that move about, wrong answers and their bound.
#include "dialogs/step.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

// The sample, with phrases to tell apart and a question whose answer may be unusual.
Compiled compiled(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  const auto text = edited(
      sample(),
      {{"wrong_choice: \"?\"", "wrong_choice: Invalide"},
       {"resume: \"?\"", "resume: Inacheve"},
       {"unusual: \"?\"", "unusual: Inhabituel"},
       {"    next: birth\n  birth:\n",
        "    next: card\n  card:\n    kind: question\n    type: national_id\n    field: card\n"
        "    text: Carte\n    wrong: {tries: 2, next: birth}\n    next: birth\n  birth:\n"}});
  auto made = compile_text(edited(text, changes));
  if (!made.dialog) throw std::runtime_error(listed(made.findings));
  return made;
}

TEST(Begin, OpensAtTheStartWithTheDialogsVersion) {
  const auto made = compiled();
  const Call call(*made.dialog);
  EXPECT_EQ(call.screen(), "language");
  EXPECT_EQ(call.session.dialog, made.dialog->hash);
  EXPECT_EQ(call.session.language, made.dialog->default_language);
}

TEST(Begin, AsksOnlyWhenThereIsSomethingToGoOnWith) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"2"}).dial_again();  // she chose a language and answered nothing
  EXPECT_EQ(call.screen(), "language");
  EXPECT_FALSE(call.session.resuming);
  EXPECT_EQ(made.dialog->languages[call.session.language].code, "ar") << "her language stays";

  call.type({"1", "1", "Amina"}).dial_again();
  EXPECT_TRUE(call.session.resuming);
  EXPECT_TRUE(call.says("Inacheve"));
  EXPECT_FALSE(call.says("Amina"));
  call.type("1");
  EXPECT_EQ(call.screen(), "card");
  EXPECT_EQ(call.said("first_name"), "Amina");

  call.dial_again().type("2");
  EXPECT_EQ(call.screen(), "language");
  EXPECT_TRUE(call.session.answers.empty());
  EXPECT_EQ(made.dialog->languages[call.session.language].code, "fr");
}

TEST(Begin, AnotherVersionOrNeverResumingBeginsAnew) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina"});
  ++call.session.dialog;
  EXPECT_EQ(call.dial_again().screen(), "language");

  const auto never = compiled({{"resume: ask", "resume: never"}});
  Call other(*never.dialog);
  EXPECT_EQ(other.type({"1", "1", "Amina"}).dial_again().screen(), "language");
}

// Whoever has the phone now may press 1: the question comes again, what was typed does not.
TEST(Begin, GoingOnShowsNothingThatWasHalfAnswered) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "K12"});
  ASSERT_TRUE(call.session.doubtful);
  ASSERT_TRUE(call.says("K12"));
  call.dial_again().type("1");
  EXPECT_EQ(call.screen(), "card");
  EXPECT_FALSE(call.says("K12"));
  EXPECT_TRUE(call.says("Carte"));
  EXPECT_TRUE(call.session.pending.empty());
}

TEST(Begin, GoingOnShowsTheSummaryAndNotItsList) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA12345", "1985", "1", "1", "9", "2"});
  ASSERT_TRUE(call.session.choosing_change);
  call.dial_again().type("1");
  EXPECT_FALSE(call.session.choosing_change);
  EXPECT_TRUE(call.says("1 Oui"));
}

// The way that a screen gives to wrong answers is for its own question, not for this one.
TEST(Begin, WrongAnswersToTheResumeQuestionEndTheCall) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina"}).dial_again().type({"x", "x", "x"});
  EXPECT_EQ(call.session.state, Session::State::ended);
  EXPECT_TRUE(call.says("Au revoir"));
  EXPECT_EQ(call.dial_again().type("1").screen(), "card") << "her place is kept";
}

TEST(Answer, AnUnusualNumberIsCorrectedOrKept) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "K12"});
  EXPECT_EQ(call.text(), "Inhabituel K12\n1 ?\n2 ?");
  EXPECT_EQ(call.said("card"), "-");
  call.type("1");
  EXPECT_EQ(call.screen(), "card");
  EXPECT_EQ(call.said("card"), "-");
  call.type({"k 12", "2"});
  EXPECT_EQ(call.screen(), "birth");
  EXPECT_EQ(call.said("card"), "K12");
}

TEST(Answer, AfterTheBoundGoesOnOrGivesUp) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "12"});
  EXPECT_EQ(call.session.wrong, 1);
  EXPECT_EQ(call.session.notice, Wrong::malformed);
  call.type("12");
  EXPECT_EQ(call.screen(), "birth") << "wrong: {tries: 2, next: birth}";
  EXPECT_EQ(call.session.wrong, 0);
  EXPECT_EQ(call.session.notice, Wrong::none);

  Call other(*made.dialog);
  other.type({"1", "9", "9"});
  EXPECT_TRUE(other.says("Invalide"));
  other.type("9");
  EXPECT_EQ(other.session.state, Session::State::ended);
  EXPECT_TRUE(other.shown().ends);
  EXPECT_TRUE(other.says("Au revoir"));
}

TEST(Answer, AnEndedSessionStaysAsItIs) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "2"});
  ASSERT_EQ(call.session.state, Session::State::ended);
  const auto before = encode(call.session);
  call.type({"1", "00", ""});
  EXPECT_EQ(encode(call.session), before);
}

TEST(Navigation, BackKeepsTheAnswerUntilItIsGivenAgain) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "0"});
  EXPECT_EQ(call.screen(), "first_name");
  EXPECT_EQ(call.said("first_name"), "Amina");
  call.type({"Zineb", "0", "0", "0"});
  EXPECT_EQ(call.screen(), "language");
  EXPECT_FALSE(call.says("0 Retour")) << "nothing to go back to";
  call.type("0");
  EXPECT_EQ(call.session.notice, Wrong::not_a_choice);
}

TEST(Navigation, HomeBeginsAnewInHerLanguage) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"2", "1", "Amina", "00"});
  EXPECT_EQ(call.screen(), "language");
  EXPECT_TRUE(call.session.answers.empty());
  EXPECT_TRUE(call.session.trail.empty());
  EXPECT_EQ(made.dialog->languages[call.session.language].code, "ar");
}

TEST(Navigation, TheTrailForgetsItsOldest) {
  const auto made = compiled();
  Call call(*made.dialog);
  for (int round = 0; round < 40; ++round) {
    call.session.trail.assign(Session::kTrailMax, 0);
    call.session.screen = made.dialog->screen("first_name");
    call.type("Amina");
    ASSERT_EQ(call.session.trail.size(), Session::kTrailMax);
    ASSERT_EQ(call.session.trail.back(), made.dialog->screen("first_name"));
  }
}

TEST(Navigation, FoldsDigitsOfOtherScriptsAndInvisibleMarks) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({" \u0661", "\u200f\u06f1 ", "Amina"});
  EXPECT_EQ(call.screen(), "card");
  EXPECT_EQ(call.type("\u0660").screen(), "first_name");
}

}  // namespace
}  // namespace jisr::dialogs
