// What may be wrong with a channel's services and with the words of STOP: one mistake, one finding.
#include "gateway/entrance_config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gateway/deployment.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

std::string listed(const dialogs::Findings& findings) {
  std::string out;
  for (const auto& one : findings.all()) {
    out += one.code + " " + std::to_string(one.place.line) + "\n";
  }
  return out;
}

// One channel's YAML; `words` is that of gateway.yaml.
std::string findings_of(bool ussd, const std::string& channel, const std::string& words = {}) {
  dialogs::Findings findings;
  Config config;
  config.dialogs = {{"jisr", "", {}}, {"status", "", {}}};
  if (!words.empty()) {
    const auto yaml = dialogs::Yaml::parse(words, "gateway.yaml", findings);
    read_sms_words(yaml["words"], config.words, findings);
  }
  const auto yaml = dialogs::Yaml::parse(channel, "channel.yaml", findings);
  ChannelConfig read;
  read.name = "line";
  read.ussd = ussd;
  for (const auto& item : yaml["codes"].items()) read.codes.push_back(item.text());
  for (const auto& item : yaml["keywords"].items()) read.keywords.push_back(item.text());
  read.dialog = yaml["dialog"].as_string(findings).value_or("");
  read_entrances(yaml, read, findings);
  config.channels.push_back(std::move(read));
  check_entrances(config, findings);
  findings.sort();
  return listed(findings);
}

struct Mistake {
  const char* what;
  bool ussd;
  const char* channel;
  const char* found;
};

