// A dialog that is being written by chance: what was asked so far, and the pieces that all screens
// are made of. random_screens.cpp and random_questions.cpp write screens with it,
// random_dialog.cpp puts them together.
#pragma once
#include <string>
#include <vector>

#include "tests/unit/gateway/random_dialog.hpp"

namespace jisr::test {

// What is known of a field while the screens are written.
struct Asked {
  enum class Kind {
    choice,
    several,
    number,
    age,
    year,
    text,
    name,
    birth,
    date,  // with a precision
    yes_no,
    phone,
    email,
    pin,     // never shown, never sent
    code,    // a type of the dialog's own
    made,    // a row made for the day
    worked,  // set, or kept of a service
  };
  std::string name;
  Kind kind = Kind::text;
  std::vector<std::string> values = {};
  int low = 0;
  int high = 0;
};

class Draft {
 public:
  explicit Draft(std::uint64_t seed) : chance(seed), screens(4 + chance.below(9)) {}

  static std::string screen(std::size_t number) { return "s" + std::to_string(number); }
  // The line "  s3:\n    kind: menu\n" of the screen that is being written.
  [[nodiscard]] std::string head(const char* kind) const;

  // Where a screen leads: nearly always to the one after it.
  std::string on();
  // Where a choice may lead besides: the one after it, further on, an end, or back.
  std::string next();
  // Texts in both languages, {fr: …, ar: …} and a line end; with an answer in it, perhaps as a
  // date, counted, or in other words for one medium.
  std::string text(bool with_answer);
  // Needs a field.
  std::string condition();
  std::string maybe_when();

  // A field that may be shown.
  const Asked& any_field();
  std::string fresh(const char* prefix) const { return prefix + std::to_string(asked.size()); }

  Chance chance;
  std::size_t screens;
  std::size_t at = 0;  // the screen that is being written
  std::vector<Asked> asked;
  std::string blocks;  // the YAML of `blocks:`, once one is used
  bool towns_asked = false;

 private:
  std::string plain_condition();
  std::string counted(const Asked& one);
};

std::string write_screen(Draft& draft);    // random_screens.cpp
std::string write_question(Draft& draft);  // random_questions.cpp

}  // namespace jisr::test
