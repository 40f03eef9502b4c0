// What the prover says of registrations, and what it costs on a dialog of a national programme.
#include "dialogs/prove.hpp"

#include <gtest/gtest.h>

#include "dialogs/prove_explore.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

const PossibleAnswer& of(const Dialog& dialog, const PossibleRegistration& one, const char* field) {
  return one.answers[dialog.field(field)];
}

constexpr const char* kEnd = "  done: {kind: end, register: true, text: Merci}\n";

TEST(Prove, KeepsApartWhatConditionsTellApart) {
  const auto dialog = compiled(
      std::string("screens:\n  first:\n    kind: menu\n    field: kind\n    text: T\n    choices:\n"
                  "      - {key: 1, value: a, text: A}\n      - {key: 2, value: b, text: B}\n"
                  "    next: more\n"
                  "  more: {kind: question, when: {field: kind, is: a}, type: number, min: 2, "
                  "max: 9, field: more, text: M, next: done}\n"
                  "  done: {kind: end, register: true, text: x, sms: {text: x, "
                  "when: {field: kind, is: a}}}\n"));
  ASSERT_TRUE(dialog);
  const auto found = possible_registrations(*dialog, {2026, 11, 23});
  EXPECT_TRUE(found.exact);
  std::set<std::string> manners;
  for (const auto& one : found.all) {
    const auto& more = of(*dialog, one, "more");
    for (const auto& kind : of(*dialog, one, "kind").values) {
      manners.insert(kind + (more.missing ? " without" : "") + (more.typed.empty() ? "" : " with"));
    }
  }
  EXPECT_EQ(manners, (std::set<std::string>{"a with", "b without"}));
}

TEST(Prove, TypedAnswersStandAtTheBorders) {
  const auto dialog = compiled(
      std::string("screens:\n"
                  "  first: {kind: question, type: number, min: 2, max: 9, field: n, text: N, "
                  "checks: [{refuse_when: {field: n, above: 7}, text: x}], next: id}\n"
                  "  id: {kind: question, type: text, pattern: \"[a-z]+\", length_min: 3, "
                  "length_max: 5, field: t, text: T, next: done}\n") +
      kEnd);
  ASSERT_TRUE(dialog);
  const auto found = possible_registrations(*dialog, {2026, 11, 23});
  ASSERT_FALSE(found.all.empty());
  const auto& number = of(*dialog, found.all.front(), "n");
  EXPECT_FALSE(number.missing);
  EXPECT_EQ(number.typed, (std::vector<std::string>{"2", "7"}));
  EXPECT_EQ(of(*dialog, found.all.front(), "t").typed, (std::vector<std::string>{"aaa", "aaaaa"}));
}

TEST(Prove, AnAnswerThatWouldNotBeAskedIsNotRegistered) {
  const auto dialog = compiled(
      std::string("screens:\n  first:\n    kind: menu\n    field: kind\n    text: T\n    choices:\n"
                  "      - {key: 1, value: a, text: A}\n      - {key: 2, value: b, text: B}\n"
                  "    next: more\n"
                  "  more: {kind: question, when: {field: kind, is: a}, type: name, field: more, "
                  "text: M, next: flip}\n"
                  "  flip: {kind: set, set: {kind: b}, next: done}\n") +
      kEnd);
  ASSERT_TRUE(dialog);
  for (const auto& one : possible_registrations(*dialog, {2026, 11, 23}).all) {
    EXPECT_TRUE(of(*dialog, one, "more").missing);
    EXPECT_TRUE(of(*dialog, one, "more").typed.empty());
  }
}

// 300 screens; every tenth question decides about a later one.
std::string national() {
  std::string screens = "screens:\n";
  for (int i = 0; i < 150; ++i) {
    const auto n = std::to_string(i);
    const auto next = i + 1 < 150 ? "q" + std::to_string(i + 1) : "done";
    screens += "  " + (i == 0 ? "first" : "q" + n) + ":\n    kind: menu\n    field: f" + n +
               "\n    text: Q\n    choices:\n      - {key: 1, value: a, text: A}\n"
               "      - {key: 2, value: b, text: B}\n";
    if (i >= 20 && i % 10 == 0) {
      screens += "    when: {field: f" + std::to_string(i - 20) + ", is: a}\n";
    }
    screens += "    next: t" + n + "\n  t" + n + ": {kind: message, text: \"{f" + n +
               "}\", when: {answered: f" + n + "}, next: " + next + "}\n";
  }
  return screens + kEnd;
}

TEST(Prove, ThreeHundredScreensCostSomeThousandSteps) {
  const auto made = compile_text(with_screens(national()));
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  ASSERT_GT(made.dialog->screens.size(), 300U);
  PossiblePool pool;
  const Proof proof{*made.dialog, pool, false};
  for (const bool turning : {false, true}) {
    const auto found = turning ? explore_turning(proof) : explore_ahead(proof);
    EXPECT_LE(found.steps, 40'000U);
    for (const auto& states : found.states) EXPECT_LE(states.size(), kStatesMax + 4);
  }
}

}  // namespace
}  // namespace jisr::dialogs
