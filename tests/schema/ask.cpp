// What the strict readers make of a file, as JSON: their findings, and every question that they ask
// of it. schema_test.py holds config/schema/ against the answers. Each line of standard input is a
// kind and a path: "dialog a.yaml", "gateway g.yaml", "registry r.yaml", "provider p.yaml",
// "rehearsal r.yaml". The argument --snippets prints the seeded mistakes of the unit tests in place
// of that.
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "dialogs/compile.hpp"
#include "dialogs/rehearse_file.hpp"
#include "dialogs/yaml_watch.hpp"
#include "gateway/config.hpp"
#include "gateway/delivery/registry_config.hpp"
#include "gateway/profile_file.hpp"
#include "tests/unit/dialogs/sample.hpp"
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr {
namespace {

namespace json = boost::json;
using dialogs::YamlWatch;

json::object described(const dialogs::Finding& finding) {
  return {{"code", finding.code},           {"error", finding.severity == dialogs::Severity::error},
          {"file", finding.place.file},     {"line", finding.place.line},
          {"column", finding.place.column}, {"sentence", finding.sentence}};
}

json::object described(const YamlWatch::Asked& asked) {
  constexpr const char* kKinds[] = {"keys", "words", "integer", "boolean", "duration", "text"};
  json::object out{{"kind", kKinds[static_cast<int>(asked.kind)]},
                   {"file", asked.place.file},
                   {"line", asked.place.line},
                   {"column", asked.place.column}};
  if (!asked.what.empty()) {
    out["what"] = asked.what;
    out["known"] = json::value_from(asked.known);
  }
  if (asked.kind == YamlWatch::Kind::integer) {
    out["min"] = asked.min;
    out["max"] = asked.max;
  }
  return out;
}

void read(const std::string& kind, const std::string& path, dialogs::Findings& findings) {
  gateway::Sources sources;
  if (kind == "gateway") {
    (void)gateway::read_config(path, findings, sources);
  } else if (kind == "registry") {
    (void)gateway::read_registry(path, findings, sources);
  } else if (kind == "provider") {
    (void)gateway::read_profile(gateway::read_text(path).value_or(""), path, findings);
  } else if (kind == "rehearsal") {
    (void)dialogs::read_rehearsal(gateway::read_text(path).value_or(""), path, findings);
  } else {
    dialogs::CompileOptions options;
    const auto folder = std::filesystem::path(path).parent_path().string();
    options.prove = false;  // what a file says, not where it leads
    options.read_file = [&folder](const std::string& name) {
      return gateway::read_text(gateway::beside(folder, name));
    };
    (void)dialogs::compile(gateway::read_text(path).value_or(""), path, options, findings);
  }
}

json::object answer(const std::string& kind, const std::string& path) {
  YamlWatch watch;
  dialogs::Findings findings;
  read(kind, path, findings);
  json::array found;
  for (const auto& one : findings.all()) found.push_back(described(one));
  json::array asked;
  for (const auto& one : watch.asked) asked.push_back(described(one));
  return {{"findings", std::move(found)}, {"asked", std::move(asked)}};
}

void print_snippets() {
  using namespace dialogs;
  for (const auto& part :
       {structure_snippets(), reference_snippets(), text_snippets(), graph_snippets(),
        proof_snippets(), answer_snippets(), resume_snippets()}) {
    for (const auto& snippet : part) {
      auto yaml = edited(sample(), snippet.edits);
      const std::string mark = "»";
      const auto at = yaml.find(mark);
      if (at != std::string::npos) yaml.erase(at, mark.size());
      const auto words = at == std::string::npos ? "" : yaml.substr(at, yaml.find('\n', at) - at);
      const json::object line{{"code", snippet.code}, {"at", words}, {"yaml", yaml}};
      std::cout << json::serialize(line) << '\n';
    }
  }
}

}  // namespace
}  // namespace jisr

int main(int count, char** arguments) {
  if (count > 1 && std::string_view(arguments[1]) == "--snippets") {
    jisr::print_snippets();
    return 0;
  }
  std::string kind;
  std::string path;
  while (std::cin >> kind && std::getline(std::cin >> std::ws, path)) {
    std::cout << boost::json::serialize(jisr::answer(kind, path)) << std::endl;
  }
  return 0;
}
