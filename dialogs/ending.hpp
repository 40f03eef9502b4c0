// What an end screen does: the registration, the SMS that follows it, and what the session keeps.
// Pure; any thread.
#pragma once
#include <optional>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {

// The session stands on an end: it is over, and its page is kept for a repeated callback. Its
// answers go, except where another call is to go on (`redial`). What is registered, if anything.
std::optional<Register> finish(const Dialog& dialog, Session& session, const Surroundings& around);

// What is registered of her answers: of questions that are asked of her, as her answers stand now;
// the others go out of the session. By field.
std::vector<Answer> registered_answers(const Dialog& dialog, Session& session,
                                       const Surroundings& around);

// What the end of a session that is over says of SMS.
SmsConsent consent_of(const Dialog& dialog, const Session& session);

// Too many wrong answers: ends the call, kindly, but keeps her place and answers. When she dials
// again she may go on.
void end_too_wrong(const Dialog& dialog, Session& session, const Surroundings& around);

}  // namespace jisr::dialogs
