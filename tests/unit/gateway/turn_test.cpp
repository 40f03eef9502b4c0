// Which callback is it: repeats, late ones, deep dials and lost sessions, over the real engine.
#include "tests/unit/gateway/turn_fixture.hpp"

namespace jisr::gateway {
namespace {

// The same woman, asked after by a service before she is done.
std::string with_lookups() {
  std::string yaml = kDialog;
  const auto put = [&yaml](const std::string& from, const std::string& to) {
    yaml.replace(yaml.find(from), from.size(), to);
  };
  put("text: \"Nom?\", next: check}", "text: \"Nom?\", begin: ask, next: ask}");
  put("  check:\n",
      "  ask: {kind: lookup, service: persons, send: {name: \"{name}\"}, "
      "keep: {file: /file}, next: known, not_found: check, failed: later}\n"
      "  known: {kind: lookup, service: places, keep: {file: /file}, next: check, "
      "failed: later}\n"
      "  later: {kind: end, text: \"Plus tard\", redial: ask}\n"
      "  check:\n");
  return yaml;
}

TEST_F(TurnTest, ARegistrationIsMadeOnceAndRepeatsGetItsPageAgain) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  hear(cumulative("s", "1*Amina"));
  const auto done = hear(cumulative("s", "1*Amina*1"));
  ASSERT_TRUE(done.effect);
  EXPECT_EQ(done.effect->reference, "12345678");
  EXPECT_TRUE(done.page.ends);
  const auto again = hear(cumulative("s", "1*Amina*1"));
  EXPECT_FALSE(again.changed);
  EXPECT_FALSE(again.effect);
  EXPECT_EQ(again.page.text, done.page.text);
  EXPECT_TRUE(again.page.ends);
  EXPECT_TRUE(stored_->answers.empty()) << "an ended session keeps no answers";
}

TEST_F(TurnTest, ARepeatedAndALateCallbackChangeNothing) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  const auto shown = hear(cumulative("s", "1*Amina"));
  for (const char* late : {"1*Amina", "1", ""}) {
    SCOPED_TRACE(late);
    const auto turn = hear(cumulative("s", late));
    EXPECT_FALSE(turn.changed);
    EXPECT_EQ(turn.page.text, shown.page.text);
  }
}

TEST_F(TurnTest, AnAnswerMayHoldTheSeparator) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  const auto turn = hear(cumulative("s", "1*A*mina"));  // not a name: asked again, and only once
  EXPECT_EQ(turn.page.screen, "who");
  EXPECT_EQ(stored_->wrong, 1);
  EXPECT_EQ(hear(cumulative("s", "1*A*mina*Amina")).page.screen, "check");
}

TEST_F(TurnTest, DeepDialAnswersTheFirstScreens) {
  EXPECT_EQ(hear(cumulative("s", "1*Amina")).page.screen, "check");
  EXPECT_EQ(hear(cumulative("s", "1*Amina*1")).page.screen, "done");
}

TEST_F(TurnTest, ACallNeverSeenFromItsStartDoesNotRegister) {
  const auto turn = hear(cumulative("s", "1*Amina*1"));
  EXPECT_FALSE(turn.effect);
  EXPECT_EQ(turn.page.screen, "check");
}

TEST_F(TurnTest, AnotherCallAsksToGoOn) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  hear(cumulative("s", "1*Amina"));
  const auto asked = hear(cumulative("t", ""));
  EXPECT_EQ(asked.page.text.find("Amina"), std::string::npos) << "shows nothing she answered";
  EXPECT_EQ(hear(cumulative("t", "1")).page.screen, "check");
}

TEST_F(TurnTest, ALastOnlyProviderIsToldApartByMessageId) {
  hear(last_only("s", "", "m0"));
  hear(last_only("s", "1", "m1"));
  EXPECT_FALSE(hear(last_only("s", "1", "m1")).changed);
  EXPECT_EQ(hear(last_only("s", "Amina", "m2")).page.screen, "check");
}

