// Women who are made up: the same ones each time, all at the end where nothing is in their way,
// fewer without resuming, and those who are lost are lost where the dialog loses them.
#include "dialogs/rehearse.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "dialogs/compile.hpp"
#include "dialogs/rehearse_chance.hpp"
#include "dialogs/rehearse_file.hpp"
#include "dialogs/rehearse_life.hpp"
#include "dialogs/rehearse_woman.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

const std::string kConfig = std::string(test::kSourceDir) + "/config/";

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const Dialog> shipped(const std::string& yaml,
                                      const std::map<std::string, std::string>& settings = {}) {
  CompileOptions options;
  options.settings = settings;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read(kConfig + "dialogs/" + path);
  };
  Findings findings;
  auto dialog = compile(yaml, "jisr.yaml", options, findings);
  for (const auto& finding : findings.all()) ADD_FAILURE() << render(finding, yaml);
  return dialog;
}

std::shared_ptr<const Dialog> shipped() {
  return shipped(read(kConfig + "dialogs/jisr.yaml"));
}

RehearsalSetting setting(std::size_t women) {
  RehearsalSetting setting;
  setting.women = women;
  setting.today = {2026, 11, 29};
  return setting;
}

// Nothing is lost, nobody errs, and there is time.
RehearsalModel kind_world() {
  RehearsalModel model;
  model.network.drop = model.network.limit_s = model.network.answer_s = 0;
  model.person.wrong = {{"other", 0}};
  model.person.aside = 0;
  return model;
}

TEST(Rehearsal, TheSameSeedGivesTheSameLives) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  const auto once = rehearse(*dialog, setting(150), true);
  const auto again = rehearse(*dialog, setting(150), true);
  EXPECT_EQ(once.all.completed, again.all.completed);
  EXPECT_EQ(once.all.median_s, again.all.median_s);
  EXPECT_EQ(once.all.wrong, again.all.wrong);
  EXPECT_EQ(once.left_at, again.left_at);
  auto other = setting(150);
  other.seed = 2;
  EXPECT_NE(once.all.median_s, rehearse(*dialog, other, true).all.median_s);
}

TEST(Rehearsal, WhereNothingIsInTheWayAllRegister) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  auto kind = setting(200);
  kind.model = kind_world();
  for (const bool resume : {true, false}) {
    const auto all = rehearse(*dialog, kind, resume).all;
    EXPECT_EQ(all.completed, 200U);
    EXPECT_EQ(all.one_call, 200U);
    EXPECT_EQ(all.wrong, 0U);
    EXPECT_EQ(all.dropped + all.cut + all.others, 0U);
  }
}

TEST(Rehearsal, FewerRegisterWhenNothingIsKept) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  const auto with = rehearse(*dialog, setting(1000), true);
  const auto without = rehearse(*dialog, setting(1000), false);
  EXPECT_GT(with.all.completion, without.all.completion + 0.02);
  ASSERT_EQ(with.by_language.size(), 2U);
  EXPECT_EQ(with.by_language[0].first, "ar");
  EXPECT_EQ(with.by_language[0].second.women + with.by_language[1].second.women, 1000U);
  EXPECT_EQ(with.all.one_call, without.all.one_call) << "the first call is the same";
}

// What issue 6 asks of the dialog that is shipped; jisr rehearse shows it with 20,000.
TEST(Rehearsal, TheShippedDialogReachesWhatItMust) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  EXPECT_GE(rehearse(*dialog, setting(3000), true).all.completion, 0.97);
  auto better = setting(2000);
  better.model.network.drop = 0.02;
  EXPECT_LE(rehearse(*dialog, better, true).all.one_call_median_s, 120);
}

// `text` without the line in which `words` stand first.
std::string without_line(std::string text, const std::string& words) {
  const auto at = text.find(words);
  EXPECT_NE(at, std::string::npos) << words;
  const auto from = text.rfind('\n', at) + 1;
  return text.erase(from, text.find('\n', at) + 1 - from);
}

