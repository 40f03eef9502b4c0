// Typed answers: what a question accepts, what it stores, and why it asks again. Each type turns
// what she typed into one canonical text, or says which rule it breaks. Pure: today is given. Any
// thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  national_id,  // Moroccan CIN, lenient: stored upper case without spaces ("JA123456")
  year,         // of birth or another event: four digits "1990"; stored so
  date,    // jj/mm/aaaa, jjmmaaaa, - . or spaces, aaaa-mm-jj; never two-digit years; "1990-03-05"
  birth,   // a date as above, or the year alone: "1990-03-05" or "1990"
  number,  // a whole number in [min, max]; no sign unless min < 0
  choice,  // one of a menu's values (the engine matches keys; here only the stored value)
  text,    // free text, `length_min`..`length_max` characters
  yes_no,  // "yes" or "no"; 1/2 by the menu, also نعم/لا, oui/non, yes/no
};

// Why an answer was not taken; the dialog has an error text for each (errors: of the field, or
// phrases).
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
};
std::string_view name(Wrong wrong);  // "under_age"; the words that `errors:` uses

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
};

struct Verdict {
  Wrong wrong = Wrong::none;
  std::string value;     // canonical, when wrong is none
  bool unusual = false;  // taken as possible but rare (a CIN of odd shape): ask "correct or keep"
};

// `input` is already normalise()d. CIN: upper case, every non-alphanumeric dropped; usual
// ^[A-Z]{1,2}[0-9]{4,6}$, unusual ^[A-Z]{1,3}[0-9]{1,8}$, else malformed; Arabic letters are
// malformed.
Verdict read_answer(const FieldRule& rule, std::string_view input, const Date& today);

// Whole years between `born` ("1990" or "1990-03-05") and today; the oldest she can be for a year
// alone.
int age(std::string_view born, const Date& today);
bool real_date(const Date& date);

}  // namespace jisr::dialogs
