// The options of `jisr outbox`, which has many.
#pragma once
#include <CLI/CLI.hpp>

#include "tools/jisr/commands.hpp"

namespace jisr::tools {

// `options` and `code` are lent until the command line has been parsed.
void add_outbox_command(CLI::App& app, OutboxOptions& options, int& code);

}  // namespace jisr::tools
