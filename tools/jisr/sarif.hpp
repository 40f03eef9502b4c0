// Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show at their lines.
#pragma once
#include <string>

#include "dialogs/diagnostic.hpp"

namespace jisr::tools {

// One run; the rules are those that were broken. Paths as they were given, percent-encoded; columns
// are code points.
std::string findings_sarif(const dialogs::Findings& findings);

}  // namespace jisr::tools
