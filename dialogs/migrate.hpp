// Moves a session to another version of its dialog, by names: for the rare case that the version
// with which it began is gone, or cannot be compiled any more. Pure; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"
#include "dialogs/surroundings.hpp"

namespace jisr::dialogs {

// What the indices of a session mean. Small, and kept longer than the version itself.
struct Names {
  std::string dialog;
  std::string consent_version;
  std::uint16_t start = 0;
  std::vector<std::string> languages;  // BCP 47
  std::vector<std::string> screens;
  std::vector<std::string> fields;
};
Names names_of(const Dialog& dialog);

// The session of the version that `from` describes, as one of `to`. An answer is kept if its field
// is still asked and the value would be taken today; the language is found by its code. She is put
// on the screen with the name of hers if everything on the way to it is answered, else on the first
// that is not; screens without an answer (a message, a menu that only leads on) count as passed
// when she had passed them. She never lands behind a registration that she has not made, nor before
// one that she has. Where that leads nowhere, or the consent's text is another one, what comes back
// is a beginning in her language, without answers.
//
// What the operator's call is and what was heard of it stay, and so does the state: a session that
// gave up is still ended, and begin() may go on with it. Not for other ended sessions.
Session migrate(const Names& from, const Session& session, const Dialog& to,
                const Surroundings& around);

}  // namespace jisr::dialogs