TEST(Rehearsal, AScreenThatStranglesIsNamed) {
  auto yaml = without_line(read(kConfig + "dialogs/jisr.yaml"), "age_min: \"{setting.age_min}\"");
  yaml = without_line(yaml, "      under_age: {ar:");
  const std::string asked = "    type: birth\n";
  const auto at = yaml.find(asked);
  ASSERT_NE(at, std::string::npos);
  // Nobody who is made up knows it.
  yaml.replace(at, asked.size(), "    type: text\n    pattern: \"Z9[A-F]{6}\"\n");
  CompileOptions options;
  options.prove = false;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read(kConfig + "dialogs/" + path);
  };
  Findings findings;
  const auto dialog = compile(yaml, "jisr.yaml", options, findings);
  ASSERT_TRUE(dialog) << (findings.all().empty() ? "" : render(findings.all()[0], yaml));
  auto kind = setting(60);
  kind.model = kind_world();
  kind.model.person.answers["birth"] = {"K1"};
  const auto result = rehearse(*dialog, kind, true);
  EXPECT_EQ(result.all.completed, 0U);
  ASSERT_FALSE(result.left_at.empty());
  EXPECT_EQ(result.left_at.front().first, "birth");
  EXPECT_GT(result.all.wrong, 100U);
}

TEST(Rehearsal, AnOperatorWithLittleTimeLosesThem) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  auto short_calls = setting(300);
  short_calls.model = kind_world();
  short_calls.model.network.limit_s = 40;
  const auto with = rehearse(*dialog, short_calls, true).all;
  EXPECT_GT(with.cut, 300U);
  EXPECT_GT(with.completion, 0.5) << "she goes on where she was";
  EXPECT_EQ(rehearse(*dialog, short_calls, false).all.completed, 0U);
}

TEST(Rehearsal, OnlyOneLanguageWhereThatIsAsked) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  auto french = setting(50);
  french.language = 1;
  const auto result = rehearse(*dialog, french, true);
  ASSERT_EQ(result.by_language.size(), 1U);
  EXPECT_EQ(result.by_language[0].first, "fr");
}

TEST(Rehearsal, AnotherWomanOnTheSamePhoneBeginsHerOwn) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  auto shared = setting(300);
  shared.model.shared = {1, 1, 0};
  const auto result = rehearse(*dialog, shared, true);
  EXPECT_GT(result.all.others, 100U);
  EXPECT_GT(result.all.completion, 0.8);
}

TEST(Rehearsal, AReminderBringsSomeBackOnce) {
  const auto dialog = shipped();
  ASSERT_TRUE(dialog);
  auto lossy = setting(500);
  lossy.model.network.drop = 0.1;
  lossy.model.patience.redials = {0, 0};
  const auto none = rehearse(*dialog, lossy, true).all;
  EXPECT_EQ(none.reminded, 0U);
  lossy.model.patience.reminded = 1;
  const auto all = rehearse(*dialog, lossy, true).all;
  EXPECT_GT(all.reminded, 50U);
  EXPECT_LT(all.reminded, 500U - none.completed) << "only where an SMS is safe";
  EXPECT_GT(all.completed, none.completed + all.reminded / 4);
  EXPECT_EQ(rehearse(*dialog, lossy, false).all.reminded, 0U) << "there is nothing to go on with";
}

TEST(Rehearsal, HerProofIsHersAndNotAnothers) {
  const auto dialog = shipped(read(kConfig + "dialogs/jisr.yaml"), {{"national_id", "true"}});
  ASSERT_TRUE(dialog);
  auto all_shared = setting(500);
  all_shared.model = kind_world();
  all_shared.model.network.drop = 0.05;
  all_shared.model.patience.redials = {8, 8};
  const auto alone = rehearse(*dialog, all_shared, true).all;
  EXPECT_EQ(alone.wrong, 0U) << "she knows her card";
  all_shared.model.shared = {1, 1, 1};  // another woman goes on with it whenever she can
  const auto together = rehearse(*dialog, all_shared, true).all;
  EXPECT_GT(together.others, 100U);
  EXPECT_GT(together.completion, 0.8) << "her own is still there";
}

