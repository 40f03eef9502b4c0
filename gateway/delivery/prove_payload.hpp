// Proves that the registry's schema accepts what a dialog registers, before anybody dials: each
// answer at each value that it may hold (of what she types, those at the borders of what is taken),
// and absent where it may be absent. Pure; any thread.
#pragma once
#include <set>
#include <string>

#include "dialogs/diagnostic.hpp"
#include "dialogs/dialog.hpp"
#include "gateway/delivery/registry_config.hpp"

namespace jisr::gateway {

// The fields that its bodies and headers read: "birth" where one reads {answers.birth_year}.
std::set<std::string> fields_read(const RegistryConfig& registry);

// E430: the schema requires what may be absent. E431: it refuses a value. E432: a table of the body
// lacks one. Each at the question, and once. A kind is proved against its own body and schema;
// E243: the registry's file does not know it. W246: tags that its body does not name. W516: see
// PossibleRegistrations::exact. Answers of services and worked out ones are not judged, nor is what
// depends on the caller: her number, the channel.
void prove_payloads(const dialogs::Dialog& dialog, const RegistryConfig& registry,
                    const dialogs::Date& today, dialogs::Findings& findings);

}  // namespace jisr::gateway
