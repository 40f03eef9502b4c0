// One phone, several women: what is shown after a call that broke off, to whom, and how it is
// proved.
#include "dialogs/proof.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "dialogs/lead.hpp"
#include "dialogs/opening.hpp"
#include "dialogs/reminder.hpp"
#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

constexpr const char* kCard =
    "    next: card\n  card:\n    kind: question\n    type: national_id\n    field: card\n"
    "    text: Carte\n    sensitive: true\n    next: birth\n  birth:\n";

Compiled compiled(const std::string& resume) {
  auto made = compile_text(
      edited(sample(), {{"resume: ask", resume}, {"    next: birth\n  birth:\n", kCard}}));
  if (!made.dialog) throw std::runtime_error(listed(made.findings));
  return made;
}

// 23 November: the digits 1 and 2 of JA654321 are 6 and 5.
constexpr const char* kProof =
    "resume: {way: ask, proof: {field: card, text: \"Chiffres {first} et {second}\"}}";
std::string two_digits(std::string_view digits) {
  const auto [first, second] = proof_places({2026, 11, 23});
  return {digits[static_cast<std::size_t>(first - 1)],
          digits[static_cast<std::size_t>(second - 1)]};
}

TEST(Withheld, NothingOfAnEarlierCallIsShownAndAllIsRegistered) {
  const auto made = compiled("resume: ask");
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA654321", "1985", "1", "1"}).dial_again();
  EXPECT_FALSE(call.says("Amina"));
  call.type("1");
  EXPECT_FALSE(call.says("Amina"));
  EXPECT_TRUE(call.says("Merci *")) << call.text();
  call.type("9");
  EXPECT_TRUE(call.says("* *")) << call.text();
  call.type("1");
  EXPECT_EQ(call.registered("first_name"), "Amina");
}

TEST(Withheld, WhatSheSaysNowIsShown) {
  const auto made = compiled("resume: ask");
  Call call(*made.dialog);
  call.type({"1", "1", "Amina"}).dial_again().type({"1", "JA654321", "1985", "1", "1", "9"});
  EXPECT_TRUE(call.says("* Tanger")) << call.text();
}

TEST(Withheld, NotWhereTheDialogSaysSo) {
  for (const auto* never :
       {"resume: {withhold: never}", "resume: {withhold: {not: {field: consent, is: given}}}"}) {
    const auto made = compiled(never);
    Call call(*made.dialog);
    call.type({"1", "1", "Amina", "JA654321", "1985", "1", "1"}).dial_again().type("1");
    EXPECT_TRUE(call.says("Merci Amina")) << call.text();
  }
}

// Its rows are those of one town: whoever sees them knows the town.
TEST(Withheld, AListThatWouldTellGivesWayToTheQuestionBefore) {
  const auto made = compiled("resume: ask");
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA654321", "1985", "1"});
  ASSERT_EQ(call.screen(), "street");
  call.dial_again().type("1");
  EXPECT_EQ(call.screen(), "town");
  EXPECT_EQ(call.said("town"), "-");
  call.type({"1"});
  EXPECT_EQ(call.screen(), "street") << "her own answer now";
}

// Between the two lists stands a question. The way back from the first must not lead there: from
// there she would come to the second without a town, and have nothing to choose.
TEST(Withheld, NoWayBackLeadsPastTheQuestionThatIsAskedAgain) {
  const auto between =
      edited(sample(), {{"    next: street\n  street:\n",
                         "    next: alias\n  alias:\n    kind: question\n    type: name\n"
                         "    field: alias\n    text: Alias\n    next: street\n  street:\n"}});
  const auto made = compile_text(between);
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "1985", "1", "Zahra"});
  ASSERT_EQ(call.screen(), "street");
  call.dial_again().type("1");
  ASSERT_EQ(call.screen(), "town");
  call.type("0");
  EXPECT_EQ(call.screen(), "birth") << call.text();
}

