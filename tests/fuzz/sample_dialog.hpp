// The real dialog, for fuzz targets that need a compiled one.
#pragma once
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "dialogs/compile.hpp"

namespace jisr::fuzz {

inline std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// A dialog of config/dialogs; ends the program when it does not compile.
inline std::shared_ptr<const dialogs::Dialog> shipped_dialog(const std::string& name) {
  const std::string folder = std::string(JISR_SOURCE_DIR) + "/config/dialogs/";
  const auto slash = name.rfind('/');
  const auto beside = folder + (slash == std::string::npos ? "" : name.substr(0, slash + 1));
  dialogs::CompileOptions options;
  options.read_file = [beside](const std::string& path) { return read_file(beside + path); };
  dialogs::Findings findings;
  auto dialog = dialogs::compile(read_file(folder + name).value_or(""), name, options, findings);
  if (!dialog) std::abort();
  return dialog;
}

}  // namespace jisr::fuzz
