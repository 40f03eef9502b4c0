// One subcommand for what anybody may see, one for what is written down.
#include "tools/jisr/leads_command.hpp"

namespace jisr::tools {

namespace {

using What = LeadsOptions::What;

CLI::App* add(CLI::App* leads_app, const char* name, const char* help, What what,
              LeadsOptions& options, int& code) {
  auto* command = leads_app->add_subcommand(name, help)->fallthrough();
  command->add_option("--centre", options.centre, "Only those of this centre");
  command->add_option("--kind", options.kinds, "Of what dialogs register; may be repeated")
      ->allow_extra_args(false)
      ->capture_default_str();
  command->callback([&options, &code, what] {
    options.what = what;
    code = leads(options);
  });
  return command;
}

}  // namespace

void add_leads_command(CLI::App& app, LeadsOptions& options, int& code) {
  auto* command = app.add_subcommand("leads", "Who is to be called, as far as it is still here");
  command->require_subcommand(1);
  command->footer(
      "What waits for the registry and what is set aside. What the registry has taken is not kept\n"
      "here: its own list has it.\n\n"
      "  jisr leads list                                    when, which centre; nobody's data\n"
      "  jisr leads list --centre Guelmim --json\n"
      "  jisr leads export --centre Guelmim -o today.csv    all that is sent of each: personal "
      "data");
  command->add_option("--config", options.config, "gateway.yaml: what to serve, and where")
      ->capture_default_str();
  auto* list =
      add(command, "list", "When they are due, and for which centre", What::list, options, code);
  list->add_flag("--json", options.json, "One JSON object");
  auto* out = add(command, "export", "Write them into a file, with all that is sent of them",
                  What::export_file, options, code);
  out->add_option("-o,--output", options.file, "The file to write, for your eyes only")->required();
  out->add_flag("--json", options.json, "JSON in place of a sheet (CSV, UTF-8)");
  out->add_option("--by", options.by, "Who does it, for `jisr audit`; your user is noted anyway");
  out->add_option("--reason", options.reason, "Why, for `jisr audit`: no names, no numbers");
}

}  // namespace jisr::tools
