// Where she goes next: conditions, screens passed over, and the way back to the summary after a
// change. Pure; any thread.
#pragma once
#include <cstdint>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"
#include "dialogs/surroundings.hpp"

namespace jisr::dialogs {

// Moves the session on from its screen to `next`, over screens whose condition does not hold, lists
// that have one row only, branches and set screens, and, while she changes an answer, whatever is
// still answered. The screen she leaves is put on the trail. Ends at a screen that is to be shown,
// or at a look-up, whose outcome must come first.
void go_on(const Dialog& dialog, Session& session, std::uint16_t next, const Surroundings& around);

// The first screen of a session that is nowhere yet; leaves no trail.
void enter(const Dialog& dialog, Session& session, const Surroundings& around);

// Where the last call left her, or a `redial` leads, may be nothing for her any more: a screen that
// nobody sees, or one whose condition does not hold today. She goes on from there.
void enter_again(const Dialog& dialog, Session& session, const Surroundings& around);

// Back to the screen that was shown before; stays when there is none.
void go_back(const Dialog& dialog, Session& session, const Surroundings& around);

// Stores an answer, and forgets the answers of lists that depended on another value of it.
void store_answer(const Dialog& dialog, Session& session, std::uint16_t field, std::string value);

// Works each value out and stores it, in order; one that is nothing forgets the answer.
void assign(const Dialog& dialog, Session& session, const std::vector<Assignment>& all,
            const Surroundings& around);

// Takes an answer back, and with it the answers of lists that hang on it.
void forget_answer(const Dialog& dialog, Session& session, std::uint16_t field);

// Forgets what no screen asks any more, as the answers now stand: she answered, went back, and
// declined what the question hung on.
void forget_unasked(const Dialog& dialog, Session& session, const Surroundings& around);

// The choice of a screen with this stored value, or null.
const Choice* choice_of(const Screen& screen, const std::string& value);

}  // namespace jisr::dialogs
