// What a dialog may register, whatever she answers: for whoever takes registrations, to prove that
// it accepts all of them. Pure; the dialog must have come from compile(). Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

// What one field may be registered as. Values are canonical, as the session stores them.
struct PossibleAnswer {
  bool missing = false;                  // there may be no answer
  bool open = false;                     // any text: worked out, or what a service said
  std::vector<std::string> values;       // of choices, tables and constants
  std::vector<std::uint16_t> questions;  // screens where it is typed, or picked from made rows
  std::vector<std::string> typed;        // answers that those take: the shortest, longest, least
                                         // and most, each letter or sign that they let through
};

// One manner of coming to an end that registers. Answers that depend on each other through the
// dialog's conditions are kept apart in several.
struct PossibleRegistration {
  std::uint16_t end = kNone;
  std::vector<PossibleAnswer> answers;  // by field
};

struct PossibleRegistrations {
  std::vector<PossibleRegistration> all;
  bool exact = true;  // false: too many manners to be kept apart, so some may be impossible
};

// `today` for what is typed as an age.
PossibleRegistrations possible_registrations(const Dialog& dialog, const Date& today);

// A way from the start to `end` on which the field may be left without an answer, by the names of
// its screens; empty when there is none.
std::vector<std::string> way_without(const Dialog& dialog, std::uint16_t end, std::uint16_t field);

}  // namespace jisr::dialogs
