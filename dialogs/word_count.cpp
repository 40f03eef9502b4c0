// Words are runs of letters and combining marks, as ICU knows them.
#include "dialogs/word_count.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace jisr::dialogs {

namespace {

class Counter {
 public:
  WordCount count(std::string_view text) {
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
      if (text[static_cast<std::size_t>(at)] == '{') {
        const auto end = text.find('}', static_cast<std::size_t>(at));
        end_word();
        if (end != std::string_view::npos) at = static_cast<std::int32_t>(end);
        ++at;
        continue;
      }
      const auto from = static_cast<std::size_t>(at);
      UChar32 point = 0;
      U8_NEXT(text.data(), at, size, point);
      const auto bytes = text.substr(from, static_cast<std::size_t>(at) - from);
      const bool mark = point > 0 && u_charType(point) == U_NON_SPACING_MARK;
      if (point > 0 && (u_isalpha(point) || mark)) {
        word_ += bytes;
        letters_ += mark ? 0 : 1;
      } else {
        end_word();
        const bool stops = point == '.' || point == '!' || point == '?' || point == ':' ||
                           point == '\n' || point == 0x061F;  // ؟
        if (stops) end_sentence();
      }
    }
    end_word();
    end_sentence();
    return std::move(out_);
  }

 private:
  void end_word() {
    if (letters_ == 0) return;
    constexpr std::size_t kLong = 6;
    ++out_.words;
    ++in_sentence_;
    out_.letters += letters_;
    if (letters_ > kLong) ++out_.long_words;
    if (letters_ > longest_) {
      longest_ = letters_;
      out_.longest_word = word_;
    }
    word_.clear();
    letters_ = 0;
  }

  void end_sentence() {
    if (in_sentence_ == 0) return;
    ++out_.sentences;
    out_.longest_sentence = std::max(out_.longest_sentence, in_sentence_);
    in_sentence_ = 0;
  }

  WordCount out_;
  std::string word_;
  std::size_t letters_ = 0;
  std::size_t longest_ = 0;
  std::size_t in_sentence_ = 0;
};

double part(std::size_t some, std::size_t of) {
  return of == 0 ? 0 : static_cast<double>(some) / static_cast<double>(of);
}

}  // namespace

void WordCount::add(const WordCount& more) {
  sentences += more.sentences;
  words += more.words;
  letters += more.letters;
  long_words += more.long_words;
  longest_sentence = std::max(longest_sentence, more.longest_sentence);
  if (more.longest_word.size() > longest_word.size()) longest_word = more.longest_word;
}

double WordCount::letters_a_word() const {
  return part(letters, words);
}
double WordCount::words_a_sentence() const {
  return part(words, sentences);
}
double WordCount::lix() const {
  return words_a_sentence() + 100 * part(long_words, words);
}

WordCount count_words(std::string_view text) {
  return Counter().count(text);
}

}  // namespace jisr::dialogs
