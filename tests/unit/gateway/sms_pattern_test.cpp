// Keywords with answers in them: how they are written, what fits them, what is found wrong.
#include "gateway/sms_pattern.hpp"

#include <gtest/gtest.h>

#include "dialogs/compile.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

std::shared_ptr<const dialogs::Dialog> dialog_of(const std::string& first) {
  const std::string yaml =
      "dialog: d\nversion: \"1\"\nconsent_version: \"1\"\nlanguages: {ar: {name: A}, fr: {name: "
      "F}}\n"
      "default_language: fr\ngive_up: sorry\nstart: " +
      first +
      "\nphrases: ../phrases.yaml\nscreens:\n"
      "  a: {kind: question, type: number, field: a, text: A, next: b}\n"
      "  b: {kind: question, type: name, field: b, text: B, next: m}\n"
      "  m: {kind: message, text: M, next: sorry}\n"
      "  sorry: {kind: end, text: S}\n";
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.prove = false;
  options.read_file = [](const std::string& path) {
    return read_text(beside(std::string(test::kSourceDir) + "/config/dialogs", path));
  };
  auto dialog = dialogs::compile(yaml, "d.yaml", options, findings);
  return dialog;
}

Channel channel_of(std::vector<std::string> keywords, const std::string& first = "a") {
  Channel channel;
  channel.config.name = "line";
  channel.config.entrances.push_back({"8350", std::move(keywords), "d", {}});
  channel.begun.push_back(dialog_of(first));
  return channel;
}

std::string entered(const Channel& channel, const std::string& text,
                    const std::string& number = "8350") {
  providers::Inbound in;
  in.kind = providers::Inbound::Kind::sms;
  in.service = number;
  in.text = text;
  const auto found = enter_by_pattern(channel, in, {2026, 11, 29});
  if (!found) return "-";
  std::string all;
  for (const auto& answer : found->answers) all += (all.empty() ? "" : "|") + answer;
  return all;
}

std::string findings_of(const Channel& channel) {
  dialogs::Findings findings;
  check_patterns(channel, findings);
  std::string codes;
  for (const auto& one : findings.all()) codes += one.code;
  return codes;
}

TEST(SmsPattern, AnswersComeInTheOrderOfTheFirstScreens) {
  const auto channel = channel_of({"{b} {a}", "GO {a} {b}"});
  ASSERT_TRUE(channel.begun[0]);
  EXPECT_EQ(findings_of(channel), "");
  EXPECT_EQ(entered(channel, "Amina 12"), "12|Amina");
  EXPECT_EQ(entered(channel, "12 Amina El Alaoui"), "12|Amina El Alaoui");
  EXPECT_EQ(entered(channel, "go 12 Amina"), "12|Amina");
  EXPECT_EQ(entered(channel, "12"), "-");
  EXPECT_EQ(entered(channel, "12 13"), "-");
  EXPECT_EQ(entered(channel, "12 Amina", "8351"), "-");
  EXPECT_EQ(entered(channel_of({"GO {a} {b}"}), "12 Amina"), "-") << "the word is needed";
}

TEST(SmsPattern, SaysWhatCannotBe) {
  for (const auto* wrong : {"{a", "a}", "{}", "{a} GO {b}", "GO NOW {a}", "GO{a}", "{a}{", "{{a}}",
                            "GO {c}", "{a} {m}"}) {
    EXPECT_EQ(findings_of(channel_of({wrong})), "E229") << wrong;
  }
  EXPECT_EQ(findings_of(channel_of({"{a} {b}"}, "b")), "E229") << "b, then a message";
  EXPECT_EQ(findings_of(channel_of({"{b}"}, "b")), "");
  EXPECT_EQ(findings_of(channel_of({"PLAIN"})), "");
}

}  // namespace
}  // namespace jisr::gateway