// smsbox asks again, after a pause, when it had no response; she is quicker.
// Found by the simulation: what she had answered three pages before came again and confirmed.
TEST_F(TurnTest, ALateCallbackIsNoAnswerToThePageSheReadsNow) {
  hear(last_only("s", "", "m0"));
  hear(last_only("s", "1", "m1"));
  EXPECT_EQ(hear(last_only("s", "Amina", "m2")).page.text.substr(0, 5), "Amina");
  late_ = true;
  const auto again = hear(last_only("s", "1", "m1"));
  EXPECT_FALSE(again.changed);
  EXPECT_FALSE(again.effect);
  EXPECT_EQ(again.page.text.substr(0, 5), "Amina") << "she sees where she is";
  const auto of_an_earlier_call = hear(last_only("r", "1", "m1"));
  EXPECT_FALSE(of_an_earlier_call.changed);
  EXPECT_FALSE(of_an_earlier_call.begun);
  late_ = false;
  EXPECT_TRUE(hear(last_only("s", "1", "m3")).effect);
}

TEST_F(TurnTest, AnSmsThatComesAgainAfterTheNextIsNotAnAnswer) {
  const auto sms = [](const std::string& text, const std::string& id) {
    auto in = last_only("", text, id);
    in.kind = providers::Inbound::Kind::sms;
    return in;
  };
  hear(sms("jisr", "a"));
  hear(sms("1", "b"));
  EXPECT_FALSE(hear(sms("jisr", "a")).changed) << "it would be her name";
  EXPECT_EQ(hear(sms("Amina", "c")).page.screen, "check");
  const auto late = hear(sms("1", "b"));
  EXPECT_FALSE(late.changed) << "it would confirm";
  EXPECT_EQ(late.page.text, "") << "its page has left";
  EXPECT_EQ(hear(sms("1", "d")).page.text, "Dossier 12345678");
  EXPECT_FALSE(hear(sms("Amina", "c")).changed);
  EXPECT_EQ(hear(sms("1", "d")).page.text, "Dossier 12345678");
  hear(sms("jisr", "e"));
  EXPECT_FALSE(hear(sms("1", "d")).changed) << "nor does it answer a new conversation";
}

TEST_F(TurnTest, AReleaseChangesNothing) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  auto gone = cumulative("s", "");
  gone.kind = providers::Inbound::Kind::ussd_release;
  EXPECT_FALSE(hear(gone).changed);
  EXPECT_EQ(hear(cumulative("s", "1*Amina")).page.screen, "check");
}

// The version of a call in progress is gone, and nothing tells what its indices mean.
TEST_F(TurnTest, AVersionThatIsGoneBeginsAnewWithoutTakingWhatSheTyped) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  pinned_ = nullptr;
  const auto turn = hear(cumulative("s", "1*Amina"));
  EXPECT_EQ(turn.page.screen, "first");
  EXPECT_TRUE(stored_->answers.empty()) << "the answers were to other questions";
  pinned_ = dialog_;
  EXPECT_EQ(hear(cumulative("s", "1*Amina*1")).page.screen, "who") << "only what is new is heard";
}

TEST_F(TurnTest, AMovedCallShowsWhereSheIsAndTakesTheNextAnswer) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  moved_ = true;
  const auto turn = hear(cumulative("s", "1*2"));
  EXPECT_TRUE(turn.changed);
  EXPECT_FALSE(turn.begun);
  EXPECT_EQ(turn.page.screen, "who");
  EXPECT_EQ(stored_->wrong, 0) << "2 was an answer to another page";
  moved_ = false;
  EXPECT_FALSE(hear(cumulative("s", "1*2")).changed) << "a repeat";
  EXPECT_EQ(hear(cumulative("s", "1*2*Amina")).page.screen, "check");
}

