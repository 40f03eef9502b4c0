// A run with its rules, and each finding at its place.
#include "tools/jisr/sarif.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "providers/form.hpp"
#include "tools/jisr/check_codes.hpp"

namespace jisr::tools {

namespace json = boost::json;

namespace {

json::object text(std::string_view words) {
  return {{"text", words}};
}

const char* level(const dialogs::Finding& finding) {
  return finding.severity == dialogs::Severity::error ? "error" : "warning";
}

// A relative reference, or a file: URI (RFC 8089).
std::string uri(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    out += providers::percent_encode(path.substr(at, end - at));
    if (end < path.size()) out += '/';
    at = end + 1;
  }
  return out;
}

json::object rule(const dialogs::Finding& finding) {
  json::object out = {{"id", finding.code},
                      {"defaultConfiguration", json::object{{"level", level(finding)}}}};
  const auto* known = find_check_code(finding.code);
  if (known == nullptr) return out;
  out["shortDescription"] = text(known->what);
  if (!known->why.empty()) out["fullDescription"] = text(known->why);
  if (!known->remedy.empty()) out["help"] = text(known->remedy);
  return out;
}

json::object location(const dialogs::Finding& finding) {
  json::object physical = {{"artifactLocation", json::object{{"uri", uri(finding.place.file)}}}};
  if (finding.place.line > 0) {
    json::object region = {{"startLine", finding.place.line}};
    if (finding.place.column > 0) {
      region["startColumn"] = finding.place.column;
      region["endColumn"] = finding.place.column + static_cast<std::int64_t>(finding.width);
    }
    physical["region"] = std::move(region);
  }
  return {{"physicalLocation", std::move(physical)}};
}

}  // namespace

std::string findings_sarif(const dialogs::Findings& findings) {
  json::array rules;
  json::array results;
  std::map<std::string, std::size_t> index;
  for (const auto& finding : findings.all()) {
    const auto [at, added] = index.try_emplace(finding.code, rules.size());
    if (added) rules.push_back(rule(finding));
    const auto hint = finding.hint.empty() ? std::string() : ": " + finding.hint;
    results.push_back(json::object{{"ruleId", finding.code},
                                   {"ruleIndex", at->second},
                                   {"level", level(finding)},
                                   {"message", text(finding.sentence + hint)},
                                   {"locations", json::array{location(finding)}}});
  }
  json::object driver = {{"name", "jisr"}, {"version", JISR_VERSION}, {"rules", std::move(rules)}};
  json::object run = {{"tool", json::object{{"driver", std::move(driver)}}},
                      {"columnKind", "unicodeCodePoints"},
                      {"results", std::move(results)}};
  return json::serialize(json::object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                                      {"version", "2.1.0"},
                                      {"runs", json::array{std::move(run)}}});
}

}  // namespace jisr::tools
