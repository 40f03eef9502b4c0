// A value that is worked out when it is needed: from answers, from the call, from today. What
// `set:` stores, what conditions compare, and what a look-up sends. Pure; any thread.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/session.hpp"
#include "dialogs/surroundings.hpp"

namespace re2 {
class RE2;
}

namespace jisr::dialogs {

struct Dialog;
struct Table;

struct Value {
  enum class Kind : std::uint8_t {
    constant,    // `text`
    field,       // her answer, as it is stored
    call,        // `word`: something about the call
    age,         // whole years from a birth to today
    days_until,  // days from today to a date; negative for a date that has passed
    date,        // year, month, day → "1990-03-05"; nothing when there is no such day
    part,        // year, month or day of a date
    shifted,     // a date moved by `amount` days, weeks, months or years
    sum,         // whole numbers added
    joined,      // texts one after the other; nothing when one of them is nothing
    padded,      // zeros before, up to `amount` digits
    captured,    // the first group of `pattern`, when the whole text matches
    looked_up,   // a table's cell: the row whose `key_column` is the value
    first_of,    // the first that is something
  };
  enum class Word : std::uint8_t {
    language,
    channel,
    medium,
    today,
    hour,
    weekday,
    returning,
    stopped,
    sms_possible,
  };
  enum class Unit : std::uint8_t { day, week, month, year };

  Kind kind = Kind::constant;
  Word word = Word::language;
  Unit unit = Unit::day;
  std::uint16_t field = 0xFFFF;
  std::int64_t amount = 0;
  std::string text;
  std::vector<Value> parts;
  std::shared_ptr<const re2::RE2> pattern;
  std::shared_ptr<const Table> table;
  std::size_t key_column = 0;
  std::size_t value_column = 0;
};

// What the dialog says, and the turn: enough to work a value out.
struct Known {
  const Dialog& dialog;
  const Session& session;
  const Surroundings& around;
};

// Nothing (nullopt) when an answer that it needs was not given, or makes no sense there: an age of
// a word, 31 February, a sum of letters. An answer "none" is nothing too.
std::optional<std::string> value_of(const Value& value, const Known& known);

// Below 0, 0 or above 0; numbers as numbers, everything else (ISO dates) by its characters.
int compare(std::string_view left, std::string_view right);

// A whole number of at most 15 digits.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace jisr::dialogs
