// `jisr provider test`: a page of YAML about an operator against recorded traffic, by the same
// runner as the tests of the pages that are shipped.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "gateway/profile_file.hpp"
#include "gateway/wire_cases.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/provider_page.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

namespace fs = std::filesystem;

// The traffic of config/providers/mine.yaml is in config/providers/mine/, or, for the pages that
// are shipped, in tests/wire/mine.yaml.
std::vector<std::string> cases_of(const ProviderOptions& options) {
  if (!options.cases.empty()) return {options.cases};
  const fs::path page(options.profile);
  auto folder = page;
  folder.replace_extension();
  std::vector<std::string> files;
  if (fs::is_directory(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
    }
  }
  const auto shipped = page.parent_path() / "../../tests/wire" / page.filename();
  if (files.empty() && fs::exists(shipped)) files.push_back(shipped.lexically_normal().string());
  std::sort(files.begin(), files.end());
  if (!files.empty()) return files;
  throw std::runtime_error("there is no recorded traffic: write some into " +
                           (folder / "wire.yaml").string() +
                           " (docs/providers.md), or name it "
                           "with --cases");
}

}  // namespace

int provider_test(const ProviderOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto profile = read_page(options.profile, findings, sources);
  std::size_t rows = 0;
  std::size_t failed = 0;
  for (const auto& path : cases_of(options)) {
    auto text = gateway::read_text(path);
    if (!text) throw std::runtime_error("cannot read " + path);
    sources[path] = std::move(*text);
    const gateway::WireFile file(profile, sources[path], path, findings);
    for (const auto& row : file.rows()) {
      ++rows;
      const auto complaints = file.check(row);
      if (complaints.empty()) continue;
      ++failed;
      std::cout << path << ':' << row.yaml.place().line << ": " << row.title << '\n';
      for (const auto& complaint : complaints) std::cout << "    " << complaint << '\n';
    }
  }
  findings.sort();
  print_findings(findings, sources, std::cout);
  std::cout << rows - failed << " of " << rows << " rows as recorded\n";
  return failed > 0 || rows == 0 || findings.has_errors() ? kFindings : kWell;
}

}  // namespace jisr::tools
