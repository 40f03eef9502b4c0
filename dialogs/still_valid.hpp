// Would an answer that was given to one version of a dialog be taken by another? Pure; any thread.
#pragma once
#include <cstdint>
#include <string>

#include "dialogs/dialog.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

// Whether some screen of `known.dialog` could have given `field` this value, as the session's other
// answers stand: a choice has it, the question's rule takes it, the list has such a row, or a
// screen sets it.
bool still_valid(const Known& known, std::uint16_t field, const std::string& value);

}  // namespace jisr::dialogs
