// By which line a call can go on as a conversation by SMS, and how long one is kept. Pure; any
// thread.
#pragma once
#include "gateway/deployment.hpp"

namespace jisr::gateway {

// The SMS channel of a USSD channel, if it can: it sends, and what she writes to it begins or goes
// on with conversations (it has services or keywords). Else null.
const Channel* line_by_sms(const Deployment& deployment, const Channel& channel);

// E276 for a dialog that goes on by SMS, where no channel of it can.
void check_lines_by_sms(const Deployment& deployment, dialogs::Findings& findings);

// E293 for a dialog whose lead would be due when the conversation is forgotten.
void check_leads(const Deployment& deployment, dialogs::Findings& findings);

}  // namespace jisr::gateway
