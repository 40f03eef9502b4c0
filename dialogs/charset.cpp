// The GSM 03.38 default alphabet and its extension table (3GPP TS 23.038, 6.2.1 and 6.2.1.1) as a
// lookup by code point: 0 outside, 1 septet, or 2 with the escape.
#include "dialogs/charset.hpp"

#include <array>
#include <utility>

namespace jisr::dialogs {

namespace {

constexpr std::size_t kLatinEnd = 0x100;

constexpr std::array<unsigned char, kLatinEnd> make_latin() {
  std::array<unsigned char, kLatinEnd> septets{};
  for (char32_t c = U'0'; c <= U'9'; ++c) septets[c] = 1;
  for (char32_t c = U'A'; c <= U'Z'; ++c) septets[c] = 1;
  for (char32_t c = U'a'; c <= U'z'; ++c) septets[c] = 1;
  for (const char32_t c : U"\n\r @$_!\"#%&'()*+,-./:;<=>?£¥èéùìòÇØøÅåÆæßÉ¤¡ÄÖÑÜ§¿äöñüà") {
    if (c != 0) septets[c] = 1;
  }
  for (const char32_t c : U"\f^{}\\[~]|") {
    if (c != 0) septets[c] = 2;
  }
  return septets;
}
constexpr auto kLatin = make_latin();

std::size_t septets_of(char32_t c) {
  if (c < kLatinEnd) return kLatin[c];
  switch (c) {
    case U'Δ':
    case U'Φ':
    case U'Γ':
    case U'Λ':
    case U'Ω':
    case U'Π':
    case U'Ψ':
    case U'Σ':
    case U'Θ':
    case U'Ξ':
      return 1;
    case U'€':
      return 2;
    default:
      return 0;
  }
}

// The code point at the front of `text`, which moves behind it. An invalid byte is U+FFFD.
char32_t take(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xC2 ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  char32_t point = size < 2 ? lead : lead & (0x7FU >> size);
  bool good = size > 0 && size <= text.size();
  for (std::size_t i = 1; good && i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    good = (byte & 0xC0) == 0x80;
    point = (point << 6) | (byte & 0x3F);
  }
  text.remove_prefix(good ? size : 1);
  return good ? point : 0xFFFD;
}

struct Spelling {
  std::string_view from;
  std::string_view to;
};
constexpr Spelling kSpellings[] = {
    {"ç", "c"},  {"ê", "e"},      {"ë", "e"},      {"â", "a"},   {"á", "a"}, {"ã", "a"},
    {"î", "i"},  {"ï", "i"},      {"í", "i"},      {"ô", "o"},   {"ó", "o"}, {"õ", "o"},
    {"û", "u"},  {"ú", "u"},      {"œ", "oe"},     {"ÿ", "y"},   {"À", "A"}, {"Â", "A"},
    {"È", "E"},  {"Ê", "E"},      {"Ë", "E"},      {"Î", "I"},   {"Ï", "I"}, {"Ô", "O"},
    {"Œ", "OE"}, {"Ù", "U"},      {"Û", "U"},      {"’", "'"},   {"‘", "'"}, {"“", "\""},
    {"”", "\""}, {"«", "\""},     {"»", "\""},     {"…", "..."}, {"–", "-"}, {"—", "-"},
    {"°", "o"},  {"\u00A0", " "}, {"\u202F", " "}, {"\t", " "},  {"`", "'"}};

}  // namespace

std::string_view name(Encoding encoding) {
  return encoding == Encoding::gsm7 ? "gsm7" : "ucs2";
}

Cost cost(std::string_view utf8) {
  std::size_t septets = 0;
  std::size_t units = 0;
  bool gsm7 = true;
  while (!utf8.empty()) {
    const auto byte = static_cast<unsigned char>(utf8.front());
    char32_t c = byte;
    if (byte < 0x80) {  // most of what is counted, on every answer
      utf8.remove_prefix(1);
    } else {
      c = take(utf8);
    }
    const auto own = c < kLatinEnd ? kLatin[c] : septets_of(c);
    gsm7 = gsm7 && own > 0;
    septets += own;
    units += c > 0xFFFF ? 2 : 1;
  }
  return gsm7 ? Cost{Encoding::gsm7, septets} : Cost{Encoding::ucs2, units};
}

long room(std::string_view utf8, const Limit& limit) {
  const auto own = cost(utf8);
  const auto most = own.encoding == Encoding::gsm7 ? limit.gsm7 : limit.ucs2;
  return static_cast<long>(most) - static_cast<long>(own.units);
}

bool fits(std::string_view utf8, const Limit& limit) {
  return room(utf8, limit) >= 0;
}

std::size_t sms_parts(std::string_view utf8) {
  const auto own = cost(utf8);
  const bool gsm7 = own.encoding == Encoding::gsm7;
  const std::size_t alone = gsm7 ? 160 : 70;
  const std::size_t part = gsm7 ? 153 : 67;
  return own.units <= alone ? 1 : (own.units + part - 1) / part;
}

std::optional<Culprit> first_outside_gsm7(std::string_view utf8) {
  const std::string_view whole = utf8;
  while (!utf8.empty()) {
    const auto offset = whole.size() - utf8.size();
    if (septets_of(take(utf8)) > 0) continue;
    const auto character = whole.substr(offset, whole.size() - utf8.size() - offset);
    for (const auto& spelling : kSpellings) {
      if (spelling.from == character) {
        return Culprit{offset, std::string(character), std::string(spelling.to)};
      }
    }
    return Culprit{offset, std::string(character), {}};
  }
  return std::nullopt;
}

}  // namespace jisr::dialogs
