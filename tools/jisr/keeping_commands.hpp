// The options of `jisr keys`, `jisr person` and `jisr audit`.
#pragma once
#include <CLI/CLI.hpp>

#include "tools/jisr/commands.hpp"

namespace jisr::tools {

// `options` and `code` are lent until the command line has been parsed.
void add_keys_command(CLI::App& app, KeysOptions& options, int& code);
void add_person_command(CLI::App& app, PersonOptions& options, int& code);
void add_audit_command(CLI::App& app, AuditOptions& options, int& code);

}  // namespace jisr::tools