// What follows from it on its own does not come back as if it were hers.
TEST(Withheld, ASingleRowTakenForHerStaysWithheld) {
  const auto made = compiled("resume: ask");
  Session session;
  session.dialog = made.dialog->hash;
  session.screen = made.dialog->screen("birth");
  session.set(made.dialog->field("town"), "t2");
  session.withhold(made.dialog->field("town"));
  session.screen = made.dialog->screen("language");
  const auto sms = Surroundings{{160, 70}, {2026, 11, 23}};
  auto step = answer(*made.dialog, session, "1", sms);
  EXPECT_TRUE(step.session.withholds(made.dialog->field("town")));
  EXPECT_FALSE(decode(encode(step.session))->withholds(made.dialog->field("consent")));
  EXPECT_TRUE(decode(encode(step.session))->withholds(made.dialog->field("town")));
}

TEST(Proof, TwoDigitsShowAllAgain) {
  const auto made = compiled(kProof);
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA654321", "1985", "1"}).dial_again().type("1");
  EXPECT_TRUE(call.says("Chiffres ")) << call.text();
  EXPECT_TRUE(call.says("0 Retour"));
  EXPECT_FALSE(call.says("Amina"));
  call.type("x");
  EXPECT_TRUE(call.session.proving);
  call.type("0");
  EXPECT_TRUE(call.session.resuming);
  call.type("1").type(two_digits("654321"));
  EXPECT_EQ(call.screen(), "street") << "nothing is asked again";
  call.type({"1"});
  EXPECT_TRUE(call.says("Merci Amina")) << call.text();
}

TEST(Proof, AutoAsksForItAtOnce) {
  const auto made = compiled(edited(kProof, {{"way: ask", "way: auto"}}));
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA654321"}).dial_again();
  EXPECT_TRUE(call.says("Chiffres "));
  EXPECT_EQ(call.type(two_digits("654321")).screen(), "birth");
}

TEST(Proof, WithoutTheAnswerThereIsNoneAndNothingIsShown) {
  const auto made = compiled(kProof);
  Call call(*made.dialog);
  call.type({"1", "1", "Amina"}).dial_again().type("1");
  EXPECT_EQ(call.screen(), "card");
  EXPECT_TRUE(call.session.withholds(made.dialog->field("first_name")));
}

TEST(Proof, ThreeWrongOnesBeginAnewAndTheOtherIsLeft) {
  const auto made = compiled(kProof);
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA654321"}).dial_again().type("1");
  const Surroundings around{{160, 70}, {2026, 11, 23}};
  auto step = answer(*made.dialog, call.session, "99", around);
  step = answer(*made.dialog, step.session, "99", around);
  EXPECT_FALSE(step.left);
  step = answer(*made.dialog, step.session, "99", around);
  ASSERT_TRUE(step.left);
  EXPECT_EQ(*step.left->answer(made.dialog->field("first_name")), "Amina");
  EXPECT_EQ(step.left->proofs_failed, 3);
  EXPECT_TRUE(step.session.answers.empty());
  EXPECT_EQ(show(*made.dialog, step.session, around).screen, "language");
}

TEST(Proof, SixWrongOnesOverAllCallsAreTheEnd) {
  const auto made = compiled(kProof);
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "JA654321"});
  for (int calls = 0; calls < 3; ++calls) {
    call.dial_again().type("1");
    ASSERT_TRUE(call.session.proving) << calls;
    if (calls < 2) call.type({"99", "99"});
  }
  EXPECT_EQ(decode(encode(call.session))->proofs_failed, 4);
  const Surroundings around{{160, 70}, {2026, 11, 23}};
  auto step = answer(*made.dialog, call.session, "99", around);
  step = answer(*made.dialog, step.session, "99", around);
  ASSERT_TRUE(step.left);
  EXPECT_FALSE(resumes(*made.dialog, step.left, around.now_ms));
  step = begin(*made.dialog, step.left, around);
  EXPECT_EQ(show(*made.dialog, step.session, around).screen, "language");
  EXPECT_TRUE(step.left) << "it stays until it is forgotten";
}

