// Whether a compiled condition holds for the answers given so far. Pure; any thread.
#pragma once
#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

// An unanswered field is none of a condition's values, so `{field: f, is: v}` fails for it and its
// `not` holds. Depth is bounded by the compiler (a YAML file nests at most Yaml::kDepthMax deep).
// So does a comparison with a value that is nothing (value.hpp).
bool holds(const Condition& condition, const Known& known);

// As the settings stand, can it hold for no answers at all?
bool never(const Condition& condition);

}  // namespace jisr::dialogs
