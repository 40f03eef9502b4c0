// Proves that the registry's schema accepts what a dialog registers, before anybody dials: each
// answer at each value that it may hold (of what she types, those at the borders of what is taken),
// and absent where it may be absent. Pure; any thread.
#pragma once
#include <set>
#include <string>

#include "dialogs/diagnostic.hpp"
#include "dialogs/dialog.hpp"
#include "gateway/delivery/payload.hpp"
#include "gateway/delivery/schema.hpp"

namespace jisr::gateway {

// The fields that a body reads: "birth" where it reads {answers.birth_year}.
std::set<std::string> fields_read(const PayloadTemplate& body);

// E430: the schema requires what may be absent. E431: it refuses a value. E432: a table of the body
// lacks one. Each at the question, and once. Answers of services and worked out ones are not
// judged, nor is what depends on the caller: her number, the channel.
void prove_payload(const dialogs::Dialog& dialog, const PayloadTemplate& body, const Schema& schema,
                   const dialogs::Date& today, dialogs::Findings& findings);

}  // namespace jisr::gateway
