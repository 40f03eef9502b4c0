// What operators do to characters on the way, undone: a profile names the repairs of a field and
// they are made in that order. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

enum class Repair : std::uint8_t {
  latin1,       // bytes of ISO-8859-1
  windows1252,  // the same with “ ” € … at 0x80-0x9F
  gsm7,         // GSM 03.38, one byte a character (3GPP TS 23.038, 6.2.1)
  utf16be,      // two bytes a character, a byte order mark allowed
  utf16be_hex,  // the same written as hex digits: 0633062C
  percent,      // escaped once more than it should be: %C3%A9
  plus,         // + for a space
  entities,     // &amp; &lt; &gt; &quot; &apos; &#233; &#xE9;
  trim,         // blanks and line ends before and after
};

// The words that profiles use for them.
const std::vector<std::pair<std::string, Repair>>& repair_words();

// nullopt when the bytes are not what the repair is for: an odd number of hex digits, half a
// surrogate pair, a broken percent escape. An entity that nobody knows stays as it is.
std::optional<std::string> repair(std::string_view text, Repair what);

bool valid_utf8(std::string_view text);

// UTF-16BE as upper-case hex digits, for providers that take texts so. Of invalid UTF-8: nullopt.
std::optional<std::string> utf16be_hex(std::string_view utf8);

}  // namespace jisr::providers
