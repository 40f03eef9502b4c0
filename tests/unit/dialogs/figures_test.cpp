// What a dialog asks of her time.
#include "dialogs/figures.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

std::vector<std::string> names(const Dialog& dialog, const WayFigures& way) {
  std::vector<std::string> all;
  for (const auto screen : way.screens) all.push_back(dialog.screens[screen].name);
  return all;
}

TEST(Figures, AreOfTheShortestAndTheLongestWay) {
  const auto dialog = compiled(
      "screens:\n"
      "  first:\n    kind: menu\n    text: Abcdefghij\n    choices:\n"
      "      - {key: 1, text: A, next: work}\n      - {key: 2, text: B, next: done}\n"
      "      - {key: 3, text: C, next: first}\n      - {key: 4, text: D, next: sorry}\n"
      "  work: {kind: set, set: {x: y}, next: asked}\n"
      "  asked: {kind: question, type: number, min: 0, max: 99, field: n, text: N, "
      "wrong: {tries: 2, next: told}, next: done}\n"
      "  told: {kind: message, text: \"T\", next: done}\n"
      "  done: {kind: end, register: true, text: Merci}\n");
  ASSERT_TRUE(dialog);
  const auto found = figures(*dialog, 0, {160, 70});
  ASSERT_TRUE(found);
  EXPECT_EQ(names(*dialog, found->shortest), (std::vector<std::string>{"first", "done"}));
  EXPECT_EQ(found->shortest.pages, 2U);
  EXPECT_EQ(found->shortest.presses, 2U);  // a key, and the one that sends
  EXPECT_EQ(names(*dialog, found->longest), (std::vector<std::string>{"first", "asked", "done"}));
  EXPECT_EQ(found->longest.presses, 5U);
  const auto waiting = 3 * kNetworkSeconds + 5 * kPressSeconds;
  EXPECT_DOUBLE_EQ(found->longest.seconds, found->longest.reading_s + waiting);
  EXPECT_GT(found->longest.reading_s, found->shortest.reading_s);
  const auto in_arabic = figures(*dialog, 1, {160, 70});
  ASSERT_TRUE(in_arabic);
  EXPECT_GT(in_arabic->shortest.reading_s, 0);
}

TEST(Figures, PagesAreTurned) {
  const auto dialog =
      compiled("screens:\n  first: {kind: message, text: \"" + std::string(300, 'w') +
               "\", next: done}\n" + "  done: {kind: end, register: true, text: Merci}\n");
  ASSERT_TRUE(dialog);
  const auto found = figures(*dialog, 0, {160, 70});
  ASSERT_TRUE(found);
  EXPECT_GE(found->longest.pages, 3U);
  EXPECT_EQ(found->longest.presses, 2 + 2 * (found->longest.pages - 2));
}

}  // namespace
}  // namespace jisr::dialogs
