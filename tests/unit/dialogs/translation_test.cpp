// Texts to translators and back: what comes back unchanged changes no byte, what changes is written
// where it belongs, and what does not belong to the dialog as it is now is refused whole.
#include "dialogs/translation.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "dialogs/po.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

struct File {
  std::string yaml;
  std::string name = "sample.yaml";
  CompileOptions options;
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

File sample_file() {
  File file{
      edited(sample(), {{"text: {fr: Au revoir, ar: مع السلامة}",
                         "text:\n      count: sms_ok\n"
                         "      fr: {one: \"{sms_ok} fois\", other: \"{sms_ok} fois tous\"}\n"
                         "      ar: مع السلامة"},
                        {"set: {sms_ok: \"yes\"}", "set: {sms_ok: \"1\"}"},
                        {"value: given,", "value: given, "},
                        {"- {key: 2, text: {fr: Non, ar: لا}, next: sorry}",
                         "- {key: 2, text: {fr: Non, ar: لا}, next: sorry, set: {sms_ok: \"2\"}}"},
                        {"field: sms_ok, is: \"yes\"", "field: sms_ok, is: \"1\""},
                        {"give_up: sorry", "give_up: gone"},
                        {"  sorry:\n",
                         "  gone: {kind: end, text: {fr: Adieu, ar: سلام}}\n"
                         "  sorry:\n"}}),
      "sample.yaml",
      {}};
  file.options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return sample_files().at(path);
  };
  return file;
}

File jisr_file(const std::string& name = "jisr.yaml") {
  const auto whole = std::string(test::kSourceDir) + "/config/dialogs/" + name;
  const auto folder = whole.substr(0, whole.rfind('/') + 1);
  File file{read(whole), whole.substr(folder.size()), {}};
  file.options.read_file = [folder](const std::string& path) { return read(folder + path); };
  return file;
}

Catalog catalog_of(const File& file) {
  Findings findings;
  auto catalog = read_catalog(file.yaml, file.name, file.options, findings);
  EXPECT_FALSE(findings.has_errors()) << listed(findings);
  EXPECT_FALSE(catalog.entries.empty());
  return catalog;
}

std::string po_of(const File& file, const std::string& language, const std::string& source) {
  const auto catalog = catalog_of(file);
  Findings findings;
  return write_po_catalog(catalog, catalog.language(language), catalog.language(source),
                          "2026-11-24 09:30+0000", findings)
      .value_or("");
}

Imported import_po(const File& file, const std::string& po, Findings& findings) {
  auto translation = read_po_catalog(po, "t.po", catalog_of(file), findings);
  if (!translation) return {};
  return import_texts(file.yaml, file.name, file.options, {*translation}, findings);
}

Imported import_csv(const File& file, const std::string& csv, Findings& findings) {
  const auto all = read_csv_catalog(csv, "t.csv", catalog_of(file), findings);
  if (findings.has_errors()) return {};
  return import_texts(file.yaml, file.name, file.options, all, findings);
}

// Each text made different and back: what is written both times must be what was there.
std::string with_every_text_changed(const std::string& po) {
  Findings findings;
  auto read = read_po(po, "t.po", findings);
  for (auto& entry : read->entries) {
    for (auto& text : entry.texts) {
      if (text.empty()) continue;
      const auto brace = text.rfind('}');
      text.insert(brace == std::string::npos ? text.size() : brace + 1, "\u0627");
    }
  }
  return write_po(*read);
}

TEST(Translation, ExportAndImportAreAnIdentity) {
  for (const auto& file : {sample_file(), jisr_file(), jisr_file("cooperative.yaml"),
                           jisr_file("examples/maternal.yaml"), jisr_file("examples/status.yaml"),
                           jisr_file("examples/training.yaml")}) {
    const auto catalog = catalog_of(file);
    for (const auto& language : catalog.languages) {
      for (const auto& source : catalog.languages) {
        if (!source.enabled) continue;
        Findings findings;
        const auto made = import_po(file, po_of(file, language.code, source.code), findings);
        EXPECT_TRUE(made.good) << language.code << "\n" << listed(findings);
        EXPECT_EQ(made.files.at(file.name), file.yaml) << language.code;
        EXPECT_EQ(made.changed + made.added, 0u);
      }
    }
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < catalog.languages.size(); ++i) all.push_back(i);
    Findings findings;
    const auto made =
        import_csv(file, write_csv_catalog(catalog, all, catalog.default_language), findings);
    EXPECT_TRUE(made.good) << listed(findings);
    EXPECT_EQ(made.files.at(file.name), file.yaml);
  }
}

