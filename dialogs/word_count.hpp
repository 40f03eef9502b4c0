// How long the words and sentences of a text are. For a screen of a few words plain counts are all
// that can be said honestly: readability formulas were made for a hundred words and more, and for
// Arabic none is established without its vowels (docs/translating.md). Pure; any thread.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace jisr::dialogs {

struct WordCount {
  std::size_t sentences = 0;  // a line that stands alone is one
  std::size_t words = 0;      // placeholders and numbers are none
  std::size_t letters = 0;
  std::size_t long_words = 0;        // of more than six letters
  std::size_t longest_sentence = 0;  // words
  std::string longest_word;

  void add(const WordCount& more);
  [[nodiscard]] double letters_a_word() const;
  [[nodiscard]] double words_a_sentence() const;
  // Björnsson's LIX: words a sentence and per cent of long words, added up. 20 is a children's
  // book, 40 a newspaper, 60 a law. For languages with alphabets of vowels, and for whole dialogs.
  [[nodiscard]] double lix() const;
};

WordCount count_words(std::string_view text);

}  // namespace jisr::dialogs
