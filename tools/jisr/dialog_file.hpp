// A dialog's file as the commands read it that need no gateway.yaml, and how they write files.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dialogs/compile.hpp"
#include "gateway/config.hpp"

namespace jisr::tools {

// What the compiler needs to find the files beside `dialog`.
dialogs::CompileOptions compile_options(const std::string& dialog);

// "national_id=true", as --set takes them. Throws std::invalid_argument, for kWrongUse.
std::map<std::string, std::string> settings_of(const std::vector<std::string>& given);

// Null with a finding; its text goes into `sources`.
std::shared_ptr<const dialogs::Dialog> read_dialog(
    const std::string& file, const std::map<std::string, std::string>& settings,
    const dialogs::Limit& page, dialogs::Findings& findings, gateway::Sources& sources);

// Whole or not at all: beside the file first, then in its place. What may be read by whom stays.
// Throws std::runtime_error.
void write_whole(const std::string& path, const std::string& text);

}  // namespace jisr::tools
