// Whole words only; in Arabic with "and" or "in" before them, the article, and ة behind.
#include "dialogs/numerals.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogs/compilation.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

using Known = std::pair<std::string_view, int>;

constexpr std::array kFrench = {
    Known{"deux", 2},    Known{"trois", 3},     Known{"quatre", 4},     Known{"cinq", 5},
    Known{"six", 6},     Known{"sept", 7},      Known{"huit", 8},       Known{"dix", 10},
    Known{"onze", 11},   Known{"douze", 12},    Known{"quinze", 15},    Known{"vingt", 20},
    Known{"trente", 30}, Known{"quarante", 40}, Known{"cinquante", 50}, Known{"soixante", 60},
    Known{"cent", 100},  Known{"mille", 1000}};
constexpr std::array kArabic = {
    Known{"اثنان", 2},   Known{"اثنين", 2},   Known{"اثنتان", 2}, Known{"اثنتين", 2},
    Known{"ثلاث", 3},    Known{"أربع", 4},    Known{"اربع", 4},   Known{"خمس", 5},
    Known{"ست", 6},      Known{"سبع", 7},     Known{"ثمان", 8},   Known{"ثماني", 8},
    Known{"تسع", 9},     Known{"عشر", 10},    Known{"عشرون", 20}, Known{"عشرين", 20},
    Known{"ثلاثين", 30}, Known{"أربعين", 40}, Known{"خمسين", 50}};

// A letter of a word; of other scripts than Latin all that is no mark of punctuation.
bool letter(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || value >= 0x80;
}

std::string lower(std::string_view word) {
  std::string out(word);
  for (auto& byte : out) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return out;
}

int french(std::string_view word) {
  const auto small = lower(word);
  for (const auto& [known, number] : kFrench) {
    if (small == known) return number;
  }
  return 0;
}

int arabic(std::string_view word, std::size_t& joined) {
  for (const std::string_view front : {"", "و", "ب", "ف", "ال", "بال", "وال"}) {
    if (!word.starts_with(front)) continue;
    const auto rest = word.substr(front.size());
    for (const auto& [known, number] : kArabic) {
      if (!rest.starts_with(known)) continue;
      const auto behind = rest.substr(known.size());
      if (!behind.empty() && behind != "ة") continue;
      joined = front.size();
      return number;
    }
  }
  return 0;
}

}  // namespace

std::vector<NumberWord> number_words(std::string_view text, std::string_view language) {
  std::vector<NumberWord> found;
  const bool right_to_left = language.starts_with("ar");
  if (!right_to_left && !language.starts_with("fr")) return found;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '{') {  // a placeholder is no word
      at = std::min(text.find('}', at), text.size() - 1) + 1;
      continue;
    }
    auto end = at;
    while (end < text.size() && letter(text[end])) ++end;
    if (end == at) {
      ++at;
      continue;
    }
    std::size_t joined = 0;
    const auto word = text.substr(at, end - at);
    const int number = right_to_left ? arabic(word, joined) : french(word);
    if (number > 0) found.push_back({at + joined, word.size() - joined, number});
    at = end;
  }
  return found;
}

void check_numerals(Compilation& c) {
  for (const auto& written : c.written) {
    for (const auto& words : written.words) {
      if (words.language == kEveryLanguage) continue;
      const auto& language = c.dialog.languages[words.language];
      if (!language.enabled) continue;
      const auto& text = words.node.text();
      for (const auto& one : number_words(text, language.code)) {
        c.findings.warning("W651", c.within(words.node, one.offset),
                           "the number \"" + text.substr(one.offset, one.size) +
                               "\" is read sooner as " + std::to_string(one.number),
                           "write the digits",
                           code_points(std::string_view(text).substr(one.offset, one.size)));
      }
    }
  }
}

}  // namespace jisr::dialogs
