// The table of spellings is charset's, which names them in findings too; ICU takes the accents off
// whatever it does not hold.
#include "dialogs/translit.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "dialogs/charset.hpp"

namespace jisr::dialogs {

namespace {

icu::UnicodeString unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

std::string composed(std::string_view utf8) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFCInstance(failed);
  std::string out;
  if (U_SUCCESS(failed)) form->normalize(unicode(utf8), failed).toUTF8String(out);
  return U_FAILURE(failed) ? std::string(utf8) : out;
}

// One character without its accents, if that is all in the alphabet; else as it is.
std::string plain(const std::string& character) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKDInstance(failed);
  if (U_FAILURE(failed)) return character;
  const auto parts = form->normalize(unicode(character), failed);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    if (u_charType(parts.char32At(i)) != U_NON_SPACING_MARK) kept.append(parts.char32At(i));
  }
  std::string out;
  kept.toUTF8String(out);
  const bool good = U_SUCCESS(failed) && !out.empty() && cost(out).encoding == Encoding::gsm7;
  return good ? out : character;
}

}  // namespace

std::string to_gsm7(std::string_view utf8) {
  if (cost(utf8).encoding == Encoding::gsm7) return std::string(utf8);
  const auto whole = composed(utf8);
  std::string_view rest = whole;
  std::string out;
  while (const auto culprit = first_outside_gsm7(rest)) {
    out += rest.substr(0, culprit->offset);
    out += culprit->substitute.empty() ? plain(culprit->character) : culprit->substitute;
    rest.remove_prefix(culprit->offset + culprit->character.size());
  }
  out += rest;
  return out;
}

}  // namespace jisr::dialogs
