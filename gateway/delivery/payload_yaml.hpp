// A payload template, and constants, out of YAML. Wrong texts are findings with their places. Pure.
#pragma once
#include <boost/json/value.hpp>
#include <string>

#include "dialogs/yaml.hpp"
#include "gateway/delivery/payload.hpp"

namespace jisr::gateway {

PayloadTemplate payload_of(const dialogs::Yaml& yaml, dialogs::Findings& findings,
                           PayloadNames names = is_registration_name);

// One text of a template, E403 when it is none.
PayloadTemplate payload_text(const std::string& text, const dialogs::Place& place,
                             dialogs::Findings& findings,
                             PayloadNames names = is_registration_name);

// A scalar as JSON has it: true, false, null and numbers when plain, a text when quoted or anything
// else. A plain number with a leading zero (010) is E102: only quotes make clear what is meant.
boost::json::value json_constant(const dialogs::Yaml& yaml, dialogs::Findings& findings);

}  // namespace jisr::gateway
