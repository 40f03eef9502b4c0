// What a text costs on the air: GSM 03.38 septets when every character is in that alphabet, UCS-2
// units when one is not (3GPP TS 23.038 section 6.2.1). Counting code points or bytes instead is
// the classic mistake: a page that "fits" is then cut by the operator. Pure; any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jisr::dialogs {

enum class Encoding { gsm7, ucs2 };

std::string_view name(Encoding encoding);  // "gsm7", "ucs2"

// The cost of a text. `units` are septets (an extension character ^{}\[~]|€ is two) for gsm7, and
// UCS-2 units (a character outside the BMP is a surrogate pair, two) for ucs2.
struct Cost {
  Encoding encoding = Encoding::gsm7;
  std::size_t units = 0;
};

// What one page may cost, by the encoding that its text needs. USSD: a string is 160 octets, so at
// most 182 septets or 80 UCS-2 units (TS 23.038, 5.1.3); many operators cap lower, so channels set
// 160 / 70.
struct Limit {
  std::size_t gsm7 = 160;
  std::size_t ucs2 = 70;
};

// `utf8` must be valid UTF-8; an invalid byte counts as one UCS-2 unit.
Cost cost(std::string_view utf8);
bool fits(std::string_view utf8, const Limit& limit);
// What is left of the limit, or how much too much (negative).
long room(std::string_view utf8, const Limit& limit);

// How many SMS a text takes: 160/153 septets, 70/67 units for one / for each part of several
// (23.040).
std::size_t sms_parts(std::string_view utf8);

// The first character that forces UCS-2, with a spelling that would not, when there is one (ç → c).
struct Culprit {
  std::size_t offset = 0;  // byte offset in the text
  std::string character;   // UTF-8
  std::string substitute;  // GSM-7 spelling; empty when none is known
};
std::optional<Culprit> first_outside_gsm7(std::string_view utf8);

}  // namespace jisr::dialogs
