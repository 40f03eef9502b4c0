// Which texts of a dialog a native speaker has read, as its file says under `reviewed`. A review
// holds for the words that were read: when they change, the text is unread again. Pure; any thread.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/yaml.hpp"

namespace jisr::dialogs {

struct Catalog;
struct CatalogEntry;

// What one person read at one time.
struct Review {
  std::string language;                      // BCP 47
  std::string by;                            // whom to ask
  std::string on;                            // "2026-11-29"
  std::map<std::string, std::string> texts;  // CatalogEntry::id → words_mark() of what was read
  bool operator==(const Review&) const = default;
};

// `reviewed` of a dialog, which may be missing. E652: not as jisr texts reviewed writes it.
std::vector<Review> read_reviews(const Yaml& root, const std::vector<Language>& languages,
                                 Findings& findings);

// Eight hex digits that stand for the words of a text in one language.
std::string words_mark(const std::vector<std::string>& forms);

struct TextReview {
  enum class State {
    missing,  // the language has no words for it
    unread,
    changed,  // since it was read
    read,
  };
  State state = State::unread;
  std::string by;
  std::string on;
};
// The last review counts. `language` is an index.
TextReview review_of(const Catalog& catalog, const CatalogEntry& entry, std::size_t language);

// Adds a review; what it names is taken out of earlier ones.
void add_review(std::vector<Review>& reviews, Review made);

// The file with these reviews in place of those that it had; all else stays, byte for byte, but
// comments within `reviewed`. Empty when the file is no map.
std::string with_reviews(std::string_view yaml, const std::vector<Review>& reviews,
                         const std::vector<Language>& languages);

}  // namespace jisr::dialogs
