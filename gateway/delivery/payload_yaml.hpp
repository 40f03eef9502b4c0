// A payload template, and constants, out of YAML. Wrong texts are findings with their places. Pure.
#pragma once
#include <boost/json/value.hpp>
#include <map>
#include <string>

#include "dialogs/yaml.hpp"
#include "gateway/delivery/payload.hpp"

namespace jisr::gateway {

// Tables that several values of a file share, by name.
using PayloadTables = std::map<std::string, PayloadTemplate::Table>;
PayloadTables payload_tables(const dialogs::Yaml& yaml, dialogs::Findings& findings);

// With `tables`, {value: …, table: NAME} is one of them, or E408.
PayloadTemplate payload_of(const dialogs::Yaml& yaml, dialogs::Findings& findings,
                           PayloadNames names = is_registration_name,
                           const PayloadTables* tables = nullptr);

// One text of a template, E403 when it is none.
PayloadTemplate payload_text(const std::string& text, const dialogs::Place& place,
                             dialogs::Findings& findings,
                             PayloadNames names = is_registration_name);

// A scalar as JSON has it: true, false, null and numbers when plain, a text when quoted or anything
// else. A plain number with a leading zero (010) is E102: only quotes make clear what is meant.
boost::json::value json_constant(const dialogs::Yaml& yaml, dialogs::Findings& findings);

}  // namespace jisr::gateway
