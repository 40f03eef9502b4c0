// `jisr check`: the same reading as serve and reload, printed.
#include <iostream>

#include "gateway/deployment.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

int check(const CheckOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  gateway::Deployment::check(options.config, findings, sources);
  findings.sort();
  if (options.json) {
    std::cout << findings_json(findings) << '\n';
  } else {
    print_findings(findings, sources, std::cout);
    if (!findings.has_errors()) std::cout << "next: jisr dial '*555#'\n";
  }
  return findings.has_errors() ? kFindings : kWell;
}

}  // namespace jisr::tools
