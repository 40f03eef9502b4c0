// Several choices at once, and a PIN given twice, in calls.
#include <gtest/gtest.h>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

const char* const kSkills =
    "screens:\n"
    "  first:\n    kind: menu\n    field: skills\n    several: true\n    max: 2\n    text: Que "
    "savez?\n"
    "    errors: {too_many: Deux au plus}\n    choices:\n"
    "      - {key: 1, value: sew, text: Coudre}\n      - {key: 2, value: cook, text: Cuire}\n"
    "      - {key: 3, value: sell, text: Vendre}\n      - {key: 4, text: Rien, next: sorry}\n"
    "    next: way\n"
    "  way: {kind: branch, ways: [{when: {field: skills, is: cook}, next: told}], next: other}\n"
    "  told: {kind: message, text: \"Cuisine {skills}\", next: sorry}\n"
    "  other: {kind: message, text: \"Vous {skills}\", next: sorry}\n";

TEST(Several, AreTypedInManyWaysAndKeptInTheMenusOrder) {
  const auto dialog = compiled(kSkills);
  ASSERT_TRUE(dialog);
  struct Case {
    const char* typed;
    const char* kept;    // "-": nothing
    const char* screen;  // where she then is
  };
  const Case cases[] = {
      {"1 3", "sew,sell", "other"}, {"3,1", "sew,sell", "other"}, {"31", "sew,sell", "other"},
      {"2", "cook", "told"},        {"1 2", "sew,cook", "told"},  {"2 2", "cook", "told"},
      {"3-2", "cook,sell", "told"}, {"1،3", "sew,sell", "other"}, {"123", "-", "first"},
      {"1 5", "-", "first"},        {"4", "-", "sorry"},          {"1 4", "-", "first"},
      {"cook", "-", "first"},       {",", "-", "first"},          {"", "-", "first"}};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.typed);
    Call call(*dialog);
    call.type(one.typed);
    EXPECT_EQ(call.said("skills"), one.kept);
    EXPECT_EQ(call.screen(), one.screen);
  }
}

TEST(Several, AreReadBackInWordsAndRefusedInHers) {
  const auto dialog = compiled(kSkills);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  EXPECT_TRUE(call.type("321").says("Deux au plus")) << call.text();
  EXPECT_TRUE(call.type("3 1").says("Vous Coudre, Vendre")) << call.text();
}

// What is longest in its words must fit: the prover and the pages look at that too.
TEST(Several, AreProvedAsMoreThanOne) {
  auto made = compile_text(with_screens(
      "screens:\n"
      "  first:\n    kind: menu\n    field: s\n    several: true\n    text: x\n"
      "    choices: [{key: 1, value: a, text: A}, {key: 2, value: b, text: B}]\n    next: both\n"
      "  both: {kind: message, text: y, when: {all: [{field: s, is: a}, {field: s, is: b}]}, "
      "next: sorry}\n"));
  ASSERT_TRUE(made.dialog) << "whoever picked both sees it";
  for (const auto& one : made.findings.all()) EXPECT_EQ(one.code, "W506") << "a table of the head";
}

TEST(Pin, IsAskedTwiceAndNeverKeptOrShown) {
  const auto dialog = compiled(
      "screens:\n"
      "  first: {kind: question, type: pin, field: pin, text: Code, errors: {any: Encore}, "
      "next: again}\n"
      "  again: {kind: question, type: pin, field: same, verify: pin, text: Encore le code, "
      "errors: {pin_differs: Pas le meme}, wrong: {tries: 3, next: first}, next: done}\n"
      "  done: {kind: end, register: true, text: Merci}\n");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  EXPECT_TRUE(call.type("1111").says("Encore"));
  EXPECT_TRUE(call.type("1234").says("Encore"));
  call.type("5927");
  EXPECT_EQ(call.screen(), "again");
  EXPECT_EQ(call.said("pin").find("5927"), std::string::npos);
  EXPECT_EQ(call.said("pin").size(), 32U);
  EXPECT_TRUE(call.type("5928").says("Pas le meme"));
  EXPECT_EQ(encode(call.session).find("592"), std::string::npos);
  call.type("5927");
  EXPECT_EQ(call.text(), "Merci");
  EXPECT_EQ(call.registered("pin"), call.registered("same"));
  EXPECT_TRUE(is_pin_digest(call.registered("pin")));
}

}  // namespace
}  // namespace jisr::dialogs
