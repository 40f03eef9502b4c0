// A small dialog without a finding, to be broken in one place at a time, and a compile() for tests.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/compile.hpp"

namespace jisr::dialogs {

// The sample as YAML. It names towns.csv and streets.csv, which sample_files() holds.
std::string sample();
std::map<std::string, std::string> sample_files();

// Morocco's, as it is shipped; every dialog of the tests finds it beside its folder.
std::string country_file();

// `text` with each first piece replaced by its second; a piece that is not there fails the test.
std::string edited(std::string text,
                   const std::vector<std::pair<std::string, std::string>>& replacements);

struct Compiled {
  std::shared_ptr<const Dialog> dialog;
  Findings findings;
};

// Compiles as the file "sample.yaml".
Compiled compile_text(const std::string& yaml,
                      const std::map<std::string, std::string>& files = sample_files(),
                      const std::map<std::string, std::string>& settings = {},
                      const std::optional<std::set<std::string>>& read_outside = {},
                      bool prove = true);

// "E210 12:5", one finding a line: what the tests compare.
std::string listed(const Findings& findings);

}  // namespace jisr::dialogs
