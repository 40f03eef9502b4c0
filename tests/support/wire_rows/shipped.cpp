// config/providers/*.yaml with tests/wire/*.yaml.
#include "tests/support/wire_rows/shipped.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/profile_file.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::test {

namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::vector<gateway::WireFile> shipped_traffic() {
  const std::filesystem::path root = kSourceDir;
  std::vector<std::filesystem::path> pages;
  for (const auto& entry : std::filesystem::directory_iterator(root / "config/providers")) {
    if (entry.path().extension() == ".yaml") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  std::vector<gateway::WireFile> all;
  dialogs::Findings findings;
  for (const auto& page : pages) {
    auto profile = gateway::read_profile(contents(page), page.string(), findings);
    const auto traffic = root / "tests/wire" / page.filename();
    all.emplace_back(std::move(profile), contents(traffic), traffic.string(), findings);
  }
  if (all.empty() || findings.has_errors()) {
    std::fputs("the shipped pages of providers cannot be read\n", stderr);
    std::abort();
  }
  return all;
}

}  // namespace jisr::test
