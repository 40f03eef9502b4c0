// What is certainly answered where a dialog registers, and what each answer may be: found by
// following every way through the compiled dialog, not by trying some. Pure; any thread. The cost
// is that of a few walks over its ways.
#pragma once
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

struct KnownAnswer {
  std::uint16_t field = kNone;
  bool always = false;  // on every way to this end
  bool ever = false;    // on some way
  // When not always: a way to the end without it, by the names of its screens.
  std::vector<std::string> way_without;
};

// What is known of the answers when she comes to a screen, by field. Screens that no way leads to
// know everything.
struct AnswersThere {
  std::bitset<256> always;  // answered on every way; kFieldsMax is 200
  std::bitset<256> ever;    // answered on some way
};
std::vector<AnswersThere> answers_by_screen(const Dialog& dialog);

// Whether a condition holds wherever it is asked there: yes, no, or it depends.
std::optional<bool> decided(const Condition& condition, const AnswersThere& there);

// An end that registers.
struct RegisteringEnd {
  std::uint16_t screen = kNone;
  std::vector<KnownAnswer> answers;  // one for each field of the dialog
};

std::vector<RegisteringEnd> registering_ends(const Dialog& dialog);

// Values that an answer may have, canonical: all of them where they can be listed, else those at
// the bounds of its type. Never empty for a field that something asks or sets.
std::vector<std::string> possible_values(const Dialog& dialog, std::uint16_t field,
                                         const Date& today);

}  // namespace jisr::dialogs