TEST(RehearsalFile, SaysWhatIsBuiltIn) {
  Findings findings;
  const auto model = read_rehearsal(read(kConfig + "rehearsal.yaml"), "rehearsal.yaml", findings);
  EXPECT_EQ(listed(findings), "");
  const RehearsalModel own;
  const auto same = [](const Spread& a, const Spread& b) {
    EXPECT_DOUBLE_EQ(a.low, b.low);
    EXPECT_DOUBLE_EQ(a.high, b.high);
  };
  const auto alike = [](const auto& shares, const auto& others) {
    ASSERT_EQ(shares.size(), others.size());
    for (const auto& [name, share] : others) EXPECT_DOUBLE_EQ(shares.at(name), share) << name;
  };
  EXPECT_DOUBLE_EQ(model.network.drop, own.network.drop);
  EXPECT_DOUBLE_EQ(model.network.limit_s, own.network.limit_s);
  EXPECT_DOUBLE_EQ(model.network.answer_s, own.network.answer_s);
  same(model.network.delay_s, own.network.delay_s);
  ASSERT_EQ(model.person.reading.size(), own.person.reading.size());
  for (const auto& [language, speed] : own.person.reading) {
    same(model.person.reading.at(language), speed);
  }
  EXPECT_DOUBLE_EQ(model.person.reads_on, own.person.reads_on);
  EXPECT_DOUBLE_EQ(model.person.scans, own.person.scans);
  EXPECT_DOUBLE_EQ(model.person.reads_again, own.person.reads_again);
  same(model.person.thinking_s, own.person.thinking_s);
  same(model.person.key_s, own.person.key_s);
  same(model.person.letters_min, own.person.letters_min);
  alike(model.person.wrong, own.person.wrong);
  EXPECT_DOUBLE_EQ(model.person.notices, own.person.notices);
  EXPECT_DOUBLE_EQ(model.person.aside, own.person.aside);
  alike(model.person.languages, own.person.languages);
  same(model.patience.redials, own.patience.redials);
  same(model.patience.pause_s, own.patience.pause_s);
  EXPECT_EQ(model.patience.tries, own.patience.tries);
  EXPECT_DOUBLE_EQ(model.patience.reminded, own.patience.reminded);
  EXPECT_DOUBLE_EQ(model.shared.share, own.shared.share);
  EXPECT_DOUBLE_EQ(model.shared.between, own.shared.between);
  EXPECT_DOUBLE_EQ(model.shared.takes_over, own.shared.takes_over);
}

TEST(RehearsalFile, SaysWhatItDoesNotTake) {
  const std::pair<const char*, const char*> cases[] = {
      {"network: {drop: 120%}", "E650 r:1:17\n"},
      {"network: {drop: often}", "E650 r:1:17\n"},
      {"person: {key: {low: 2s, high: 1s}}", "E651 r:1:15\n"},
      {"person: {key: {low: 2s}}", "E651 r:1:15\n"},
      {"person: {keys: 1}", "E101 r:1:10\n"},
      {"patience: {tries: 0}", "E102 r:1:19\n"},
  };
  for (const auto& [yaml, expected] : cases) {
    Findings findings;
    read_rehearsal(yaml, "r", findings);
    auto found = listed(findings);
    if (found.find(" r:") == std::string::npos && !found.empty()) {
      found.insert(found.find(' ') + 1, "r:");
    }
    EXPECT_EQ(found, expected) << yaml;
  }
}

TEST(RehearsalFile, AShareIsPerCentOrAPart) {
  EXPECT_EQ(share_of("5%"), 0.05);
  EXPECT_EQ(share_of("0.05"), 0.05);
  EXPECT_EQ(share_of("1"), 1.0);
  for (const char* wrong : {"", "%", "5", "-1%", "101%", "5%%", "a"}) {
    EXPECT_FALSE(share_of(wrong)) << wrong;
  }
}

TEST(Chance, DrawsATenthBelowAndATenthAbove) {
  Chance chance(7);
  const Spread spread{2, 8};
  int below = 0;
  int above = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double drawn = chance.draw(spread);
    below += drawn < 2 ? 1 : 0;
    above += drawn > 8 ? 1 : 0;
  }
  EXPECT_NEAR(below, 2000, 200);
  EXPECT_NEAR(above, 2000, 200);
  EXPECT_EQ(chance.draw({0, 0}), 0);
  EXPECT_DOUBLE_EQ(chance.draw({3, 3}), 3);
}

}  // namespace
}  // namespace jisr::dialogs
