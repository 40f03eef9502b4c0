// Reviews that hold for the words that were read, numbers in words, lengths, and how much of a page
// the screens of the shipped dialog take.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "dialogs/catalog.hpp"
#include "dialogs/numerals.hpp"
#include "dialogs/page_table.hpp"
#include "dialogs/text_table.hpp"
#include "dialogs/word_count.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/sample.hpp"
#include "tests/unit/dialogs/sample_options.hpp"

namespace jisr::dialogs {
namespace {

using State = TextReview::State;

Catalog catalog_of(const std::string& yaml) {
  Findings findings;
  auto catalog = read_catalog(yaml, "sample.yaml", sample_options(), findings);
  EXPECT_EQ(listed(findings), "");
  return catalog;
}

State state(const Catalog& catalog, const char* id, const char* language) {
  const auto* entry = catalog.entry(id);
  EXPECT_TRUE(entry) << id;
  return entry ? review_of(catalog, *entry, catalog.language(language)).state : State::missing;
}

Review review_all(const Catalog& catalog, const char* language) {
  Review review{language, "Amina, Guelmim", "2026-11-29", {}};
  for (const auto& entry : catalog.entries) {
    const auto& forms = entry.words[catalog.language(language)].forms;
    if (!forms.empty()) review.texts[entry.id] = words_mark(forms);
  }
  return review;
}

TEST(Reviews, NobodyHasReadATextBeforeSomebodySaysSo) {
  const auto catalog = catalog_of(sample());
  ASSERT_FALSE(catalog.entries.empty());
  for (const auto& entry : catalog.entries) {
    EXPECT_NE(review_of(catalog, entry, 0).state, State::read) << entry.id;
  }
}

TEST(Reviews, AreWrittenIntoTheFileAndHoldForTheseWords) {
  const auto before = catalog_of(sample());
  const auto id = before.entries.front().id;
  auto reviews = before.reviews;
  add_review(reviews, review_all(before, "fr"));
  const auto yaml = with_reviews(sample(), reviews, before.languages);
  const auto after = catalog_of(yaml);
  EXPECT_EQ(after.reviews, reviews);
  EXPECT_EQ(state(after, id.c_str(), "fr"), State::read);
  EXPECT_EQ(state(after, id.c_str(), "ar"), State::unread);
  EXPECT_NE(yaml.find("  ar: nobody\n"), std::string::npos);
  // Everything else stands as it stood.
  const auto at = yaml.find("reviewed:\n");
  const auto end = yaml.find("\nscreens:", at) + 1;
  EXPECT_EQ(yaml.substr(0, at) + yaml.substr(end), sample());
  const auto* words = &before.entry(id)->words[before.language("fr")].forms.front();
  auto changed = yaml;
  changed.replace(changed.find(*words), words->size(), "Autre");
  EXPECT_EQ(state(catalog_of(changed), id.c_str(), "fr"), State::changed);
}

TEST(Reviews, TheLastOneCounts) {
  const auto before = catalog_of(sample());
  std::vector<Review> reviews;
  add_review(reviews, review_all(before, "fr"));
  const auto all = reviews.front().texts.size();
  const auto id = before.entries.front().id;
  add_review(reviews, {"fr", "Zahra", "2026-12-01", {{id, reviews.front().texts.at(id)}}});
  ASSERT_EQ(reviews.size(), 2U);
  EXPECT_EQ(reviews[0].texts.size(), all - 1);
  const auto once = with_reviews(sample(), reviews, before.languages);
  EXPECT_EQ(with_reviews(once, reviews, before.languages), once);
  const auto after = catalog_of(once);
  EXPECT_EQ(review_of(after, *after.entry(id), after.language("fr")).by, "Zahra");
}

TEST(NumberWords, AreFoundInFrenchAndArabic) {
  const auto found = [](const char* text, const char* language) {
    std::string out;
    for (const auto& one : number_words(text, language)) {
      out += std::to_string(one.number) + " at " + std::to_string(one.offset) + ";";
    }
    return out;
  };
  EXPECT_EQ(found("Tapez Quatre chiffres", "fr"), "4 at 6;");
  EXPECT_EQ(found("Une carte neuve, centre six", "fr"), "6 at 24;");
  EXPECT_EQ(found("centre, dixit, {deux}", "fr"), "");
  EXPECT_EQ(found("بأربعة أرقام", "ar"), "4 at 2;");
  EXPECT_EQ(found("لست هنا", "ar"), "") << "not: six";
  EXPECT_EQ(found("four two", "en"), "");
}

TEST(WordCount, CountsWhatStandsInATextAndNothingElse) {
  const auto french = count_words("Gardez ce numero. {first_name:12}, vous etes enregistree!");
  EXPECT_EQ(french.words, 6U);
  EXPECT_EQ(french.sentences, 2U);
  EXPECT_EQ(french.longest_sentence, 3U);
  EXPECT_EQ(french.longest_word, "enregistree");
  EXPECT_EQ(french.long_words, 1U);
  EXPECT_NEAR(french.lix(), 3 + 100.0 / 6, 1e-9);
  const auto arabic = count_words("سنة الازدياد\nمثال 1990");
  EXPECT_EQ(arabic.words, 3U);
  EXPECT_EQ(arabic.sentences, 2U);
  EXPECT_EQ(arabic.letters, 15U);
  EXPECT_EQ(count_words("").words_a_sentence(), 0);
}

std::string read(const std::string& path) {
  std::ifstream in(std::string(test::kSourceDir) + "/config/dialogs/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Issue 6: every screen of jisr.yaml in Arabic and French on one page, except lists.
TEST(PageTable, EachScreenOfTheShippedDialogTakesOnePage) {
  for (const char* on : {"false", "true"}) {
    CompileOptions options;
    options.read_file = [](const std::string& path) -> std::optional<std::string> {
      return read(path);
    };
    options.settings = {{"national_id", on}, {"disability", on}, {"commune", on}};
    Findings findings;
    const auto dialog = compile(read("jisr.yaml"), "jisr.yaml", options, findings);
    ASSERT_TRUE(dialog);
    const auto rows = page_table(*dialog, {160, 70});
    std::size_t visible = 0;
    for (const auto& row : rows) {
      EXPECT_LE(row.units, row.limit) << row.screen << " " << row.language;
      if (row.list) continue;
      EXPECT_EQ(row.pages, 1U) << row.screen << " " << row.language;
      EXPECT_EQ(row.pages_wrong, 1U) << row.screen << " " << row.language;
      ++visible;
    }
    EXPECT_GT(visible, 30U);
    EXPECT_EQ(rows.size() % 2, 0U) << "two languages a screen";
  }
}

TEST(PageTable, TellsAScreenThatIsTooLong) {
  const auto compiled = compile_text(sample());
  ASSERT_TRUE(compiled.dialog);
  const auto narrow = page_table(*compiled.dialog, {40, 20});
  EXPECT_TRUE(std::any_of(narrow.begin(), narrow.end(),
                          [](const PageRow& row) { return !row.list && row.pages > 1; }));
}

TEST(TextTable, HasEachTextOnceWithItsDirection) {
  const auto catalog = catalog_of(sample());
  const auto compiled = compile_text(sample());
  ASSERT_TRUE(compiled.dialog);
  const auto chapter = text_chapter(catalog, *compiled.dialog, {});
  EXPECT_NE(chapter.find("<div dir=\"rtl\" lang=\"ar\">الاسم</div>"), std::string::npos) << chapter;
  EXPECT_NE(chapter.find("Prenom<br>6 ○"), std::string::npos) << chapter;
  EXPECT_NE(word_report(catalog, *compiled.dialog).find("LIX"), std::string::npos);
}

}  // namespace
}  // namespace jisr::dialogs
