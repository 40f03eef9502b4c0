// Two versions of the sample dialog: what is said of an edit, and what of those in the middle.
#include "dialogs/compare.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "dialogs/sample_calls.hpp"
#include "tests/unit/dialogs/sample_options.hpp"

namespace jisr::dialogs {
namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;
const Date kToday{2026, 11, 23};

DialogVersion version(const std::string& yaml,
                      const std::map<std::string, std::string>& settings = {}) {
  Findings findings;
  auto options = sample_options();
  options.settings = settings;
  auto read = read_dialog_version(yaml, "sample.yaml", options, findings);
  for (const auto& finding : findings.all()) {
    if (finding.severity == Severity::error) ADD_FAILURE() << render(finding, yaml);
  }
  return read.value_or(DialogVersion{});
}

Comparing compare(const Edits& edits) {
  return compared(version(sample()), version(edited(sample(), edits)), {160, 70}, kToday);
}

// "kind where what language: before -> after", one a line.
std::string listed(const Comparing& made) {
  std::string out;
  for (const auto& one : made.differences) {
    out += std::string(name(one.kind));
    for (const auto* part : {&one.where, &one.what, &one.language}) {
      if (!part->empty()) out += " " + *part;
    }
    if (!one.before.empty() || !one.after.empty()) out += ": " + one.before + " -> " + one.after;
    out += "\n";
  }
  return out;
}

TEST(Compare, SaysWhatIsDifferent) {
  struct Case {
    const char* what;
    Edits edits;
    const char* differences;
  };
  const Case kCases[] = {
      {"nothing", {}, ""},
      {"a comment", {{"screens:\n", "screens:  # all\n"}}, ""},
      {"a text",
       {{"fr: Prenom", "fr: \"Prenom usuel\""}},
       "text first_name text fr: Prenom -> Prenom usuel\n"},
      {"a choice leads elsewhere",
       {{"{key: 2, text: {fr: Non, ar: لا}, next: sorry}",
         "{key: 2, text: {fr: Non, ar: لا}, next: first_name}"}},
       "way consent choice 2: sorry -> first_name\n"},
      {"consent_version", {{"\"1/1\"", "\"1/2\""}}, "dialog consent_version: 1/1 -> 1/2\n"},
      {"a setting",
       {{"adult: 18", "adult: 21"}},
       "setting adult: 18 -> 21\n"
       "rule birth answer: birth, age_min 18, example 1990 -> birth, age_min 21, example 1990\n"
       "phrase wrong_under_age ar: من 18 سنة -> من 21 سنة\n"
       "phrase wrong_under_age fr: De 18 ans -> De 21 ans\n"},
      {"a phrase", {{"fr: Suite", "fr: Encore"}}, "phrase next fr: Suite -> Encore\n"},
      {"limits",
       {{"wrong_tries: 3", "wrong_tries: 4\nlimits: {answers: 90, time: 1h}"}},
       "dialog wrong_tries: 3 -> 4\ndialog most answers of a session: 200 -> 90\n"
       "dialog most seconds of a session: any -> 3600\n"},
      {"a type",
       {{"type: name", "type: text"}},
       "rule first_name answer: name -> text\nfield first_name: name -> text\n"},
      {"an answer that is sensitive now",
       {{"field: street", "field: street\n    sensitive: true"}},
       "field street: choice -> choice, sensitive\n"},
      {"a screen more",
       {{"  done:\n    kind: end",
         "  thanks: {kind: message, text: Bien, next: done}\n  done:\n    kind: end"},
        {"next: done}\n    change", "next: thanks}\n    change"}},
       "way summary choice 1: done -> thanks\nadded thanks\n"},
      {"a screen less",
       {{"  note:\n    kind: message\n    when: {all: [{answered: town}, {not: {field: town, in: "
         "[t2]}}]}\n    text: {fr: \"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"}\n    "
         "next: summary\n",
         ""},
        {"next: note", "next: summary"}},
       "removed note\nway street answer: note -> summary\nway street skipped: note -> summary\n"},
      {"a screen with another name",
       {{"next: birth\n", "next: born\n"}, {"  birth:\n", "  born:\n"}},
       "renamed born: birth -> born\n"}};
  for (const auto& one : kCases) {
    EXPECT_EQ(listed(compare(one.edits)), one.differences) << one.what;
  }
}