TEST(Translation, ThereAndBackLeavesEveryByteAsItWas) {
  for (auto file : {sample_file(), jisr_file()}) {
    file.options.ussd = {2000, 2000};  // room for the longer texts
    const auto before = po_of(file, "fr", "ar");
    Findings findings;
    auto made = import_po(file, with_every_text_changed(before), findings);
    ASSERT_TRUE(made.good) << listed(findings);
    EXPECT_GT(made.changed, 20u);
    EXPECT_EQ(made.same, 0u);
    EXPECT_NE(made.files.at(file.name), file.yaml);
    const auto original = file.yaml;
    file.yaml = made.files.at(file.name);
    made = import_po(file, before, findings);
    ASSERT_TRUE(made.good) << listed(findings);
    EXPECT_EQ(made.files.at(file.name), original);
  }
}

// A block's texts are one however often it is used; those of a file of its own are written there.
TEST(Translation, BlocksAndFilesOfTheirOwn) {
  auto file = sample_file();
  const auto from = file.yaml.find("phrases:\n") + 9;
  const auto to = file.yaml.find("screens:\n");
  std::string phrases;
  std::istringstream lines(file.yaml.substr(from, to - from));
  for (std::string line; std::getline(lines, line);) phrases += line.substr(2) + "\n";
  const std::string block =
      "blocks:\n  asked:\n    parameters: [who, label]\n    start: ask\n    screens:\n"
      "      ask:\n        kind: question\n        type: name\n        field: <who>_name\n"
      "        text: {fr: \"Nom <who>\", ar: <label>}\n        next: return\n";
  file.yaml =
      file.yaml.substr(0, from - 9) + "phrases: words.yaml\n" + block +
      edited(file.yaml.substr(to),
             {{"    next: first_name\n", "    next: one\n"},
              {"  first_name:\n",
               "  one: {use: asked, with: {who: one, label: اسم}, next: two}\n"
               "  two: {use: asked, with: {who: two, label: نسب}, next: first_name}\n"
               "  first_name:\n"},
              {"\"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"",
               "\"Merci {one_name:5}{two_name:5}\", ar: \"شكرا {one_name:5}{two_name:5}\""}});
  file.options.read_file = [phrases](const std::string& path) -> std::optional<std::string> {
    if (path == "words.yaml") return phrases;
    return sample_files().at(path);
  };
  const auto catalog = catalog_of(file);
  ASSERT_NE(catalog.entry("blocks.asked.screens.ask.text"), nullptr);
  EXPECT_EQ(catalog.entry("blocks.asked.screens.ask.text")->words[1].forms[0], "<label>");
  ASSERT_NE(catalog.entry("phrases.back"), nullptr);
  Findings findings;
  const auto po = po_of(file, "fr", "ar");
  auto made = import_po(file, po, findings);
  ASSERT_TRUE(made.good) << listed(findings);
  EXPECT_EQ(made.files.at("sample.yaml"), file.yaml);
  EXPECT_EQ(made.files.at("words.yaml"), phrases);
  made = import_po(file,
                   edited(po, {{"\"Retour\"", "\"Revenir\""}, {"\"Nom <who>\"", "\"De <who>\""}}),
                   findings);
  ASSERT_TRUE(made.good) << listed(findings);
  EXPECT_EQ(made.files.at("sample.yaml"), edited(file.yaml, {{"Nom <who>", "De <who>"}}));
  EXPECT_EQ(made.files.at("words.yaml"), edited(phrases, {{"fr: Retour", "fr: Revenir"}}));
  EXPECT_FALSE(import_po(file, edited(po, {{"\"Nom <who>\"", "\"Nom\""}}), findings).good);
}

TEST(Translation, ALanguageIsAddedWhereItHasNoWords) {
  const auto file = jisr_file();
  Findings findings;
  auto po = read_po(po_of(file, "zgh", "fr"), "t.po", findings);
  std::size_t added = 0;
  for (auto& entry : po->entries) {
    if (entry.context == "sector.choices.1.text" || entry.context == "done.text") {
      entry.texts = {entry.context == "done.text" ? "ⵓⵟⵟⵓⵏ\n{reference}" : "ⴰⵎⴰⴽⴰⵍ, x"};
      ++added;
    }
  }
  ASSERT_EQ(added, 2u);
  const auto made = import_po(file, write_po(*po), findings);
  ASSERT_TRUE(made.good) << listed(findings);
  EXPECT_EQ(made.added, 2u);
  EXPECT_NE(listed(findings).find("W555"), std::string::npos) << "`sector` has no room for x";
  EXPECT_EQ(made.files.at(file.name),
            edited(file.yaml, {{"fr: \"Agriculture, élevage\"}",
                                "fr: \"Agriculture, élevage\", zgh: \"ⴰⵎⴰⴽⴰⵍ, x\"}"},
                               {"        Gardez ce numéro.\n",
                                "        Gardez ce numéro.\n      zgh: |\n        ⵓⵟⵟⵓⵏ\n"
                                "        {reference}\n"}}));
}

