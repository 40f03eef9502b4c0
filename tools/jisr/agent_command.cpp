// One subcommand for each thing that can be done with agents.
#include "tools/jisr/agent_command.hpp"

namespace jisr::tools {

namespace {

using What = AgentOptions::What;

CLI::App* add(CLI::App* agents, const char* name, const char* help, What what,
              AgentOptions& options, int& code) {
  auto* command = agents->add_subcommand(name, help)->fallthrough();
  command->callback([&options, &code, what] {
    options.what = what;
    code = agent(options);
  });
  return command;
}

void add_code(CLI::App* command, AgentOptions& options) {
  command->add_option("code", options.code, "The agent's code: 2 to 12 letters and digits")
      ->required();
}

}  // namespace

void add_agent_command(CLI::App& app, AgentOptions& options, int& code) {
  auto* command = app.add_subcommand("agent", "Staff who register women on their phones");
  command->require_subcommand(1);
  command->footer(
      "A first PIN is printed once and kept nowhere; the agent chooses her own when she signs in.\n"
      "docs/agents.md is for those who lead them.\n\n"
      "  jisr agent add 1701 --name 'Amina Alaoui' --centre guelmim\n"
      "  jisr agent add 1700 --name 'Zineb Filali' --centre guelmim --role supervisor\n"
      "  jisr agent import agents.csv --dry-run    code, name, centre, province, phone, role\n"
      "  jisr agent reset 1701                     another first PIN; she is signed out\n"
      "  jisr agent unlock 1701                    after too many wrong PINs\n"
      "  jisr agent disable 1701                   she is signed out, and stays out\n"
      "  jisr agent list --json");
  command->add_option("--config", options.config, "gateway.yaml: what to serve, and where")
      ->capture_default_str();
  auto* one = add(command, "add", "A new agent", What::add, options, code);
  add_code(one, options);
  one->add_option("--name", options.name, "Her name")->required();
  one->add_option("--centre", options.centre, "Her centre, as the registry knows it")->required();
  one->add_option("--province", options.province, "The province's code, such as 10.261");
  one->add_option("--phone", options.phone, "Her number, +212…: for people only");
  one->add_option("--role", options.role, "agent, or supervisor: may unlock those of her centre")
      ->check(CLI::IsMember({"agent", "supervisor"}));
  add_code(
      add(command, "disable", "Sign an agent out, and keep her out", What::disable, options, code),
      options);
  add_code(add(command, "enable", "Let a disabled agent in again", What::enable, options, code),
           options);
  add_code(add(command, "reset", "Another first PIN", What::reset, options, code), options);
  add_code(add(command, "unlock", "Forget the wrong PINs of an agent", What::unlock, options, code),
           options);
  auto* list = add(command, "list", "All agents, by centre", What::list, options, code);
  list->add_flag("--json", options.json, "One JSON object");
  auto* in =
      add(command, "import", "Add many agents from a sheet", What::import_file, options, code);
  in->add_option("file", options.file, "CSV in UTF-8 with a header row")->required();
  in->add_flag("--dry-run", options.dry_run, "Check the sheet, and change nothing");
}

}  // namespace jisr::tools
