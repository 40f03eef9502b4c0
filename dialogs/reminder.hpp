// The one SMS that may follow a call that broke off: when, and in which words. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dialogs/session.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

// The text in her language, or nothing: the dialog has none, an SMS is not said to be safe, or
// there is nothing to go on with. `code`: what she dials; in a text that runs from right to left it
// is fenced in, so that "*555#" does not come out as "#555*".
std::optional<std::string> reminder_text(const Known& known, std::string_view code);

}  // namespace jisr::dialogs