TEST(Proof, ThePinSheChose) {
  auto text =
      edited(sample(),
             {{"resume: ask", "resume: {proof: {field: pin, text: Code}}"},
              {"    next: birth\n  birth:\n",
               "    next: pin\n  pin: {kind: question, type: pin, field: pin, text: Pin, errors: "
               "{any: \"?\"}, next: birth}\n  birth:\n"}});
  const auto made = compile_text(text);
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "8350", "1985", "2"}).dial_again().type({"1", "8351"});
  EXPECT_TRUE(call.session.proving);
  EXPECT_FALSE(call.says("Amina"));
  call.type("8350");
  EXPECT_FALSE(call.session.withholds_any());
}

TEST(Proof, StartingAgainLeavesWhatMayBeAnothers) {
  const auto made = compiled("resume: ask");
  const Surroundings around{{160, 70}, {2026, 11, 23}};
  Call call(*made.dialog);
  call.type({"1", "1", "Amina"}).dial_again();
  const auto step = answer(*made.dialog, call.session, "2", around);
  ASSERT_TRUE(step.left);
  EXPECT_TRUE(resumes(*made.dialog, step.left, around.now_ms));
  Call own(*made.dialog);
  own.type({"1", "1"}).dial_again();
  EXPECT_FALSE(answer(*made.dialog, own.session, "2", around).left)
      << "a choice is soon made again";
}

TEST(Reminder, NamesNothingAndFencesTheCode) {
  auto made = compile_text(edited(sample(), {{"resume: ask",
                                              "resume: ask\nreminder: {when: {field: sms_ok, is: "
                                              "\"yes\"}, text: {fr: \"Composez {code}\", "
                                              "ar: \"للمتابعة {code}\"}}"}}));
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  EXPECT_EQ(made.dialog->reminder.after_ms, 600'000);
  const Surroundings around{{160, 70}, {2026, 11, 23}};
  Call call(*made.dialog);
  const auto text = [&] {
    return reminder_text({*made.dialog, call.session, around}, "*555#").value_or("-");
  };
  EXPECT_EQ(text(), "-") << "nothing to go on with";
  call.type({"1", "1", "Amina"});
  EXPECT_EQ(text(), "Composez *555#");
  call.session.language = 1;
  EXPECT_EQ(text(), "للمتابعة \u200E*555#\u200E");
  call.session.set(made.dialog->field("sms_ok"), "no");
  EXPECT_EQ(text(), "-");
}

TEST(Lead, IsOfWhoConsentedAndDidNotFinish) {
  auto made = compile_text(
      edited(sample(), {{"resume: ask",
                         "resume: ask\nlead: {after: 2d, register: lead, tags: [silent], when: "
                         "{all: [{field: consent, is: given}, {answered: birth}]}}"}}));
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  EXPECT_EQ(made.dialog->lead.after_ms, 172'800'000);
  const Surroundings around{{160, 70}, {2026, 11, 23}};
  Call call(*made.dialog);
  const auto is = [&] { return is_lead({*made.dialog, call.session, around}); };
  call.type({"1", "1", "Amina"});
  EXPECT_FALSE(is()) << "not yet";
  call.type("1985");
  EXPECT_TRUE(is());
  const auto lead = lead_of(*made.dialog, call.session, around);
  EXPECT_EQ(lead.kind, "lead");
  EXPECT_EQ(lead.tags, std::vector<std::string>{"silent"});
  EXPECT_EQ(lead.language, "fr");
  EXPECT_EQ(lead.reference, "");
  std::map<std::string, std::string> answers;
  for (const auto& one : lead.answers) answers[made.dialog->fields[one.field].name] = one.value;
  EXPECT_EQ(answers["first_name"], "Amina");
  EXPECT_EQ(answers["birth"], "1985");
  auto over = call.session;
  over.state = Session::State::ended;
  EXPECT_FALSE(is_lead({*made.dialog, over, around})) << "she has finished";
  over.gave_up = true;
  EXPECT_TRUE(is_lead({*made.dialog, over, around})) << "too many wrong answers";
  over.set(made.dialog->field("consent"), "refused");
  EXPECT_FALSE(is_lead({*made.dialog, over, around})) << "she took it back";
}

}  // namespace
}  // namespace jisr::dialogs
