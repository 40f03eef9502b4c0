// One value of a YAML file is changed, and every other byte stays. Each case is read again: the
// value must be the new one.
#include "dialogs/yaml_edit.hpp"

#include <gtest/gtest.h>

namespace jisr::dialogs {
namespace {

std::string without_line_end(std::string text) {
  text.resize(text.find_last_not_of('\n') + 1);
  return text;
}

TEST(YamlEdit, ReplacesAScalarInItsOwnStyle) {
  struct Case {
    const char* before;
    const char* words;
    const char* after;
  };
  const Case cases[] = {
      {"k: old  # note\nz: 1\n", "new", "k: new  # note\nz: 1\n"},
      {"k: old\n", "a: b", "k: \"a: b\"\n"},
      {"k: old\n", "yes", "k: \"yes\"\n"},
      {"k: old\n", "1990", "k: \"1990\"\n"},
      {"k: old\n", "", "k: \"\"\n"},
      {"k: الاسم\n", "النسب، نعم", "k: النسب، نعم\n"},
      {"k: old # c\n", "Yes, I do", "k: Yes, I do # c\n"},
      {"k: الاسم\n", "النسب", "k: النسب\n"},
      {"k: \"old \\\" \\n x\" # c\n", "say \"it\"\nnow", "k: \"say \\\"it\\\"\\nnow\" # c\n"},
      {"k: 'it''s'\n", "that's", "k: 'that''s'\n"},
      {"k: 'old'\n", "a\nb", "k: \"a\\nb\"\n"},
      {"{a: 1, k: old, b: {c: d}}\n", "x, y", "{a: 1, k: \"x, y\", b: {c: d}}\n"},
      {"{a: 1, k: old thing}\n", "new", "{a: 1, k: new}\n"},
      {"k: |\n  one\n\n  two\n\nz: 1\n", "a\nb", "k: |\n  a\n  b\n\nz: 1\n"},
      {"k: |-  # kept\n    one\nz: 1\n", "a\n\nb", "k: |-  # kept\n    a\n\n    b\nz: 1\n"},
      {"k: >\n  one\n  two\nz: 1\n", "a\nb", "k: |\n  a\n  b\nz: 1\n"},
      {"k: |\n  one\nz: 1\n", "  indented", "k: \"  indented\"\nz: 1\n"},
      {"k: |\n  one", "a\nb\n", "k: |\n  a\n  b"},
      {"k: |\r\n  one\r\nz: 1\r\n", "a\nb", "k: |\r\n  a\r\n  b\r\nz: 1\r\n"},
      {"k: one\n   two\n   three\nz: 1\n", "short", "k: short\nz: 1\n"},
      {"k: \"one\n   two\"\nz: 1\n", "short", "k: \"short\"\nz: 1\n"},
      {"\xEF\xBB\xBFz: 1\nk: old\n", "new", "\xEF\xBB\xBFz: 1\nk: new\n"},
  };
  for (const auto& one : cases) {
    Findings findings;
    const auto root = Yaml::parse(one.before, "f", findings);
    YamlEdit edit(one.before);
    ASSERT_TRUE(edit.replace(root["k"], one.words)) << one.before;
    EXPECT_EQ(edit.result(), one.after);
    const auto again = Yaml::parse(edit.result(), "f", findings);
    EXPECT_EQ(without_line_end(again["k"].text()), without_line_end(one.words)) << one.after;
    EXPECT_FALSE(findings.has_errors()) << one.before;
  }
}

TEST(YamlEdit, AddsALanguageBesideAnother) {
  struct Case {
    const char* before;
    const char* words;
    const char* after;
  };
  const Case cases[] = {
      {"k: {fr: Oui, ar: نعم}  # c\n", "Yes, I do",
       "k: {fr: Oui, en: \"Yes, I do\", ar: نعم}  # c\n"},
      {"k: {fr: \"Oui\"}\n", "Of course", "k: {fr: \"Oui\", en: Of course}\n"},
      {"k:\n  fr: Oui  # c\n  ar: نعم\n", "Sure", "k:\n  fr: Oui  # c\n  en: Sure\n  ar: نعم\n"},
      {"k:\n  fr: |\n    Oui\n    non\n\nz: 1\n", "A\nB",
       "k:\n  fr: |\n    Oui\n    non\n  en: |\n    A\n    B\n\nz: 1\n"},
      {"k:\n  fr: {one: Une, other: Des}\n", "Sure",
       "k:\n  en: Sure\n  fr: {one: Une, other: Des}\n"},
      {"k: {fr: {one: Une, other: Des}}\n", "Sure", "k: {en: Sure, fr: {one: Une, other: Des}}\n"},
      {"k:\r\n  fr: Oui\r\nz: 1\r\n", "Sure", "k:\r\n  fr: Oui\r\n  en: Sure\r\nz: 1\r\n"},
      {"k:\n  fr: Oui", "Sure", "k:\n  fr: Oui\n  en: Sure"},
  };
  for (const auto& one : cases) {
    Findings findings;
    const auto root = Yaml::parse(one.before, "f", findings);
    YamlEdit edit(one.before);
    ASSERT_TRUE(edit.add(root["k"], root["k"]["fr"], "en", one.words)) << one.before;
    EXPECT_EQ(edit.result(), one.after);
    const auto again = Yaml::parse(edit.result(), "f", findings);
    EXPECT_EQ(without_line_end(again["k"]["en"].text()), one.words) << one.after;
    EXPECT_FALSE(findings.has_errors()) << one.before;
  }
}

TEST(YamlEdit, TouchesNothingThatItDoesNotFindAgain) {
  Findings findings;
  const auto root = Yaml::parse("k: old\nm: {a: 1}\n", "f", findings);
  YamlEdit other("k: another\nm: {a: 1}\n");
  EXPECT_FALSE(other.replace(root["k"], "new"));
  EXPECT_FALSE(other.replace(root["m"], "new"));
  EXPECT_FALSE(other.replace(root["missing"], "new"));
  EXPECT_EQ(other.result(), "k: another\nm: {a: 1}\n");
}

}  // namespace
}  // namespace jisr::dialogs
