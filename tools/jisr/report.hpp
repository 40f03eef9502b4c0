// How findings are printed for people and for programs.
#pragma once
#include <iosfwd>
#include <string>

#include "dialogs/diagnostic.hpp"
#include "gateway/config.hpp"

namespace jisr::tools {

void print_findings(const dialogs::Findings& findings, const gateway::Sources& sources,
                    std::ostream& out);
// {"errors": n, "warnings": n, "findings": [{file, line, column, length, severity, code, sentence,
// hint}]}
std::string findings_json(const dialogs::Findings& findings);

}  // namespace jisr::tools