TEST(Compare, SeesOtherData) {
  Findings findings;
  auto options = sample_options();
  options.read_file = [read = options.read_file](const std::string& path) {
    auto text = read(path);
    if (path == "towns.csv") *text += "south,t4,Larache,العرائش\n";
    return text;
  };
  const auto after = read_dialog_version(sample(), "sample.yaml", options, findings);
  for (const auto& one : findings.all()) ADD_FAILURE() << render(one, sample());
  ASSERT_TRUE(after);
  const auto made = compared(version(sample()), *after, {160, 70}, kToday);
  ASSERT_EQ(made.differences.size(), 1U) << listed(made);
  EXPECT_EQ(made.differences[0].what, "data towns");
  EXPECT_TRUE(made.differences[0].before.starts_with("3 rows, no. "));
  EXPECT_TRUE(made.differences[0].after.starts_with("4 rows, no. "));
}

TEST(Compare, MeasuresPagesAndTheLongestWay) {
  const auto long_text = std::string(165, 'x');
  const auto made = compare({{"fr: Prenom", "fr: \"" + long_text + "\""}});
  ASSERT_EQ(made.pages.size(), 1U);
  EXPECT_EQ(made.pages[0].screen + " " + made.pages[0].language, "first_name fr");
  EXPECT_EQ(made.pages[0].before, "1 page, gsm7 24");
  EXPECT_TRUE(made.pages[0].after.starts_with("2 pages, gsm7 ")) << made.pages[0].after;
  ASSERT_EQ(made.longest.size(), 2U) << "the languages that are offered";
  ASSERT_TRUE(made.longest[0].before && made.longest[0].after);
  EXPECT_EQ(made.longest[0].before->pages + 1, made.longest[0].after->pages);
  EXPECT_FALSE(made.consent_changed);
}

std::string standing(const Comparing& made, const std::string& screen) {
  for (const auto& one : made.standings) {
    if (one.screen != screen) continue;
    std::string out;
    for (const auto& to : one.landings) {
      out += (out.empty() ? "" : ", ") + to.to + " " + std::to_string(to.kept) + "/" +
             std::to_string(to.given) + (to.anew ? " anew" : "");
    }
    return out;
  }
  return "no such screen";
}

TEST(Compare, MovesThoseInTheMiddle) {
  const auto same_place = compare({{"fr: Prenom", "fr: \"Votre prenom\""}});
  EXPECT_EQ(standing(same_place, "birth"), "birth 3/3");
  EXPECT_EQ(standing(same_place, "done"), "no such screen") << "nobody is in the middle of an end";

  const auto renamed = compare({{"next: birth\n", "next: born\n"}, {"  birth:\n", "  born:\n"}});
  EXPECT_EQ(standing(renamed, "birth"), "born 3/3") << "the first screen without an answer";

  const auto consent = compare({{"\"1/1\"", "\"1/2\""}});
  EXPECT_TRUE(consent.consent_changed);
  EXPECT_EQ(standing(consent, "birth"), "language 0/3 anew");

  const auto type = compare({{"type: name", "type: number"}});
  EXPECT_EQ(standing(type, "birth"), "first_name 2/3") << "her name is none now";
}

// The test of the tool: it stands on every screen that somebody may stand on.
TEST(SampleCalls, ComeToEveryScreen) {
  const auto sample_version = version(sample());
  const auto& dialog = *sample_version.dialog;
  const auto sessions = sample_sessions(dialog, {160, 70}, kToday);
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    if (dialog.screens[i].kind == Screen::Kind::end) continue;
    EXPECT_FALSE(sessions[i].empty()) << dialog.screens[i].name;
    EXPECT_LE(sessions[i].size(), kSamplesMax);
    for (const auto& one : sessions[i]) EXPECT_EQ(one.screen, i);
  }
}

}  // namespace
}  // namespace jisr::dialogs
