// What a question's rule is given besides what she typed: the day, and for a PIN what it is judged
// by. Pure; any thread.
#pragma once
#include "dialogs/dialog.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

// Points into `known`: for one reading, while that lives.
Given given_to(const FieldRule& rule, const Known& known);

}  // namespace jisr::dialogs
