// Typed answers: what a question accepts, what it stores, and why it asks again. Each type turns
// what she typed into one canonical text, or says which rule it breaks; the types themselves are in
// answer_*.cpp, known by the table answer_type(). Pure: the day and every key are given. Any
// thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/country.hpp"

namespace re2 {
class RE2;
}

namespace jisr::dialogs {

struct Date {
  int year = 1970;
  int month = 1;
  int day = 1;
};

enum class FieldType {
  name,  // letters of any script, spaces, ' - . ; 2 to 40 characters; no digits; NFC as typed
  national_id,  // by the country's file; in Morocco upper case without spaces: "JA123456"
  year,         // of birth or another event: four digits "1990"; stored so
  date,     // jj/mm/aaaa, jjmmaaaa, - . or spaces, aaaa-mm-jj; never two-digit years; "1990-03-05",
            // and where the rule takes less: "1990-03", "1990"
  birth,    // a date as above, or the year alone: "1990-03-05" or "1990"
  number,   // a whole number in [min, max]; no sign unless min < 0
  choice,   // one of a menu's values (the engine matches keys; here only the stored value)
  text,     // free text, `length_min`..`length_max` characters
  yes_no,   // "yes" or "no"; 1/2 by the menu, also نعم/لا, oui/non, yes/no
  age,      // whole years, 0 to 120: "34"
  phone,    // E.164: "+212612345678"
  email,    // "fatima@example.ma": the domain in small letters
  pin,      // 4 to 8 digits; stored as a keyed digest, never itself
  choices,  // several of a menu's values, in the menu's order: "a,c"
};

// Why an answer was not taken; the dialog has an error text for each (errors: of the field, or
// phrases). Stored in sessions: add at the end, and move kWrongLast.
enum class Wrong {
  none,
  empty,
  not_a_choice,
  malformed,  // not of the type at all
  too_short,
  too_long,
  out_of_range,  // below min or above max
  under_age,     // younger than age_min today
  over_age,      // older than age_max, which is usually a slip
  future,        // a date after today
  example,       // she typed the example that the screen shows
  check,         // one of the screen's own checks refuses it
  alphabet,      // letters of another script than the rule wants
  not_mobile,    // a landline, where a mobile is asked for
  abroad,        // a phone number of another country
  too_simple,    // a PIN that anybody would try first
  pin_differs,   // not the PIN that she gave before
  too_few,       // choices
  too_many,
};
constexpr Wrong kWrongLast = Wrong::too_many;
std::string_view name(Wrong wrong);  // "under_age"; the words that `errors:` uses

enum class Alphabet : std::uint8_t { any, latin, arabic, gsm7 };

// How exact a date must be; a rule takes one or more of them.
enum Precision : std::uint8_t { kDay = 1, kMonth = 2, kYear = 4 };

// One question's rule, as compiled. Unset bounds are the type's own.
struct FieldRule {
  FieldType type = FieldType::text;
  std::int64_t min = INT64_MIN;
  std::int64_t max = INT64_MAX;
  int age_min = 0;  // years; 0 = not checked. A year alone counts as if born on 1 January
  int age_max = 120;
  std::size_t length_min = 1;  // characters (code points after NFC)
  std::size_t length_max = 120;
  std::string example;                      // refused as an answer when not empty
  std::shared_ptr<const re2::RE2> pattern;  // the whole answer must match; null = no pattern
  std::vector<Rewrite> normalise;           // of a custom type, before it is read
  Alphabet alphabet = Alphabet::any;
  std::uint8_t precision = kDay;           // of Precision; `birth` takes a year alone as well
  bool mobile = false;                     // phone: no landline
  bool abroad = false;                     // phone: other countries too
  std::uint16_t verify = 0xFFFF;           // pin: the field whose PIN this must be
  std::shared_ptr<const Country> country;  // phone and national_id; never null there
};

// What is given to the reading of one answer, besides what she typed.
struct Given {
  Given(const Date& day) : today(day) {}  // a day alone is enough for most types

  Date today;
  std::string_view pin_key;             // 16 to 64 secret bytes, hers alone; without it no PIN is
                                        // taken
  std::string_view pin_before;          // the digest that `verify` names; empty = none
  std::vector<std::string_view> dates;  // that she gave: a PIN is none of them
};

struct Verdict {
  Wrong wrong = Wrong::none;
  std::string value;     // canonical, when wrong is none
  bool unusual = false;  // taken as possible but rare (a CIN of odd shape): ask "correct or keep"
};

// `input` is already normalise()d. A canonical value, read again, comes out as itself, except that
// of a PIN (is_pin_digest()).
Verdict read_answer(const FieldRule& rule, std::string_view input, const Given& given);

// What the compiler and the proofs know of a type.
struct AnswerType {
  // The keys of a question that mean something to it.
  enum Key : std::uint16_t {
    range = 1,      // min, max
    ages = 2,       // age_min, age_max
    lengths = 4,    // length_min, length_max
    alphabets = 8,  // alphabet
    precise = 16,   // precision
    lines = 32,     // line, abroad
    verifies = 64,  // verify
    patterns = 128,
    examples = 256,
  };
  std::string_view name;  // as `type:` writes it; empty when no question can have it
  FieldType type;
  Verdict (*read)(const FieldRule& rule, std::string_view input, const Given& given);
  std::uint16_t keys;
  std::size_t length_min;    // of FieldRule, when the dialog says nothing; for types with lengths,
  std::size_t length_max;    // and what else can be typed at most
  std::size_t length_least;  // that a dialog may ask for
  std::size_t length_most;
};
const AnswerType& answer_type(FieldType type);
const std::vector<AnswerType>& answer_types();  // those that a question can have come first

// The rule of a type before any bound is read.
FieldRule plain_rule(FieldType type);

// Every reason for which this rule may refuse, `empty` and `malformed` first.
std::vector<Wrong> wrongs_of(const FieldRule& rule);

// The longest canonical text that the rule takes, in characters; not of a number, whose bounds say
// it.
std::size_t longest_typed(const FieldRule& rule);

// Values at the bounds of the rule, canonical but for those of a pattern, which must be read first.
std::vector<std::string> typical_values(const FieldRule& rule, const Date& today);

// Whether a stored value is what a PIN is kept as.
bool is_pin_digest(std::string_view value);

// Whole years between `born` ("1990", "1990-03" or "1990-03-05") and today; the oldest she can be
// when the day is not known.
int age(std::string_view born, const Date& today);
bool real_date(const Date& date);

}  // namespace jisr::dialogs
