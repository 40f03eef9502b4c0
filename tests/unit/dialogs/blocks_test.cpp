// Blocks: screens that are written once and used in several places.
#include <gtest/gtest.h>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

TEST(Blocks, AreUsedWithParametersAndReturn) {
  const auto dialog = compiled(R"(blocks:
  person:
    parameters: [who, label]
    start: name
    screens:
      name: {kind: question, type: name, field: <who>_name, text: "Nom <label>", next: age}
      age:
        kind: question
        type: number
        field: <who>_age
        text: "Age {<who>_name:9}"
        next: return
screens:
  first: {use: person, with: {who: mother, label: de la mere}, next: child}
  child: {use: person, with: {who: child, label: "de l'enfant"}, next: shown}
  shown: {kind: message, text: "{mother_name} {mother_age} {child_name} {child_age}", next: sorry}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  EXPECT_EQ(call.screen(), "first.name");
  EXPECT_TRUE(call.says("Nom de la mere"));
  call.type({"Amina"});
  EXPECT_TRUE(call.says("Age Amina")) << call.text();
  call.type({"30"});
  EXPECT_EQ(call.screen(), "child.name");
  EXPECT_TRUE(call.says("Nom de l'enfant"));
  call.type({"Sara", "2"});
  EXPECT_TRUE(call.says("Amina 30 Sara 2")) << call.text();
}

TEST(Blocks, StandInBlocks) {
  const auto dialog = compiled(R"(blocks:
  inner:
    parameters: [f]
    start: ask
    screens: {ask: {kind: question, type: number, field: <f>, text: "<f>", next: return}}
  outer:
    parameters: [f]
    start: one
    screens:
      one: {use: inner, with: {f: <f>_one}, next: two}
      two: {use: inner, with: {f: <f>_two}, next: return}
screens:
  first: {use: outer, with: {f: a}, next: shown}
  shown: {kind: message, text: "{a_one}{a_two}", next: sorry}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"1"});
  EXPECT_EQ(call.screen(), "first.two.ask");
  call.type({"2"});
  EXPECT_TRUE(call.says("12")) << call.text();
}

TEST(Blocks, AndPhrasesMayBeInFilesOfTheirOwn) {
  const auto all = with_screens(R"(blocks: {tail: blocks/tail.yaml}
screens:
  first: {use: tail, with: {word: Bonjour}, next: sorry}
)");
  const auto from = all.find("phrases:\n");
  const auto to = all.find("blocks:");
  auto files = sample_files();
  files["blocks/tail.yaml"] =
      "parameters: [word]\nstart: only\n"
      "screens: {only: {kind: message, text: <word>, next: return}}\n";
  auto phrases = all.substr(from + 8, to - from - 8);
  for (auto at = phrases.find("\n  "); at != std::string::npos; at = phrases.find("\n  ")) {
    phrases.erase(at + 1, 2);
  }
  files["phrases.yaml"] = phrases.substr(1);
  const auto yaml = all.substr(0, from) + "phrases: phrases.yaml\n" + all.substr(to);
  const auto made = compile_text(yaml, files);
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  EXPECT_TRUE(Call(*made.dialog).says("Bonjour\n9 Suite")) << Call(*made.dialog).text();
  files["blocks/tail.yaml"] += "# changed\n";
  EXPECT_NE(compile_text(yaml, files).dialog->hash, made.dialog->hash);
  files.erase("phrases.yaml");
  EXPECT_EQ(listed(compile_text(yaml, files).findings).substr(0, 4), "E109");
}

TEST(Blocks, MayNotUseThemselves) {
  const auto made = compile_text(with_screens(R"(blocks:
  ring: {start: again, screens: {again: {use: ring, next: return}}}
screens:
  first: {use: ring, next: sorry}
)"));
  EXPECT_FALSE(made.dialog);
  EXPECT_TRUE(listed(made.findings).find("E106") != std::string::npos) << listed(made.findings);
}

}  // namespace
}  // namespace jisr::dialogs
