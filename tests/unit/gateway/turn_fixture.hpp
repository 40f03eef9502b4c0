// A small dialog and callbacks to it, as two kinds of providers bring them, over the real engine.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/compile.hpp"
#include "gateway/turn.hpp"

namespace jisr::gateway {

inline constexpr const char* kDialog = R"(
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
    TurnContext context{dialog_, pinned_, moved_, {160, 70}, {2026, 11, 23}, 1000, "12345678"};
    if (answers_) context.answers = &*answers_;
    context.begins = begins_;
    context.late = late_;
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
  std::optional<std::vector<std::string>> answers_;
  bool begins_ = false;
  bool late_ = false;
};

}  // namespace jisr::gateway
