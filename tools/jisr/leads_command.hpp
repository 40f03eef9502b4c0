// The options of `jisr leads`.
#pragma once
#include <CLI/CLI.hpp>

#include "tools/jisr/commands.hpp"

namespace jisr::tools {

// `options` and `code` are lent until the command line has been parsed.
void add_leads_command(CLI::App& app, LeadsOptions& options, int& code);

}  // namespace jisr::tools
