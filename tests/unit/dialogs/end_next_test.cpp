// An end that leads on: it registers, its page stays, and the next input begins anew.
#include <gtest/gtest.h>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

const char* const kOneAfterTheOther =
    "screens:\n"
    "  first: {kind: message, text: Agent, next: name}\n"
    "  name: {kind: question, type: name, field: name, text: Nom, next: town}\n"
    "  town: {kind: question, type: text, field: town, text: Ville, next: done,\n"
    "    choices: [{key: 8, text: Rien, next: done}]}\n"
    "  done: {kind: end, register: true, text: \"No {reference}\", next: name}\n";

TEST(EndNext, RegistersAndGoesOnInTheSameCall) {
  const auto dialog = compiled(kOneAfterTheOther);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"9", "Amina", "Guelmim"});
  EXPECT_EQ(call.registered("name"), "Amina");
  EXPECT_EQ(call.text(), "No 12345678");
  EXPECT_FALSE(call.shown().ends);
  EXPECT_TRUE(call.session.answers.empty()) << "nothing of her is kept";
  call.effect.reset();
  call.type({"1"});
  EXPECT_EQ(call.screen(), "name");
  EXPECT_FALSE(call.effect) << "one registration, once";
  call.type({"0"});
  EXPECT_EQ(call.screen(), "name") << "there is no way back to the woman before";
  call.type({"Zineb"});
  call.type({"8"});
  EXPECT_EQ(call.registered("name"), "Zineb");
  EXPECT_EQ(call.registered("town"), "-") << "nor an answer of hers";
}

TEST(EndNext, ADroppedCallAtTheEndBeginsAnew) {
  const auto dialog = compiled(kOneAfterTheOther);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"9", "Amina", "Guelmim"}).dial_again();
  EXPECT_EQ(call.screen(), "first");
}

TEST(EndNext, StandsWithoutAnotherWayOn) {
  for (const auto* other : {"redial: name", "sms: stop"}) {
    const auto made = compile_text(with_screens(
        std::string("screens:\n"
                    "  first: {kind: message, text: Agent, next: name}\n"
                    "  name: {kind: question, type: name, field: name, text: Nom, next: done}\n"
                    "  done: {kind: end, text: Fin, next: name, ") +
        other + "}\n"));
    EXPECT_NE(listed(made.findings).find("E112"), std::string::npos) << other;
  }
}

// What was answered before the end is a gap after it.
TEST(EndNext, TheProverKnowsThatNothingIsAnsweredThen) {
  const auto made = compile_text(
      with_screens("screens:\n"
                   "  first: {kind: question, type: name, field: name, text: Nom, next: done}\n"
                   "  done: {kind: end, register: true, text: \"No {reference}\", next: again}\n"
                   "  again: {kind: message, text: \"Encore, {name:20}?\", next: sorry}\n"));
  EXPECT_NE(listed(made.findings).find("W513"), std::string::npos) << listed(made.findings);
}

}  // namespace
}  // namespace jisr::dialogs