TEST(Translation, PluralFormsTravel) {
  const auto file = sample_file();
  Findings findings;
  auto po = read_po(po_of(file, "ar", "fr"), "t.po", findings);
  EXPECT_EQ(po->field("Plural-Forms").substr(0, 11), "nplurals=6;");
  for (auto& entry : po->entries) {
    if (entry.context != "sorry.text") continue;
    EXPECT_EQ(entry.id, "{sms_ok} fois");
    EXPECT_EQ(entry.id_plural, "{sms_ok} fois tous");
    EXPECT_EQ(entry.texts, std::vector<std::string>(6, "مع السلامة"));
    entry.texts = {"صفر {sms_ok}", "مرة", "مرتان", "{sms_ok} مرات", "{sms_ok} مرة", "{sms_ok} مرة"};
  }
  auto made = import_po(file, write_po(*po), findings);
  ASSERT_TRUE(made.good) << listed(findings);
  EXPECT_EQ(made.files.at(file.name),
            edited(file.yaml, {{"ar: مع السلامة",
                                "ar: {zero: \"صفر {sms_ok}\", one: مرة, two: مرتان, "
                                "few: \"{sms_ok} مرات\", many: \"{sms_ok} مرة\", "
                                "other: \"{sms_ok} مرة\"}"}}));
  auto next = file;
  next.yaml = made.files.at(file.name);
  const auto catalog = catalog_of(next);
  auto csv = write_csv_catalog(catalog, {catalog.language("ar")}, catalog.language("fr"));
  csv = edited(csv, {{"\"مرتان\"", "\"مرتين\""}});
  made = import_csv(next, csv, findings);
  ASSERT_TRUE(made.good) << listed(findings);
  EXPECT_EQ(made.files.at(file.name), edited(next.yaml, {{"two: مرتان", "two: مرتين"}}));
}

TEST(Translation, WhatDoesNotFitIsRefused) {
  const auto file = sample_file();
  const auto po = po_of(file, "ar", "fr");
  std::string many = "كلمة";
  for (int i = 0; i < 20; ++i) many += " كلمة";
  struct Case {
    std::vector<std::pair<std::string, std::string>> edits;
    const char* code;
  };
  const Case cases[] = {
      {{{"msgstr \"الاسم\"", "msgstr \"" + many + "\""}}, "E256"},
      {{{"msgstr \"ملف {reference}\"", "msgstr \"{reference} " + many + "\""}}, "E256"},
      {{{"msgstr \"رجوع\"", "msgstr \"رجوع إلى الشاشة السابقة قبل هذه الشاشة\""}}, "E256"},
      {{{"msgstr \"شكرا {first_name:12}\"", "msgstr \"شكرا\""}}, "E257"},
      {{{"msgstr \"موافقة\"", "msgstr \"موافقة {first_name}\""}}, "E257"},
      {{{"Language: ar", "Language: es"}}, "E258"},
      {{{"X-Jisr-Dialog: sample", "X-Jisr-Dialog: simple"}}, "E258"},
      {{{"X-Jisr-Source: fr\\n", "\\n"}}, "E258"},
      {{{"msgctxt \"consent.text\"", "msgctxt \"consents.text\""}}, "E259"},
      {{{"msgctxt \"first_name.text\"", "msgctxt \"consent.text\""}}, "E259"},
      {{{"msgid \"Prenom\"", "msgid \"Nom\""}}, "E260"},
      {{{"msgid \"Prenom\"", "\"Prenom\""}}, "E261"},
      {{{"msgstr \"شكرا {first_name:12}\"", "msgstr \"شكرا {first_name:0}\""}}, "E302"},
      {{{"msgstr \"رقم {reference}\"", "msgstr \"{reference\""}}, "E257"},
  };
  for (const auto& one : cases) {
    Findings findings;
    const auto made = import_po(file, edited(po, one.edits), findings);
    EXPECT_FALSE(made.good) << one.edits[0].second;
    ASSERT_TRUE(findings.has_errors()) << one.edits[0].second;
    for (const auto& found : findings.all()) {
      if (found.severity != Severity::error) continue;
      EXPECT_EQ(found.code, one.code) << found.sentence;
    }
  }
}

