// Normalising with ICU, and a fast way for the ASCII that most answers are.
#include "dialogs/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace jisr::dialogs {

namespace {

std::string collapse(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool invisible(UChar32 c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x061C || c == 0xFEFF || c == 0x00AD;
}

UChar32 fold(UChar32 c) {
  if (c >= 0x0660 && c <= 0x0669) return '0' + (c - 0x0660);
  if (c >= 0x06F0 && c <= 0x06F9) return '0' + (c - 0x06F0);
  if (c >= 0xFF10 && c <= 0xFF19) return '0' + (c - 0xFF10);
  if (c == 0x00A0 || c == 0x202F || c == 0x2007 || (c >= 0x80 && c < 0xA0)) return ' ';
  return c;
}

icu::UnicodeString normalised(const icu::Normalizer2* form, const icu::UnicodeString& text) {
  UErrorCode failed = U_ZERO_ERROR;
  auto out = form->normalize(text, failed);
  return U_FAILURE(failed) ? text : out;
}

const icu::Normalizer2* nfc() {
  static UErrorCode failed = U_ZERO_ERROR;
  static const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(failed);
  return form;
}

const icu::Normalizer2* nfkd() {
  static UErrorCode failed = U_ZERO_ERROR;
  static const icu::Normalizer2* form = icu::Normalizer2::getNFKDInstance(failed);
  return form;
}

// The letter under which the spellings of one Arabic name meet; 0 for a mark that does not count.
UChar32 arabic_key(UChar32 c) {
  switch (c) {
    case 0x0623:
    case 0x0625:
    case 0x0622:
    case 0x0671:
      return 0x0627;  // أ إ آ ٱ → ا
    case 0x0649:
    case 0x06CC:
    case 0x0626:
      return 0x064A;  // ى ی ئ → ي
    case 0x0624:
      return 0x0648;  // ؤ → و
    case 0x0629:
      return 0x0647;  // ة → ه
    case 0x06A9:
    case 0x06AD:
    case 0x06AF:
    case 0x0763:
      return 0x0643;  // ک ڭ گ ݣ → ك
    case 0x06A4:
      return 0x0641;  // ڤ → ف
    case 0x067E:
      return 0x0628;  // پ → ب
    case 0x0640:
    case 0x0670:
      return 0;  // tatweel, dagger alif
    default:
      return c;
  }
}

}  // namespace

std::string normalise(std::string_view input) {
  if (input.size() > kInputBytesMax) {
    std::size_t end = kInputBytesMax;
    while (end > 0 && !begins_character(input[end])) --end;
    input = input.substr(0, end);
  }
  const bool ascii = std::all_of(input.begin(), input.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return collapse(input);
  const auto text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(input.data(), static_cast<int>(input.size())));
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!invisible(c)) kept.append(fold(c));
  }
  std::string out;
  normalised(nfc(), kept).toUTF8String(out);
  return collapse(out);
}

std::string search_key(std::string_view text) {
  const auto decomposed = normalised(nfkd(), icu::UnicodeString::fromUTF8(icu::StringPiece(
                                                 text.data(), static_cast<int>(text.size()))));
  icu::UnicodeString key;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    UChar32 c = decomposed.char32At(i);
    // NFKD parts أ into ا and a mark: all marks fall away here, Arabic vowels among them.
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    c = arabic_key(fold(c));
    if (c != 0 && u_isalnum(c)) key.append(u_toupper(c));
  }
  // The article is often left out: العيون is looked for under ع, El Ouatia under O.
  static const icu::UnicodeString kArticle = icu::UnicodeString::fromUTF8("ال");
  if (key.length() > 4 && key.startsWith(kArticle)) key.remove(0, 2);
  std::string out;
  key.toUTF8String(out);
  const bool latin_article =
      text.size() > 3 &&
      (text.starts_with("El ") || text.starts_with("Al ") || text.starts_with("EL ") ||
       text.starts_with("el ") || text.starts_with("al "));
  return latin_article ? out.substr(2) : out;
}

bool valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return false;
  }
  return true;
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), begins_character));
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace jisr::dialogs
