// One call on a dialog, for tests: type answers, look at the page. The session goes through its
// stored bytes at every step, as it does between two callbacks.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "dialogs/step.hpp"

namespace jisr::dialogs {

class Call {
 public:
  explicit Call(const Dialog& dialog, Limit limit = {160, 70}) : dialog_(dialog), limit_(limit) {
    keep(begin(dialog_, std::nullopt, around()));
  }

  Call& type(std::initializer_list<const char*> inputs) {
    for (const char* input : inputs) type(std::string(input));
    return *this;
  }
  Call& type(const std::string& input) {
    keep(answer(dialog_, std::move(session), input, around()));
    return *this;
  }
  // She hangs up and dials the code again.
  Call& dial_again() {
    keep(begin(dialog_, session, around()));
    return *this;
  }

  [[nodiscard]] Shown shown() const { return show(dialog_, session, around()); }
  [[nodiscard]] std::string text() const { return shown().text; }
  [[nodiscard]] std::string screen() const { return std::string(shown().screen); }
  [[nodiscard]] bool says(const std::string& words) const {
    return text().find(words) != std::string::npos;
  }
  // What she answered, or "-".
  [[nodiscard]] std::string said(const char* field) const {
    const auto* value = session.answer(dialog_.field(field));
    return value == nullptr ? "-" : *value;
  }
  // What was registered, or "-".
  [[nodiscard]] std::string registered(const char* field) const {
    if (!effect) return "-";
    const auto& answers = effect->answers;
    const auto found = std::find_if(answers.begin(), answers.end(), [&](const Answer& one) {
      return one.field == dialog_.field(field);
    });
    return found == answers.end() ? "-" : found->value;
  }

  // What the service says from now on.
  Call& service_says(LookupOutcome outcome) {
    outcome_ = std::move(outcome);
    return *this;
  }

  Session session;
  std::optional<Register> effect;

 private:
  [[nodiscard]] Surroundings around() const {
    Surroundings around{limit_, {2026, 11, 23}, "12345678"};
    around.pin_key = "a key that only the tests have..";
    return around;
  }
  void keep(Step step) {
    for (int asked = 0; step.lookup && asked < kLookupsMax; ++asked) {
      step = resume(dialog_, std::move(step.session), outcome_, around());
    }
    const auto again = decode(encode(step.session));
    ASSERT_TRUE(again);
    session = *again;
    if (step.effect) effect = std::move(step.effect);
  }

  const Dialog& dialog_;
  Limit limit_;
  LookupOutcome outcome_;
};

}  // namespace jisr::dialogs
