// Ends that say STOP, and ends that go on by SMS: what the session is afterwards, what may be
// asked, and answers that came with the code.
#include <gtest/gtest.h>

#include "dialogs/ending.hpp"
#include "dialogs/opening.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

std::shared_ptr<const Dialog> dialog_with(
    const std::vector<std::pair<std::string, std::string>>& edits) {
  auto compiled = compile_text(edited(sample(), edits));
  EXPECT_EQ(listed(compiled.findings), "");
  return compiled.dialog;
}

// "Non" leads to an end that goes on by SMS where that can be.
std::shared_ptr<const Dialog> by_sms() {
  return dialog_with(
      {{"      - {key: 5, text: {fr: Sais pas, ar: لا أعرف}}\n",
        "      - {key: 5, text: {fr: Sais pas, ar: لا أعرف}}\n"
        "      - {key: 7, text: {fr: Par SMS, ar: برسالة}, next: by_sms, "
        "when: {call: sms_possible, is: \"yes\"}}\n"},
       {"  sorry:\n", "  by_sms: {kind: end, continue_by: sms, text: SMS}\n  sorry:\n"}});
}

class BySmsTest : public testing::Test {
 protected:
  static Surroundings around(bool possible) {
    Surroundings around{{160, 70}, {2026, 11, 24}};
    around.sms_possible = possible;
    return around;
  }
  static Session at_birth(const Dialog& dialog, bool possible) {
    return begin_with(dialog, std::nullopt, {"1", "1", "Amina"}, around(possible)).session;
  }
};

TEST_F(BySmsTest, SheIsWhereSheCameFromWithAllHerAnswers) {
  const auto dialog = by_sms();
  ASSERT_NE(dialog, nullptr);
  const auto before = at_birth(*dialog, true);
  ASSERT_EQ(before.screen, dialog->screen("birth"));
  const auto after = answer(*dialog, before, "7", around(true)).session;
  EXPECT_EQ(after.state, Session::State::ended);
  EXPECT_TRUE(after.handed_over);
  EXPECT_TRUE(after.gave_up) << "a call goes on there too";
  EXPECT_EQ(after.farewell, "SMS");
  EXPECT_EQ(after.screen, before.screen);
  EXPECT_EQ(after.trail, before.trail);
  EXPECT_EQ(*after.answer(dialog->field("first_name")), "Amina");
  EXPECT_EQ(after.answer(dialog->field("birth")), nullptr) << "7 was no answer";
  EXPECT_FALSE(decode(encode(after))->handed_over) << "of this answer only";
}

TEST_F(BySmsTest, ItIsNotOfferedWhereItCannotBe) {
  const auto dialog = by_sms();
  ASSERT_NE(dialog, nullptr);
  const auto session = at_birth(*dialog, false);
  EXPECT_EQ(show(*dialog, session, around(false)).text.find("Par SMS"), std::string::npos);
  const auto after = answer(*dialog, session, "7", around(false)).session;
  EXPECT_FALSE(after.handed_over);
  EXPECT_EQ(after.screen, session.screen);
}

TEST_F(BySmsTest, AnEndSaysStopOrStart) {
  struct Case {
    const char* said;
    SmsConsent consent;
  };
  for (const auto& one : {Case{"", SmsConsent::unsaid}, Case{"    sms: stop\n", SmsConsent::stop},
                          Case{"    sms: start\n", SmsConsent::start}}) {
    SCOPED_TRACE(one.said);
    const auto end = std::string("  sorry:\n    kind: end\n");
    const auto dialog = dialog_with({{end, end + one.said}});
    ASSERT_NE(dialog, nullptr);
    auto session = begin_with(*dialog, std::nullopt, {"1"}, around(true)).session;
    EXPECT_EQ(consent_of(*dialog, session), SmsConsent::unsaid) << "not yet";
    session = answer(*dialog, session, "2", around(true)).session;
    EXPECT_EQ(consent_of(*dialog, session), one.consent);
  }
}

TEST_F(BySmsTest, WhoGaveUpSaidNothing) {
  const auto end = std::string("  sorry:\n    kind: end\n");
  const auto dialog = dialog_with({{end, end + "    sms: stop\n"}});
  ASSERT_NE(dialog, nullptr);
  auto session = begin_with(*dialog, std::nullopt, {"1"}, around(true)).session;
  for (const char* wrong : {"8", "8", "8"}) {
    session = answer(*dialog, session, wrong, around(true)).session;
  }
  EXPECT_EQ(session.state, Session::State::ended);
  EXPECT_EQ(consent_of(*dialog, session), SmsConsent::unsaid);
}

}  // namespace
}  // namespace jisr::dialogs
