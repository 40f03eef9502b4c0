// What the compiler makes of a sound dialog, and what it says of an unsound one.
#include "dialogs/compile.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A text with its placeholders as they were written.
std::string written(const Dialog& dialog, const Template& text) {
  std::string out;
  for (const auto& one : text) {
    const auto most = one.length_max > 0 ? ":" + std::to_string(one.length_max) : "";
    switch (one.kind) {
      case Segment::Kind::field:
        out += "{" + dialog.fields[one.field].name + most + "}";
        break;
      case Segment::Kind::reference:
        out += "{reference}";
        break;
      case Segment::Kind::page:
        out += "{page}";
        break;
      case Segment::Kind::pages:
        out += "{pages}";
        break;
      default:
        out += one.text;
    }
  }
  return out;
}

TEST(Compile, FindsSeededMistakesAtTheirPlaces) {
  const auto path =
      std::filesystem::path(test::kSourceDir) / "tests/unit/dialogs/fixtures/mistakes.yaml";
  const auto yaml = read_file(path);
  ASSERT_TRUE(yaml);
  const auto compiled = compile_text(*yaml);
  EXPECT_EQ(compiled.dialog, nullptr);
  EXPECT_EQ(listed(compiled.findings),
            "E101 12:1\n"    // wrong_trise
            "E300 19:3\n"    // previous has no fr
            "E212 26:29\n"   // {setting.age_mni}
            "E114 44:15\n"   // key 1 twice
            "E210 44:53\n"   // sory
            "E113 45:15\n"   // 010
            "E111 48:11\n"   // nmae
            "E118 56:14\n"   // age_min above age_max
            "E211 61:12\n"   // {nom}
            "E411 65:3\n"    // rights and again, round and round
            "E217 71:32\n"   // yse
            "E414 72:44\n"   // {birth} on a way that never asked it
            "E410 74:3\n"    // forgotten
            "E301 81:39\n"   // an empty text
            "E303 84:43\n")  // no registration, no reference
      << render(compiled.findings.all().front(), *yaml);
}

TEST(Compile, MakesTheDialogThatWasWritten) {
  const auto compiled = compile_text(sample());
  ASSERT_NE(compiled.dialog, nullptr) << listed(compiled.findings);
  const auto& dialog = *compiled.dialog;
  EXPECT_EQ(dialog.name, "sample");
  EXPECT_EQ(dialog.version, "1");
  EXPECT_EQ(dialog.consent_version, "1/1");
  ASSERT_EQ(dialog.languages.size(), 3U);
  EXPECT_EQ(dialog.languages[1].name, "العربية");
  EXPECT_FALSE(dialog.languages[2].enabled);
  EXPECT_EQ(dialog.screens[dialog.start].name, "language");
  EXPECT_EQ(dialog.screens[dialog.give_up].name, "sorry");
  EXPECT_EQ(dialog.screens.size(), 10U);

  const auto& language = dialog.screens[dialog.screen("language")];
  ASSERT_EQ(language.choices.size(), 2U);  // the disabled one is not offered
  EXPECT_EQ(language.choices[1].key, "2");
  EXPECT_EQ(language.choices[1].language, 1);
  EXPECT_EQ(written(dialog, language.choices[1].label[0]), "العربية");

  const auto& consent = dialog.screens[dialog.screen("consent")];
  EXPECT_EQ(consent.field, dialog.field("consent"));
  EXPECT_EQ(consent.place.line, 48);
  EXPECT_EQ(consent.choices[0].value, "given");
  EXPECT_EQ(consent.choices[0].next, kNone);
  ASSERT_EQ(consent.choices[0].set.size(), 1U);
  EXPECT_EQ(consent.choices[0].set[0].field, dialog.field("sms_ok"));
  EXPECT_EQ(consent.choices[1].next, dialog.screen("sorry"));
  EXPECT_TRUE(consent.choices[1].value.empty());

  const auto& birth = dialog.screens[dialog.screen("birth")];
  EXPECT_EQ(birth.rule.type, FieldType::birth);
  EXPECT_EQ(birth.rule.age_min, 18);
  EXPECT_EQ(birth.rule.example, "1990");
  EXPECT_EQ(written(dialog, birth.text[0]), "Naissance\nex. 1990");  // no line end at the end
  EXPECT_EQ(written(dialog, birth.errors.at(Wrong::future)[0]), "Encore. Ex. 1990");
  EXPECT_EQ(written(dialog, birth.errors.at(Wrong::under_age)[0]), "Trop jeune");
  EXPECT_EQ(birth.wrong_max, 2);
  EXPECT_EQ(birth.wrong_next, dialog.screen("town"));
  EXPECT_EQ(dialog.fields[birth.field].screen, dialog.screen("birth"));
  EXPECT_EQ(dialog.fields[birth.field].type, FieldType::birth);

  const auto& town = dialog.screens[dialog.screen("town")];
  ASSERT_EQ(town.list.where.size(), 1U);
  EXPECT_EQ(town.list.where[0].constant, "north");
  EXPECT_EQ(town.list.label_columns[1], 3U);
  EXPECT_TRUE(town.list.by_letters);
  const auto& street = dialog.screens[dialog.screen("street")];
  EXPECT_EQ(street.list.where[0].field, dialog.field("town"));
  EXPECT_TRUE(street.list.skip_single);
  EXPECT_EQ(street.when.kind, Condition::Kind::constant);
  EXPECT_TRUE(street.when.value);

  const auto& summary = dialog.screens[dialog.screen("summary")];
  ASSERT_EQ(summary.choices.size(), 2U);
  EXPECT_EQ(summary.choices[0].act, Choice::Act::confirm);
  EXPECT_EQ(summary.choices[1].act, Choice::Act::change);
  EXPECT_EQ(summary.changes[0].from, dialog.screen("first_name"));
  EXPECT_EQ(written(dialog, summary.text[1]), "{first_name:12} {town}");

  const auto& done = dialog.screens[dialog.screen("done")];
  EXPECT_TRUE(done.effects.registers);
  EXPECT_EQ(written(dialog, done.effects.sms[0]), "Dossier {reference}");
  EXPECT_EQ(done.effects.sms_when.values, std::vector<std::string>{"yes"});
  const auto under_age = static_cast<std::size_t>(Phrase::wrong_under_age);
  EXPECT_EQ(written(dialog, dialog.phrases[under_age][0]), "De 18 ans");
}

