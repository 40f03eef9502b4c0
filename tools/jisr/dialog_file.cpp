// Reading through the gateway's own functions, so that every command finds files alike.
#include "tools/jisr/dialog_file.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace jisr::tools {

dialogs::CompileOptions compile_options(const std::string& dialog) {
  const auto folder = std::filesystem::path(dialog).parent_path().string();
  dialogs::CompileOptions options;
  options.read_file = [folder](const std::string& path) {
    return gateway::read_text(gateway::beside(folder, path));
  };
  return options;
}

std::map<std::string, std::string> settings_of(const std::vector<std::string>& given) {
  std::map<std::string, std::string> settings;
  for (const auto& setting : given) {
    const auto sign = setting.find('=');
    if (sign == std::string::npos) {
      throw std::invalid_argument("--set NAME=VALUE: not \"" + setting + "\"");
    }
    settings[setting.substr(0, sign)] = setting.substr(sign + 1);
  }
  return settings;
}

std::shared_ptr<const dialogs::Dialog> read_dialog(
    const std::string& file, const std::map<std::string, std::string>& settings,
    const dialogs::Limit& page, dialogs::Findings& findings, gateway::Sources& sources) {
  auto text = gateway::read_text(file);
  if (!text) {
    findings.error("E109", {file, 0, 0}, "cannot read " + file);
    return nullptr;
  }
  auto& kept = sources[file] = std::move(*text);
  auto options = compile_options(file);
  options.settings = settings;
  options.ussd = page;
  return dialogs::compile(kept, file, options, findings);
}

void write_whole(const std::string& path, const std::string& text) {
  const auto beside = path + ".new";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + beside);
  if (std::filesystem::exists(path)) {
    std::filesystem::permissions(beside, std::filesystem::status(path).permissions());
  }
  std::filesystem::rename(beside, path);
}

}  // namespace jisr::tools
