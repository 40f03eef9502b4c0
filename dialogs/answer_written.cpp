// What is written in words: names, free text, e-mail.
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "dialogs/answer_readers.hpp"
#include "dialogs/charset.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kLocalMax = 64;  // RFC 5321 4.5.3.1

// Calls `see` for each character; false when it says no, or the text is not UTF-8.
template <typename See>
bool each_character(std::string_view text, See see) {
  const auto size = static_cast<std::int64_t>(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0 || !see(c)) return false;
  }
  return true;
}

// Letters only are judged: digits and signs belong to no alphabet.
bool written_in(Alphabet alphabet, std::string_view text) {
  if (alphabet == Alphabet::any) return true;
  if (alphabet == Alphabet::gsm7) return cost(text).encoding == Encoding::gsm7;
  const auto wanted = alphabet == Alphabet::latin ? USCRIPT_LATIN : USCRIPT_ARABIC;
  return each_character(text, [wanted](UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return !u_isalpha(c) || uscript_getScript(c, &status) == wanted;
  });
}

Verdict measured(const FieldRule& rule, std::string_view input) {
  const auto length = code_points(input);
  if (length < rule.length_min) return refused(Wrong::too_short);
  if (length > rule.length_max) return refused(Wrong::too_long);
  if (!written_in(rule.alphabet, input)) return refused(Wrong::alphabet);
  return taken(std::string(input));
}

bool name_sign(UChar32 c) {
  return c == ' ' || c == '\'' || c == '-' || c == '.' || c == 0x2019 ||
         (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0;
}

bool local_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

// No dot first, last or twice in a row.
bool dotted(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos;
}

// Labels of letters, digits and inner hyphens; the last one has a letter.
bool good_domain(std::string_view domain) {
  if (!dotted(domain) || domain.find('.') == std::string_view::npos) return false;
  bool letter = false;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const char c = domain[i];
    const bool edge =
        i == 0 || i + 1 == domain.size() || domain[i - 1] == '.' || domain[i + 1] == '.';
    if (c == '.') {
      letter = false;
    } else if (c >= 'a' && c <= 'z') {
      letter = true;
    } else if (!(c >= '0' && c <= '9') && (c != '-' || edge)) {
      return false;
    }
  }
  return letter;
}

}  // namespace

Verdict read_name(const FieldRule& rule, std::string_view input, const Given&) {
  std::size_t letters = 0;
  const bool good = each_character(input, [&letters](UChar32 c) {
    if (!u_isalpha(c)) return name_sign(c);
    ++letters;
    return true;
  });
  if (!good) return refused(Wrong::malformed);
  if (letters < 2) return refused(Wrong::too_short);
  return measured(rule, input);
}

Verdict read_text(const FieldRule& rule, std::string_view input, const Given&) {
  return measured(rule, input);
}

// The form that everybody writes (RFC 5321 without quotes, comments and addresses of machines). The
// domain goes to small letters; what is before the @ belongs to its owner and stays as typed.
Verdict read_email(const FieldRule& rule, std::string_view input, const Given&) {
  auto text = rewrite({Rewrite::no_spaces}, input);
  const auto at = text.find('@');
  if (at == std::string::npos || text.find('@', at + 1) != std::string::npos) {
    return refused(Wrong::malformed);
  }
  const auto domain = rewrite({Rewrite::lower}, std::string_view(text).substr(at + 1));
  text.resize(at);
  const bool local = text.size() <= kLocalMax && dotted(text) &&
                     std::all_of(text.begin(), text.end(), local_character);
  if (!local || !good_domain(domain)) return refused(Wrong::malformed);
  return measured(rule, text + "@" + domain);
}

}  // namespace jisr::dialogs
