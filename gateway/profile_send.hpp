// How a page of YAML says that an SMS leaves, and what its answers mean. Used by profile_file.cpp.
#pragma once
#include "gateway/profile_parts.hpp"

namespace jisr::gateway {

// A missing node leaves `wire.can` false.
void read_send(const dialogs::Yaml& yaml, providers::Send& wire, dialogs::Findings& findings);

}  // namespace jisr::gateway
