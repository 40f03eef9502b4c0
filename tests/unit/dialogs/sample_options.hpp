// The compiler's options for the sample dialog, where a test calls more than compile_text().
#pragma once
#include <optional>
#include <string>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {

inline CompileOptions sample_options() {
  CompileOptions options;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    const auto files = sample_files();
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    if (path == "../countries/ma.yaml") return country_file();
    return std::nullopt;
  };
  return options;
}

}  // namespace jisr::dialogs