TEST(Compile, BracesAndSettingsInTexts) {
  const auto yaml = edited(sample(), {{"fr: Prenom", "fr: \"{{x} }} {setting.adult}{{\""}});
  const auto compiled = compile_text(yaml, sample_files(), {{"adult", "21"}});
  ASSERT_NE(compiled.dialog, nullptr) << listed(compiled.findings);
  const auto& dialog = *compiled.dialog;
  const auto& name = dialog.screens[dialog.screen("first_name")];
  EXPECT_EQ(written(dialog, name.text[0]), "{x} }} 21{");
  EXPECT_EQ(dialog.screens[dialog.screen("birth")].rule.age_min, 21);
}

TEST(Compile, SettingsDecideConditions) {
  const auto off = compile_text(sample(), sample_files(), {{"streets", "false"}});
  ASSERT_NE(off.dialog, nullptr) << listed(off.findings);
  EXPECT_FALSE(off.dialog->screens[off.dialog->screen("street")].when.value);
}

TEST(Compile, TheHashTellsVersionsApart) {
  const auto hash = [](const std::string& yaml, const std::map<std::string, std::string>& files,
                       const std::map<std::string, std::string>& settings) {
    const auto compiled = compile_text(yaml, files, settings);
    return compiled.dialog ? compiled.dialog->hash : 0;
  };
  const auto files = sample_files();
  const auto plain = hash(sample(), files, {});
  EXPECT_NE(plain, 0U);
  EXPECT_EQ(hash(sample(), files, {}), plain);
  std::string windows;
  for (const char c : sample()) windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(hash(windows, files, {}), plain);
  EXPECT_EQ(hash(sample(), files, {{"adult", "18"}}), plain);

  EXPECT_NE(hash(edited(sample(), {{"Prenom", "Nom"}}), files, {}), plain);
  EXPECT_NE(hash(sample(), files, {{"adult", "19"}}), plain);
  auto other = files;
  other["towns.csv"] += "north,t4,Asilah,أصيلة\n";
  other["streets.csv"] += "t4,s4,D\n";
  EXPECT_NE(hash(sample(), other, {}), plain);
}

TEST(Compile, EarlierFindingsDoNotSpoilADialog) {
  Findings findings;
  findings.error("E999", {"gateway.yaml", 1, 1}, "something else");
  CompileOptions options;
  options.read_file = [](const std::string& path) { return sample_files().at(path); };
  EXPECT_NE(compile(sample(), "sample.yaml", options, findings), nullptr);
}

TEST(Compile, TheProgrammesDialogIsSound) {
  const auto file = std::filesystem::path(test::kSourceDir) / "config/dialogs/jisr.yaml";
  const auto yaml = read_file(file);
  ASSERT_TRUE(yaml);
  const std::map<std::string, std::string> variants[] = {
      {}, {{"national_id", "true"}, {"disability", "true"}}};
  for (const auto& settings : variants) {
    CompileOptions options;
    options.settings = settings;
    options.read_file = [&](const std::string& path) {
      return read_file(file.parent_path() / path);
    };
    Findings findings;
    EXPECT_NE(compile(*yaml, "jisr.yaml", options, findings), nullptr);
    for (const auto& one : findings.all()) {
      EXPECT_NE(one.severity, Severity::error) << render(one, *yaml);
    }
  }
}

// Files come from people and editors: whatever stands in one, compile() answers with findings.
TEST(Compile, SurvivesBrokenFiles) {
  const auto whole = sample();
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    compile_text(whole.substr(0, length));
  }
  std::mt19937 random(20261123);
  const auto below = [&](std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most - 1)(random);
  };
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < whole.size();) {
    const auto end = whole.find('\n', at) + 1;
    lines.push_back(whole.substr(at, end - at));
    at = end;
  }
  for (int round = 0; round < 400; ++round) {
    auto mixed = lines;
    for (int i = 0; i < 3; ++i) {
      const auto at = below(mixed.size());
      switch (below(4)) {
        case 0:
          mixed.erase(mixed.begin() + static_cast<long>(at));
          break;
        case 1:
          std::swap(mixed[at], mixed[below(mixed.size())]);
          break;
        case 2:
          mixed.insert(mixed.begin() + static_cast<long>(at), lines[below(lines.size())]);
          break;
        default:
          if (!mixed[at].empty()) mixed[at][below(mixed[at].size())] = "{}[]:,\"-#x0 \n"[below(13)];
      }
    }
    std::string yaml;
    for (const auto& line : mixed) yaml += line;
    SCOPED_TRACE(yaml);
    const auto compiled = compile_text(yaml);
    EXPECT_EQ(compiled.dialog == nullptr, compiled.findings.has_errors());
  }
}

}  // namespace
}  // namespace jisr::dialogs
