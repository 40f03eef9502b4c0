// Where she goes next: conditions, screens passed over, and the way back to the summary after a
// change. Pure; any thread.
#pragma once
#include <cstdint>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

// Moves the session on from its screen to `next`, over screens whose condition does not hold, lists
// that have one row only, and, while she changes an answer, whatever is still answered. The screen
// she leaves is put on the trail. Ends at a screen that is to be shown.
void go_on(const Dialog& dialog, Session& session, std::uint16_t next);

// Back to the screen that was shown before; stays when there is none.
void go_back(const Dialog& dialog, Session& session);

// Stores an answer, and forgets the answers of lists that depended on another value of it.
void store_answer(const Dialog& dialog, Session& session, std::uint16_t field, std::string value);

// Takes an answer back, and with it the answers of lists that hang on it.
void forget_answer(const Dialog& dialog, Session& session, std::uint16_t field);

// Forgets what no screen asks any more, as the answers now stand: she answered, went back, and
// declined what the question hung on.
void forget_unasked(const Dialog& dialog, Session& session);

// The choice of a screen with this stored value, or null.
const Choice* choice_of(const Screen& screen, const std::string& value);

}  // namespace jisr::dialogs
