// All texts of a dialog as translators work on them: each with a name that stays the same when
// others come and go, the words of every language, and how much room there is on her phone.
// Pure; any thread.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/compile.hpp"
#include "dialogs/review.hpp"
#include "dialogs/yaml.hpp"

namespace jisr::dialogs {

// One language's words for a text: none, one text, or one for each of Locale::plurals().
struct CatalogWords {
  std::vector<std::string> forms;  // UTF-8, as written, without the last line end
  std::vector<Yaml> nodes;         // where each form stands, in the file that its place names
  std::string room;                // "at most 63 characters on its page": for people; may be empty
};

struct CatalogEntry {
  std::string id;                   // "consent.choices.1.text", "phrases.back", "hello.text.sms"
  std::string what;                 // "the text of consent"
  Place place;                      // of the first words
  bool plural = false;              // some language has forms for different numbers
  Yaml map;                         // by language
  std::vector<CatalogWords> words;  // by language index
};

struct Catalog {
  std::string dialog;  // its name
  std::string version;
  std::vector<Language> languages;
  std::uint8_t default_language = 0;
  std::map<std::string, std::string> sources;  // the dialog's file and its parts, by name
  std::vector<CatalogEntry> entries;  // in the order of the file; a text for all languages is none

  std::vector<Review> reviews;        // in the order of the file

  [[nodiscard]] std::size_t language(std::string_view code) const;  // index, or SIZE_MAX
  [[nodiscard]] const CatalogEntry* entry(std::string_view id) const;
};

// Of a dialog that compiles; with errors among the findings nothing must be done with the catalog.
Catalog read_catalog(std::string_view yaml, const std::string& file, const CompileOptions& options,
                     Findings& findings);

// How many pages each screen takes at most in each language, offered or not, with the longest
// answers and no error. By screen, then language.
std::vector<std::vector<std::size_t>> pages_taken(const Dialog& dialog, const Limit& limit);

}  // namespace jisr::dialogs
