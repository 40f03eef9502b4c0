// Who falls silent in a conversation by SMS, and consented, is kept for somebody to call: whether,
// and with which answers. Pure; any thread.
#pragma once
#include "dialogs/session.hpp"
#include "dialogs/step.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

// The dialog has a rule for it, she began and did not finish, and her consent stands.
bool is_lead(const Known& known);

// What is registered of her: what an end would register, as far as she came. Without a number of
// its own, which nobody could tell her.
Register lead_of(const Dialog& dialog, Session session, const Surroundings& around);

}  // namespace jisr::dialogs
