// The options of `jisr agent`, and what it does.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace jisr::tools {

struct AgentOptions {
  enum class What { add, disable, enable, reset, unlock, list, import_file } what = What::list;
  std::string config = "config/gateway.yaml";
  std::string code;
  std::string name;
  std::string centre;
  std::string province;
  std::string phone;
  std::string role;      // agent or supervisor
  std::string file;      // import
  bool dry_run = false;  // import: check, and change nothing
  bool json = false;     // list
};

// `options` and `code` are lent until the command line has been parsed.
void add_agent_command(CLI::App& app, AgentOptions& options, int& code);

int agent(const AgentOptions& options);

}  // namespace jisr::tools