TEST(EntranceConfig, OneMistakeIsOneFinding) {
  const Mistake cases[] = {
      {"nothing wrong", true,
       "services:\n- {code: \"*555#\", dialog: jisr}\n- {code: \"*555*7#\", dialog: status}\n", ""},
      {"the short form and more", true,
       "codes: [\"*555#\"]\ndialog: jisr\nservices:\n- {code: \"*555*7#\", dialog: status}\n", ""},
      {"by SMS", false,
       "services:\n- {keyword: [JISR, جسر], dialog: jisr}\n"
       "- {code: \"8350\", keyword: COOP, dialog: status}\n- {code: \"8351\", dialog: jisr}\n",
       ""},
      {"the same keyword on two numbers", false,
       "services:\n- {code: \"8350\", keyword: COOP, dialog: jisr}\n"
       "- {code: \"8351\", keyword: COOP, dialog: status}\n",
       ""},
      {"no code", true, "services:\n- {code: \"*555\", dialog: jisr}\n", "E270 2\n"},
      {"no code in the short form", true, "codes: [\"555\"]\ndialog: jisr\n", "E270 0\n"},
      {"no number", false, "services:\n- {code: \"*8350#\", keyword: A1, dialog: jisr}\n",
       "E270 2\n"},
      {"no number in the short form", false, "codes: [\"*1#\"]\nkeywords: [JISR]\ndialog: jisr\n",
       "E270 0\n"},
      {"no dialog of this name", true,
       "services:\n- {code: \"*5#\", dialog: jisr}\n"
       "- {code: \"*6#\", dialog: jsir}\n",
       "E202 3\n"},
      {"a code twice", true,
       "services:\n- {code: \"*555#\", dialog: jisr}\n- {code: \"*555#\", dialog: status}\n",
       "E271 3\n"},
      {"a code twice, written otherwise", true,
       "codes: [\"*555#\"]\ndialog: jisr\nservices:\n- {code: \"#555#\", dialog: status}\n",
       "E271 4\n"},
      {"a keyword twice, written otherwise", false,
       "services:\n- {keyword: [Coop], dialog: jisr}\n- {keyword: [X1, COOP], dialog: status}\n",
       "E271 3\n"},
      {"a keyword that stops", false, "services:\n- {keyword: [JISR, Arrêt], dialog: jisr}\n",
       "E272 2\n"},
      {"a keyword that is an answer", false, "services:\n- {keyword: [\"12\"], dialog: jisr}\n",
       "E273 2\n"},
      {"a keyword of one letter", false, "services:\n- {keyword: J, dialog: jisr}\n", "E273 2\n"},
      {"a keyword by USSD", true, "services:\n- {code: \"*5#\", keyword: JISR, dialog: jisr}\n",
       "E273 2\n"},
      {"neither code nor keyword", true, "services:\n- {dialog: jisr}\n", "E110 2\n"},
      {"no dialog", true, "services:\n- {code: \"*5#\"}\n", "E110 2\n"},
      {"an unknown key", true, "services:\n- {code: \"*5#\", dialog: jisr, next: x}\n", "E101 2\n"},
      {"no list", true, "services: {code: \"*5#\", dialog: jisr}\n", "E102 1\n"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(findings_of(one.ussd, one.channel), one.found) << one.what;
  }
}

TEST(EntranceConfig, TheWordsAreOnesOwn) {
  const std::string channel = "services:\n- {keyword: QUIT, dialog: jisr}\n";
  EXPECT_EQ(findings_of(false, channel), "");
  EXPECT_EQ(findings_of(false, channel, "words:\n  stop: [{words: [QUIT], answer: Fini}]\n"),
            "E272 2\n");
  const std::string plain = "services:\n- {keyword: JISR, dialog: jisr}\n";
  EXPECT_EQ(findings_of(false, plain, "words:\n  stop: [{words: [\"!\"], answer: Fini}]\n"),
            "E274 2\n");
  EXPECT_EQ(findings_of(false, plain, "words:\n  stop: [{words: [aide], answer: Fini}]\n"),
            "E274 1\n");
  EXPECT_EQ(findings_of(false, plain, "words:\n  stop: [{words: [A]}]\n"), "E110 2\n");
  EXPECT_EQ(findings_of(false, plain, "words:\n  stopp: []\n"), "E101 2\n");
  EXPECT_EQ(findings_of(false, plain, "words:\n  stop: STOP\n"), "E102 2\n");
}

TEST(SmsWords, AreTheWholeTextInWhicheverSpelling) {
  const auto words = SmsWords::usual();
  using Means = SmsWord::Means;
  struct Case {
    const char* text;
    std::optional<Means> means;
  };
  for (const auto& one : {Case{"STOP", Means::stop},     Case{"stop", Means::stop},
                          Case{" Stop. ", Means::stop},  Case{"arrêt", Means::stop},
                          Case{"Arret!", Means::stop},   Case{"قف", Means::stop},
                          Case{"توقّف", Means::stop},     Case{"ايقاف", Means::stop},
                          Case{"إيقاف", Means::stop},    Case{"start", Means::start},
                          Case{"ابدا", Means::start},    Case{"أبدأ", Means::start},
                          Case{"help", Means::help},     Case{"Aide?", Means::help},
                          Case{"مساعده", Means::help},   Case{"stop jisr", std::nullopt},
                          Case{"nonstop", std::nullopt}, Case{"", std::nullopt},
                          Case{"...", std::nullopt},     Case{"JISR", std::nullopt}}) {
    const auto* found = words.find(one.text);
    EXPECT_EQ(found != nullptr, one.means.has_value()) << one.text;
    if (found == nullptr || !one.means) continue;
    EXPECT_EQ(found->means, *one.means) << one.text;
  }
}

// The services of the end-to-end tests, on lines of one's own.
class LinesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    for (const char* file : {"join.yaml", "ask.yaml"}) {
      std::ifstream in(std::string(test::kSourceDir) + "/tests/e2e/services/" + file);
      std::string text(std::istreambuf_iterator<char>(in), {});
      const std::string phrases = "../../../config/phrases.yaml";
      text.replace(text.find(phrases), phrases.size(),
                   std::string(test::kSourceDir) + "/config/phrases.yaml");
      std::ofstream(folder_ / file) << text;
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string check(const std::string& ussd, const std::string& sms) {
    std::ofstream(folder_ / "ussd.yaml") << ussd;
    std::ofstream(folder_ / "sms.yaml") << sms;
    std::ofstream(folder_ / "gateway.yaml")
        << "providers: " << test::kSourceDir << "/config/providers\n"
        << "dialogs: {join: {file: join.yaml}, ask: {file: ask.yaml}}\n"
        << "channels: [ussd.yaml, sms.yaml]\n";
    dialogs::Findings findings;
    Sources sources;
    Deployment::load_dialogs((folder_ / "gateway.yaml").string(), findings, sources);
    std::string codes;
    for (const auto& one : findings.all()) {
      if (one.severity == dialogs::Severity::error) codes += one.code + " ";
    }
    return codes;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("jisr-lines-" + std::to_string(getpid()));
};

TEST_F(LinesTest, ADialogThatGoesOnBySmsNeedsALineThatCan) {
  const std::string ussd =
      "channel: u\nprovider: africastalking-ussd\nkind: ussd\n"
      "services: [{code: \"*5#\", dialog: join}]\n";
  const std::string sms = "channel: s\nprovider: africastalking-sms\nkind: sms\n";
  const std::string keyword = "services: [{keyword: JISR, dialog: join}]\n";
  EXPECT_EQ(check(ussd + "sms_channel: s\n", sms + keyword), "");
  EXPECT_EQ(check(ussd, sms + keyword), "E276 ") << "no line for SMS";
  EXPECT_EQ(check(ussd + "sms_channel: s\n", sms), "E276 ") << "nothing that she writes begins";
  const std::string other =
      "channel: u\nprovider: africastalking-ussd\nkind: ussd\n"
      "services: [{code: \"*5#\", dialog: ask}]\n";
  EXPECT_EQ(check(other, sms), "") << "nobody asks it to";
}

TEST_F(LinesTest, ALeadIsMadeBeforeSheIsForgotten) {
  std::ifstream in(folder_ / "ask.yaml");
  std::string text(std::istreambuf_iterator<char>(in), {});
  const std::string asks = "kind: menu\n";
  text.replace(text.find(asks), asks.size(), "kind: menu\n    field: consent\n");
  const std::string choice = "key: 3, ";
  text.replace(text.find(choice), choice.size(), "key: 3, value: given, ");
  std::ofstream(folder_ / "ask.yaml")
      << text << "lead: {register: lead, after: 2d, when: {field: consent, is: given}}\n";
  const std::string ussd = "channel: u\nprovider: africastalking-ussd\nkind: ussd\n";
  const std::string code = "services: [{code: \"*5#\", dialog: ask}]\n";
  const std::string sms =
      "channel: s\nprovider: africastalking-sms\nkind: sms\n"
      "services: [{keyword: ASK, dialog: ask}]\n";
  EXPECT_EQ(check(ussd + code, sms + "session: 2d\n"), "E293 ");
  EXPECT_EQ(check(ussd + code, sms + "session: 3d\n"), "");
  EXPECT_EQ(check(ussd + code, "channel: s\nprovider: africastalking-sms\nkind: sms\n"), "")
      << "calls leave none";
}

}  // namespace
}  // namespace jisr::gateway
