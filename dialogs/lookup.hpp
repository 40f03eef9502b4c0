// Look-ups: what is sent to a service, and what is kept of its answer. The asking itself is the
// gateway's. Pure; any thread.
#pragma once
#include "dialogs/dialog.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {

// The request of the look-up screen `at`, with what is known now.
Lookup lookup_of(const Known& known, std::uint16_t at);

// Stores what was found in the answers, forgets what was not, and says which screen is next.
std::uint16_t take_outcome(const Dialog& dialog, Session& session, const LookupOutcome& outcome);

}  // namespace jisr::dialogs
