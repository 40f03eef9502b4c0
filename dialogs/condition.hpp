// Whether a compiled condition holds for the answers given so far. Pure; any thread.
#pragma once
#include <optional>
#include <string>

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

// The number of the first of the screen's checks that refuses this answer; nothing when all take
// it.
std::optional<std::size_t> refusing_check(const Known& known, const Screen& screen,
                                          const std::string& value);

}  // namespace jisr::dialogs
