// The summary: confirming, changing one answer, and what is registered in the end.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

Compiled compiled(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  auto made = compile_text(edited(sample(), changes));
  if (!made.dialog) throw std::runtime_error(listed(made.findings));
  return made;
}

const std::pair<std::string, std::string> kChangeTown = {
    "clears: [first_name]}\n",
    "clears: [first_name]}\n"
    "        - {text: {fr: Lieu, ar: المكان}, from: town, clears: [town]}\n"};

Call& to_summary(Call& call) {
  return call.type({"1", "1", "Amina", "1985", "1", "2", "9"});
}

TEST(Summary, ConfirmRegistersOnceAndKeepsNothingPersonal) {
  const auto made = compiled();
  Call call(*made.dialog);
  to_summary(call);
  ASSERT_EQ(call.text(), "Amina Tanger\n1 Oui\n2 Changer\n0 Retour 00 Debut");
  call.type("1");
  ASSERT_TRUE(call.effect);
  EXPECT_EQ(call.effect->reference, "12345678");
  EXPECT_EQ(call.effect->language, "fr");
  EXPECT_EQ(call.registered("first_name"), "Amina");
  EXPECT_EQ(call.registered("street"), "s2");
  ASSERT_TRUE(call.effect->confirmation);
  EXPECT_TRUE(call.effect->confirmation->discreet) << "discreet_when: consent is given";
  EXPECT_EQ(call.effect->confirmation->text, "12345678");

  EXPECT_EQ(call.session.state, Session::State::ended);
  EXPECT_TRUE(call.session.answers.empty());
  EXPECT_TRUE(call.session.trail.empty());
  EXPECT_EQ(call.session.reference, "12345678");
  EXPECT_EQ(call.text(), "No 12345678");
  call.effect.reset();
  call.type("1");
  EXPECT_FALSE(call.effect) << "a repeated answer registers nothing";
}

TEST(Summary, NoSmsWithoutHerLeave) {
  const auto made =
      compiled({{"when: {field: sms_ok, is: \"yes\"}", "when: {field: town, is: t2}"}});
  Call call(*made.dialog);
  to_summary(call).type("1");
  ASSERT_TRUE(call.effect);
  EXPECT_FALSE(call.effect->confirmation);
}

TEST(Summary, AChangePassesOverWhatIsStillAnswered) {
  const auto made = compiled();
  Call call(*made.dialog);
  to_summary(call).type("2");
  EXPECT_EQ(call.text(), "Quoi\n1 Nom\n0 Retour 00 Debut");
  call.type("1");
  EXPECT_EQ(call.screen(), "first_name");
  EXPECT_TRUE(call.session.changing);
  call.type("Zineb");
  EXPECT_EQ(call.screen(), "summary");
  EXPECT_FALSE(call.session.changing);
  EXPECT_EQ(call.type("1").registered("first_name"), "Zineb");
}

TEST(Summary, EveryKeyThatTheListOfChangesPrintsWorks) {
  const auto made = compiled();
  Call call(*made.dialog);
  to_summary(call).type({"2", "0"});
  EXPECT_EQ(call.screen(), "summary");
  EXPECT_FALSE(call.session.choosing_change);
  call.type({"2", "7"});
  EXPECT_EQ(call.session.notice, Wrong::not_a_choice);
  EXPECT_TRUE(call.session.choosing_change);
  ASSERT_TRUE(call.says("00 Debut"));
  EXPECT_EQ(call.type("00").screen(), "language");
}

// What a change forgets is not there to be confirmed: no way leads back to the summary around it.
TEST(Summary, AChangeCannotBeLeftHalfDone) {
  const auto made = compiled();
  Call call(*made.dialog);
  to_summary(call).type({"2", "1"});
  ASSERT_EQ(call.said("first_name"), "-");
  call.type("0");
  call.type("1");
  EXPECT_FALSE(call.effect) << "registered without a name";
}

// The street hangs on the town, whether or not the dialog's author named it under `clears`.
TEST(Summary, AChangeForgetsWhatHangsOnTheAnswer) {
  const auto made = compiled({kChangeTown});
  Call call(*made.dialog);
  to_summary(call).type({"2", "2"});
  EXPECT_EQ(call.screen(), "town");
  EXPECT_EQ(call.said("street"), "-");
  call.type({"2", "1"});
  EXPECT_EQ(call.registered("town"), "t2");
  EXPECT_EQ(call.registered("street"), "s3") << "the only street of that town";
}

// She answered a sensitive question, went back and declined it.
TEST(Summary, AnAnswerWhoseScreenIsNoLongerShownIsNotRegistered) {
  const auto made = compiled(
      {{"    next: note\n  note:",
        "    next: leave\n  leave:\n    kind: menu\n    field: leave\n    text: Question?\n"
        "    choices:\n      - {key: 1, value: accepted, text: Oui}\n"
        "      - {key: 2, value: declined, text: Non}\n    next: health\n"
        "  health:\n    kind: menu\n    when: {field: leave, is: accepted}\n    field: health\n"
        "    sensitive: true\n    text: Sante?\n    choices:\n"
        "      - {key: 1, value: a, text: A}\n    next: note\n  note:"}});
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "1985", "1", "2", "1", "1"});
  ASSERT_EQ(call.said("health"), "a");
  ASSERT_EQ(call.screen(), "note");
  call.type({"0", "0"});
  ASSERT_EQ(call.screen(), "leave");
  call.type({"2", "9", "1"});
  ASSERT_TRUE(call.effect);
  EXPECT_EQ(call.registered("leave"), "declined");
  EXPECT_EQ(call.registered("health"), "-");
  EXPECT_EQ(call.registered("first_name"), "Amina");
}

}  // namespace
}  // namespace jisr::dialogs
