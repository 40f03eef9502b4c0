// How a call or conversation begins: with what was dialled behind the code, over another dialog's
// session, by a keyword in the middle.
#include "tests/unit/gateway/turn_fixture.hpp"

namespace jisr::gateway {
namespace {

struct DeepDial {
  const char* what;
  std::vector<std::string> answers;
  const char* screen;
  int wrong;
};

TEST_F(TurnTest, ADialledCodeAnswersTheFirstScreens) {
  const DeepDial cases[] = {
      {"nothing behind it", {}, "first", 0},
      {"one answer", {"1"}, "who", 0},
      {"two", {"1", "Amina"}, "check", 0},
      {"never up to a registration", {"1", "Amina", "1"}, "check", 0},
      {"nor to another end", {"2"}, "first", 0},
      {"a wrong one shows its screen", {"7"}, "first", 1},
      {"and what is behind it is not taken", {"7", "1"}, "first", 1},
      {"a wrong one later", {"1", "9", "Amina"}, "who", 1},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    stored_.reset();
    answers_ = one.answers;
    const auto turn = hear(last_only("s", "", "m0"));
    EXPECT_EQ(turn.page.screen, one.screen);
    EXPECT_EQ(stored_->wrong, one.wrong);
    EXPECT_FALSE(turn.effect);
    EXPECT_FALSE(turn.page.ends);
  }
  EXPECT_NE(hear(last_only("s", "Amina", "m1")).page.text, "") << "and the call goes on";
  EXPECT_EQ(stored_->wrong, 0);
}

TEST_F(TurnTest, ADeepDialIsNotPlayedOntoAnEarlierCall) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  answers_ = {"2", "1"};
  const auto turn = hear(last_only("t", "", "m0"));
  EXPECT_NE(turn.page.text.find("Pas fini."), std::string::npos) << "2 would have begun anew";
}

TEST_F(TurnTest, AnotherDialogsSessionIsNotGoneOnWith) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  auto other = std::make_shared<dialogs::Dialog>(*dialog_);
  other->name = "other";
  dialog_ = other;
  EXPECT_EQ(hear(cumulative("t", "")).page.screen, "first");
  EXPECT_TRUE(stored_->answers.empty());
}

TEST_F(TurnTest, AKeywordInTheMiddleOfAConversationAsksToGoOn) {
  const auto write = [&](const char* text, const char* id, bool begins) {
    providers::Inbound in;
    in.kind = providers::Inbound::Kind::sms;
    in.text = text;
    in.message_id = id;
    begins_ = begins;
    return hear(in);
  };
  write("jisr", "1", true);
  write("1", "2", false);
  const auto asked = write("jisr", "3", true);
  EXPECT_NE(asked.page.text.find("Pas fini."), std::string::npos);
  EXPECT_FALSE(write("jisr", "3", true).changed) << "a repeat";
  EXPECT_EQ(write("1", "4", false).page.screen, "who");
}

}  // namespace
}  // namespace jisr::gateway
