// The real dialog, for fuzz targets that need a compiled one.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/compile.hpp"
#include "tests/fuzz/fail.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::fuzz {

inline std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// A dialog of config/dialogs; ends the program when it does not compile.
inline std::shared_ptr<const dialogs::Dialog> shipped_dialog(const std::string& name) {
  const std::string folder = std::string(test::kSourceDir) + "/config/dialogs/";
  const auto slash = name.rfind('/');
  const auto beside = folder + (slash == std::string::npos ? "" : name.substr(0, slash + 1));
  dialogs::CompileOptions options;
  options.read_file = [beside](const std::string& path) { return read_file(beside + path); };
  dialogs::Findings findings;
  auto dialog = dialogs::compile(read_file(folder + name).value_or(""), name, options, findings);
  if (!dialog) fail((name + " does not compile").c_str());
  return dialog;
}

// Every dialog of config/dialogs and its examples, in the order of their names.
inline std::vector<std::shared_ptr<const dialogs::Dialog>> shipped_dialogs() {
  namespace fs = std::filesystem;
  const fs::path folder = std::string(test::kSourceDir) + "/config/dialogs";
  std::vector<std::string> names;
  for (const auto* part : {"", "examples"}) {
    for (const auto& entry : fs::directory_iterator(folder / part)) {
      if (entry.path().extension() == ".yaml")
        names.push_back((fs::path(part) / entry.path().filename()).string());
    }
  }
  std::sort(names.begin(), names.end());
  std::vector<std::shared_ptr<const dialogs::Dialog>> found;
  for (const auto& name : names) found.push_back(shipped_dialog(name));
  return found;
}

}  // namespace jisr::fuzz
