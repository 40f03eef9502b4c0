// Findings as text with carets, and as JSON.
#include "tools/jisr/report.hpp"

#include <boost/json.hpp>
#include <ostream>

namespace jisr::tools {

void print_findings(const dialogs::Findings& findings, const gateway::Sources& sources,
                    std::ostream& out) {
  for (const auto& finding : findings.all()) {
    const auto source = sources.find(finding.place.file);
    out << dialogs::render(finding, source == sources.end() ? std::string_view{} : source->second);
  }
  out << findings.errors() << (findings.errors() == 1 ? " error, " : " errors, ")
      << findings.warnings() << (findings.warnings() == 1 ? " warning\n" : " warnings\n");
}

std::string findings_json(const dialogs::Findings& findings) {
  boost::json::array list;
  for (const auto& finding : findings.all()) {
    boost::json::object one;
    one["file"] = finding.place.file;
    one["line"] = finding.place.line;
    one["column"] = finding.place.column;
    one["length"] = finding.width;
    one["severity"] = finding.severity == dialogs::Severity::error ? "error" : "warning";
    one["code"] = finding.code;
    one["sentence"] = finding.sentence;
    one["hint"] = finding.hint;
    list.push_back(std::move(one));
  }
  boost::json::object out;
  out["errors"] = findings.errors();
  out["warnings"] = findings.warnings();
  out["findings"] = std::move(list);
  return boost::json::serialize(out);
}

}  // namespace jisr::tools
