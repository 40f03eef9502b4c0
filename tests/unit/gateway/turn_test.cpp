// Which callback is it: repeats, late ones, deep dials and lost sessions, over the real engine.
#include "gateway/turn.hpp"

#include <gtest/gtest.h>

#include "dialogs/compile.hpp"

namespace jisr::gateway {
namespace {

constexpr const char* kDialog = R"(
dialog: small
version: "1"
consent_version: "1"
languages: {fr: {name: Français}}
default_language: fr
give_up: sorry
resume: ask
start: first
phrases:
  back: Retour
  home: Accueil
  next: Suite
  previous: Avant
  wrong_choice: Choix invalide.
  wrong_empty: Vide.
  wrong_malformed: Non valable.
  wrong_too_short: Trop court.
  wrong_too_long: Trop long.
  wrong_out_of_range: Hors limites.
  wrong_under_age: Trop jeune.
  wrong_over_age: Non valable.
  wrong_future: Futur.
  wrong_example: Exemple.
  unusual: Inhabituel
  correct: Corriger
  keep: Garder
  resume: Pas fini.
  resume_go_on: Continuer
  resume_start_again: Recommencer
  busy: Réessayez.
screens:
  first:
    kind: menu
    text: Accord?
    field: consent
    choices: [{key: 1, value: "yes", text: Oui, next: who}, {key: 2, text: Non, next: sorry}]
  who: {kind: question, type: name, field: name, text: "Nom?", next: check}
  check:
    kind: summary
    text: "{name}"
    confirm: {key: 1, text: Confirmer, next: done}
    change: {key: 2, text: Modifier, heading: Modifier, 
             what: [{text: Nom, from: who, clears: [name]}]}
  done: {kind: end, register: true, text: "Dossier {reference}"}
  sorry: {kind: end, text: Merci.}
)";

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

class TurnTest : public testing::Test {
 protected:
  void SetUp() override {
    dialogs::Findings findings;
    dialogs::CompileOptions options;
    const auto yaml = yaml_();
    dialog_ = dialogs::compile(yaml, "small.yaml", options, findings);
    for (const auto& finding : findings.all()) ADD_FAILURE() << dialogs::render(finding, yaml);
    ASSERT_NE(dialog_, nullptr);
    pinned_ = dialog_;
  }

  [[nodiscard]] virtual std::string yaml_() const { return kDialog; }

  Turn hear(providers::Inbound in, std::vector<dialogs::LookupOutcome> outcomes = {}) {
    const TurnContext context{dialog_,        pinned_, moved_,    {160, 70},
                              {2026, 11, 23}, 1000,    "12345678"};
    auto turn = take_turn(context, stored_, in);
    for (auto& outcome : outcomes) go_on(context, turn, outcome);
    if (turn.changed) stored_ = dialogs::decode(dialogs::encode(turn.session));
    return turn;
  }

  static providers::Inbound cumulative(const std::string& session, const std::string& text) {
    providers::Inbound in;
    in.kind =
        text.empty() ? providers::Inbound::Kind::ussd_begin : providers::Inbound::Kind::ussd_answer;
    in.session = session;
    in.text = text;
    in.cumulative = true;
    in.separator = '*';
    return in;
  }

  static providers::Inbound last_only(const std::string& session, const std::string& text,
                                      const std::string& id) {
    auto in = cumulative(session, text);
    in.cumulative = false;
    in.message_id = id;
    if (id == "m0") in.kind = providers::Inbound::Kind::ussd_begin;
    return in;
  }

  std::shared_ptr<const dialogs::Dialog> dialog_;
  std::optional<dialogs::Session> stored_;
  std::shared_ptr<const dialogs::Dialog> pinned_;  // set to dialog_: the version is known
  bool moved_ = false;
};

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
