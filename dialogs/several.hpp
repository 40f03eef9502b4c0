// A menu on which she picks several choices at once: "1 3 4", "1,3", or "134" where every key is
// one digit. The answer is kept as their values in the menu's order: "a,c". Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

struct Picks {
  Wrong wrong = Wrong::none;      // not_a_choice, too_few, too_many, empty
  const Choice* alone = nullptr;  // the one choice that has no value ("9 None"): it is a way only
  std::string value;              // canonical, when neither of these
};

// `input` is normalise()d and none of the ways round (back, home, a page).
Picks read_picks(const Screen& screen, const Known& known, std::string_view input);

// The values of an answer, in order; those of its choices are never empty and hold no comma.
std::vector<std::string> picked_values(std::string_view answer);
std::string joined_values(const std::vector<std::string>& values);

// The choices that can be picked together: those with a value, in the menu's order.
std::vector<const Choice*> pickable(const Screen& screen);

// Answers in which every choice occurs, as few and as many as the menu allows.
std::vector<std::string> typical_picks(const Screen& screen);

}  // namespace jisr::dialogs
