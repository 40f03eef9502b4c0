// What she typed, made comparable: digits of any script folded to 0-9, invisible marks taken out,
// NFC, trimmed. ICU does the Unicode. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

namespace jisr::dialogs {

constexpr std::size_t kInputBytesMax =
    1024;  // longer input is cut at a character before anything else

// Normalises one answer: invalid UTF-8 replaced by U+FFFD, C0/C1 controls and line ends to spaces,
// NBSP to space, U+200B-200F, 202A-202E, 2066-2069, 061C, FEFF taken out, Arabic-Indic (U+0660),
// Persian (U+06F0) and full-width digits to 0-9, NFC, inner spaces collapsed, trimmed. Plain ASCII
// takes a fast path without ICU.
std::string normalise(std::string_view input);

// A key under which spellings of one name meet, for finding in lists by first letters. Never stored
// as the name itself. NFKC; Arabic: vowel signs, tatweel dropped, أإآٱ→ا, ىیئ→ي, ؤ→و, ة→ه, ک ڭ گ
// ݣ→ك, ڤ→ف, پ→ب, a leading definite article ال ignored; Latin: accents stripped, upper case,
// leading EL/AL ignored; apostrophes, hyphens, spaces dropped. See docs/texts for the sources of
// these equivalences.
std::string search_key(std::string_view text);

// Whole, well-formed UTF-8 without surrogates or overlong forms.
bool valid_utf8(std::string_view text);
std::size_t code_points(std::string_view utf8);
// Whether a character begins with this byte of well-formed UTF-8: it is none that goes on.
constexpr bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

// "…" with \" \\ \n and \t escaped, as YAML's double-quoted scalars and PO's strings have them.
std::string double_quoted(std::string_view text);

}  // namespace jisr::dialogs
