// Character by character; ICU only for capitals outside ASCII.
#include "dialogs/rewrite.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace jisr::dialogs {

namespace {

bool ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

bool ascii_sign(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && !digit(c) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
}

void change_case(std::string& text, bool upper) {
  if (!ascii(text)) {
    auto wide = icu::UnicodeString::fromUTF8(text);
    std::string out;
    (upper ? wide.toUpper(icu::Locale::getRoot()) : wide.toLower(icu::Locale::getRoot()))
        .toUTF8String(out);
    text = std::move(out);
    return;
  }
  const char first = upper ? 'a' : 'A';
  for (char& c : text) {
    if (c >= first && c < first + 26) c = static_cast<char>(c ^ 0x20);
  }
}

void apply(Rewrite one, std::string& text) {
  switch (one) {
    case Rewrite::upper:
    case Rewrite::lower:
      change_case(text, one == Rewrite::upper);
      return;
    case Rewrite::digits:
      std::erase_if(text, [](char c) { return !digit(c); });
      return;
    case Rewrite::alphanumeric:
      std::erase_if(text, ascii_sign);
      return;
    case Rewrite::no_spaces:
      std::erase(text, ' ');
      return;
    case Rewrite::no_leading_zeros:
      text.erase(0, std::min(text.find_first_not_of('0'), text.empty() ? 0 : text.size() - 1));
      return;
  }
}

}  // namespace

const std::vector<std::string>& rewrite_words() {
  static const std::vector<std::string> kWords = {"upper",        "lower",     "digits",
                                                  "alphanumeric", "no_spaces", "no_leading_zeros"};
  return kWords;
}

std::string rewrite(const std::vector<Rewrite>& all, std::string_view input) {
  std::string text(input);
  for (const auto one : all) apply(one, text);
  return text;
}

}  // namespace jisr::dialogs
