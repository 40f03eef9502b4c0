// How a page of YAML says that an SMS or a USSD page leaves, and what its answers mean. Used by
// profile_file.cpp.
#pragma once
#include "gateway/profile_parts.hpp"

namespace jisr::gateway {

// A missing node leaves `wire.can` false. Without `sms` it is the way of a page, whose bodies stand
// in `reply`.
void read_send(const dialogs::Yaml& yaml, providers::Send& wire, bool sms,
               dialogs::Findings& findings);

}  // namespace jisr::gateway
