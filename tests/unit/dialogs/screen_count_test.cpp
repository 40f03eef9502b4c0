// Arrivals are counted once each, whatever happens between them.
#include "dialogs/screen_count.hpp"

#include <gtest/gtest.h>

#include "dialogs/step.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

constexpr const char* kScreens = R"(screens:
  first:
    kind: menu
    text: Accord
    choices:
      - {key: 1, text: Oui, set: {ok: "yes"}, next: name}
      - {key: 2, text: Non, next: sorry}
  name: {kind: question, type: name, field: name, text: Nom, next: sort}
  sort: {kind: branch, ways: [{when: {field: name, is: Zed}, next: later}], next: born}
  born: {kind: question, type: year, field: born, text: Annee, wrong: {tries: 2, next: done},
         next: done}
  later: {kind: end, text: Rappelez, redial: born}
  done: {kind: end, text: "{name} {born} {ok}"}
)";

// What the gateway does of a call, without a gateway. "+" dials: again, if there was a call.
std::string counted(const Dialog& dialog, const std::vector<std::string>& inputs) {
  const Surroundings around{{160, 70}, {2026, 11, 23}, "12345678"};
  std::vector<ScreenCount> counts(dialog.screens.size());
  std::optional<Session> session;
  std::int64_t calls = 0;
  for (const auto& input : inputs) {
    const auto before = session;
    const bool dials = input == "+";
    auto step = dials ? begin(dialog, before, around) : answer(dialog, *before, input, around);
    if (step.session.begun_ms == 0) step.session.begun_ms = ++calls;
    const bool same = before && before->begun_ms == step.session.begun_ms;
    count_turn(dialog,
               {same ? &*before : nullptr, &step.session, step.refused, step.ended, step.gave_up},
               counts);
    session = std::move(step.session);
  }
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& one = counts[i];
    if (!one.any()) continue;
    out += (out.empty() ? "" : ", ") + dialog.screens[i].name + " " + std::to_string(one.reached) +
           " " + std::to_string(one.went_on) + " " + std::to_string(one.ended) + " " +
           std::to_string(one.wrong);
  }
  return out;
}

TEST(ScreenCount, OfTurns) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  struct Case {
    const char* what;
    std::vector<std::string> inputs;
    const char* counts;  // "screen reached went_on ended wrong"
  };
  const Case kCases[] = {
      {"to the end",
       {"+", "1", "Amina", "1990"},
       "first 1 1 0 0, name 1 1 0 0, born 1 1 0 0, done 1 0 1 0"},
      {"hangs up", {"+", "1"}, "first 1 1 0 0, name 1 0 0 0"},
      {"comes back to the same screen",
       {"+", "1", "+", "1", "Amina"},
       "first 1 1 0 0, name 1 1 0 0, born 1 0 0 0"},
      {"hangs up again and again", {"+", "1", "+", "+", "+"}, "first 1 1 0 0, name 1 0 0 0"},
      {"starts again", {"+", "1", "+", "2"}, "first 2 1 0 0, name 1 1 0 0"},
      {"answers wrong where she comes back",
       {"+", "1", "+", "7", "1"},
       "first 1 1 0 0, name 1 0 0 0"},
      {"a new call where nothing was answered", {"+", "+", "2"}, "first 2 1 0 0, sorry 1 0 1 0"},
      {"wrong answers",
       {"+", "1", "12", "34", "Amina"},
       "first 1 1 0 0, name 1 1 0 2, born 1 0 0 0"},
      {"once too often",
       {"+", "1", "12", "34", "56"},
       "first 1 1 0 0, name 1 0 0 3, sorry 1 0 1 0"},
      {"goes on after that",
       {"+", "1", "12", "34", "56", "+", "1", "Amina"},
       "first 1 1 0 0, name 1 1 0 3, born 1 0 0 0, sorry 1 0 1 0"},
      {"wrong answers that lead on",
       {"+", "1", "Amina", "x", "x"},
       "first 1 1 0 0, name 1 1 0 0, born 1 1 0 2, done 1 0 1 0"},
      {"back and on",
       {"+", "1", "Amina", "0", "Amina"},
       "first 1 1 0 0, name 2 2 0 0, born 2 1 0 0"},
      {"an end whose next call goes on",
       {"+", "1", "Zed"},
       "first 1 1 0 0, name 1 1 0 0, later 1 0 1 0"},
      {"and that call",
       {"+", "1", "Zed", "+", "1", "1990"},
       "first 1 1 0 0, name 1 1 0 0, born 1 1 0 0, later 1 0 1 0, done 1 0 1 0"}};
  for (const auto& one : kCases) EXPECT_EQ(counted(*dialog, one.inputs), one.counts) << one.what;
}

TEST(ScreenCount, OfAnswersThatCameWithTheDialling) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  Session session;
  session.trail = {dialog->screen("first"), dialog->screen("name")};
  session.screen = dialog->screen("born");
  std::vector<ScreenCount> counts(dialog->screens.size());
  count_turn(*dialog, {nullptr, &session, false, kNone, false}, counts);
  EXPECT_EQ(counts[dialog->screen("first")], (ScreenCount{1, 1, 0, 0}));
  EXPECT_EQ(counts[dialog->screen("name")], (ScreenCount{1, 1, 0, 0}));
  EXPECT_EQ(counts[dialog->screen("born")], (ScreenCount{1, 0, 0, 0}));
}

}  // namespace
}  // namespace jisr::dialogs