TEST_F(TurnTest, ALateCallbackOfAMovedCallMovesHerAndForgetsNothing) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  hear(cumulative("s", "1*Amina"));
  moved_ = true;
  const auto turn = hear(cumulative("s", "1"));
  EXPECT_TRUE(turn.changed);
  EXPECT_EQ(turn.page.screen, "check");
  moved_ = false;
  EXPECT_TRUE(hear(cumulative("s", "1*Amina*1")).effect);
}

TEST_F(TurnTest, ANewCallAfterAMoveAsksToGoOn) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  moved_ = true;
  const auto turn = hear(cumulative("t", ""));
  EXPECT_TRUE(turn.begun);
  EXPECT_NE(turn.page.text.find("Pas fini."), std::string::npos);
}

TEST_F(TurnTest, AnEndedCallNeedsNoVersion) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  hear(cumulative("s", "1*Amina"));
  const auto done = hear(cumulative("s", "1*Amina*1"));
  ASSERT_TRUE(done.effect);
  pinned_ = nullptr;
  const auto again = hear(cumulative("s", "1*Amina*1"));
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(again.page.text, done.page.text);
  EXPECT_TRUE(again.page.ends);
}

class LookupTurnTest : public TurnTest {
 protected:
  using Outcome = dialogs::LookupOutcome;
  [[nodiscard]] std::string yaml_() const override { return with_lookups(); }
  static inline const Outcome kFailed{Outcome::Kind::failed, {}};
  static inline const Outcome kNotFound{Outcome::Kind::not_found, {}};
  static inline const Outcome kFound{Outcome::Kind::found, {"4827"}};
};

TEST_F(LookupTurnTest, WantsAnAnswerBeforeThereIsAPage) {
  hear(cumulative("s", ""));
  const auto reading = hear(cumulative("s", "1"));
  ASSERT_TRUE(reading.prepare) << "asked while she types her name";
  EXPECT_EQ(reading.prepare->service, "persons");
  const auto before = stored_;
  const auto turn = hear(cumulative("s", "1*Amina"));
  ASSERT_TRUE(turn.lookup);
  EXPECT_EQ(turn.lookup->sent.at(0).second, "Amina");
  stored_ = before;
  const auto answered = hear(cumulative("s", "1*Amina"), {kNotFound});
  EXPECT_FALSE(answered.lookup);
  EXPECT_EQ(answered.page.screen, "check");
  EXPECT_FALSE(hear(cumulative("s", "1*Amina")).changed) << "a repeat asks nothing";
}

TEST_F(LookupTurnTest, AsksSeveralInARow) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  const auto before = stored_;
  const auto first = hear(cumulative("s", "1*Amina"), {kFound});
  ASSERT_TRUE(first.lookup);
  EXPECT_EQ(first.lookup->service, "places");
  stored_ = before;
  EXPECT_EQ(hear(cumulative("s", "1*Amina"), {kFound, kFound}).page.screen, "check");
}

TEST_F(LookupTurnTest, TheNextCallGoesOnWhereTheServiceFailed) {
  hear(cumulative("s", ""));
  hear(cumulative("s", "1"));
  const auto later = hear(cumulative("s", "1*Amina"), {kFailed});
  EXPECT_EQ(later.page.text, "Plus tard");
  EXPECT_TRUE(later.page.ends);
  const auto again = hear(cumulative("t", ""));
  EXPECT_TRUE(again.begun);
  EXPECT_FALSE(again.lookup) << "first whether it is she";
  EXPECT_EQ(hear(cumulative("t", "1"), {kNotFound}).page.screen, "check");
  EXPECT_EQ(again.page.text.find("Amina"), std::string::npos);
}

TEST_F(LookupTurnTest, ADeepDialIsNotAskedAfter) {
  const auto turn = hear(cumulative("s", "1*Amina*1"));
  EXPECT_FALSE(turn.lookup);
  EXPECT_EQ(turn.page.screen, "who") << "she gives the last answer herself";
}

}  // namespace
}  // namespace jisr::gateway