TEST(Translation, FuzzyAndMissingAreToldAndNotTaken) {
  const auto file = sample_file();
  auto po = edited(po_of(file, "ar", "fr"),
                   {{"msgctxt \"consent.text\"", "#, fuzzy\nmsgctxt \"consent.text\""},
                    {"msgstr \"موافقة\"", "msgstr \"قبول\""},
                    {"msgstr \"الاسم\"", "msgstr \"\""}});
  Findings findings;
  const auto made = import_po(file, po, findings);
  EXPECT_TRUE(made.good);
  EXPECT_EQ(made.fuzzy, 1u);
  EXPECT_EQ(made.missing, 1u);
  EXPECT_EQ(made.files.at(file.name), file.yaml);
  EXPECT_EQ(listed(findings), "W553 t.po:0:0\nW554 t.po:0:0\n");
}

TEST(Translation, ASheetSurvivesSpreadsheets) {
  const auto file = sample_file();
  const auto catalog = catalog_of(file);
  auto csv = write_csv_catalog(catalog, {catalog.language("ar")}, catalog.language("fr"));
  EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
  csv = edited(csv, {{"\"موافقة\"", "\"قبول\""}});
  std::string semicolons;  // as a French spreadsheet saves it, without the quotes that it can spare
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    semicolons += c == ',' && !quoted ? ';' : c;
  }
  for (const auto& sheet : {csv, semicolons}) {
    Findings findings;
    const auto made = import_csv(file, sheet, findings);
    EXPECT_TRUE(made.good) << listed(findings);
    EXPECT_EQ(made.files.at(file.name), edited(file.yaml, {{"ar: موافقة", "ar: قبول"}}));
  }
  const std::pair<std::vector<std::pair<std::string, std::string>>, const char*> wrong[] = {
      {{{"\"ar\"", "\"es\""}}, "E258"},
      {{{"\"id\"", "\"name\""}}, "E258"},
      {{{"\"fr (source)\"", "\"place \""}}, "E258"},
      {{{"\"ar room\"", "\"ar room"}}, "E220"},
      {{{"\"consent.text\"", "\"consent.txt\""}}, "E259"},
      {{{"\"Prenom\"", "\"Nom\""}}, "E260"},
  };
  for (const auto& [edits, code] : wrong) {
    Findings findings;
    EXPECT_FALSE(import_csv(file, edited(csv, edits), findings).good);
    ASSERT_TRUE(findings.has_errors()) << code;
    EXPECT_EQ(findings.all()[0].code, code);
  }
}

TEST(Catalog, NamesStayWhenOthersComeAndGo) {
  const auto names = [](const Catalog& catalog) {
    std::vector<std::string> all;
    for (const auto& entry : catalog.entries) all.push_back(entry.id);
    return all;
  };
  const auto file = sample_file();
  const auto before = names(catalog_of(file));
  auto more = file;
  more.yaml = edited(more.yaml, {{"      - {key: 1, value: given",
                                  "      - {key: 3, text: {fr: Et, ar: ثم}}\n"
                                  "      - {key: 1, value: given"}});
  auto after = names(catalog_of(more));
  EXPECT_EQ(std::erase(after, "consent.choices.3.text"), 1);
  EXPECT_EQ(after, before);
}

TEST(Catalog, SaysHowMuchRoomThereIs) {
  const auto catalog = catalog_of(jisr_file());
  const auto room = [&](const char* id, const char* language) {
    return catalog.entry(id)->words[catalog.language(language)].room;
  };
  // 70 less "1 أوافق", "2 لا" and "3 حقوقي" with their line ends; the way home gives way.
  EXPECT_EQ(room("consent.text", "ar"), "at most 49 characters on its page");
  EXPECT_EQ(room("done.text", "ar"), "at most 70 characters on its page; {reference} counts 8");
  EXPECT_EQ(room("done.sms.text", "fr"),
            "at most 160 characters in one message, 70 with one that is outside the GSM alphabet; "
            "{reference} counts 8");
  EXPECT_EQ(room("phrases.back", "fr"), "stands on many screens: keep it short");
}

}  // namespace
}  // namespace jisr::dialogs
