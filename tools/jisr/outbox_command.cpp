// One subcommand for each thing that can be done with an entry.
#include "tools/jisr/outbox_command.hpp"

namespace jisr::tools {

namespace {

using What = OutboxOptions::What;

CLI::App* add(CLI::App* outbox_app, const char* name, const char* help, What what,
              OutboxOptions& options, int& code) {
  auto* command = outbox_app->add_subcommand(name, help)->fallthrough();
  command->callback([&options, &code, what] {
    options.what = what;
    code = outbox(options);
  });
  return command;
}

void add_id(CLI::App* command, OutboxOptions& options) {
  command->add_option("id", options.id, "As `list` prints it")->required();
}

}  // namespace

void add_outbox_command(CLI::App& app, OutboxOptions& options, int& code) {
  auto* command = app.add_subcommand("outbox", "See what waits to leave, and what could not");
  command->require_subcommand(1);
  command->footer(
      "  jisr outbox list            what waits and what is parked or refused, with the reason\n"
      "  jisr outbox list --dead     only what needs a person\n"
      "  jisr outbox list --dropped  what was dropped, and why\n"
      "  jisr outbox show ID         one entry with its content (personal data: mind your screen)\n"
      "  jisr outbox retry ID        send a parked or refused entry again, now\n"
      "  jisr outbox edit ID         correct its content in $EDITOR, and send it again\n"
      "  jisr outbox drop ID --reason 'a test call'   it will never be sent\n"
      "  jisr outbox costs           what SMS cost, by day and channel\n"
      "  jisr outbox sweep           look for entries that nobody would ever look at, now");
  command->add_option("--config", options.config, "gateway.yaml: what to serve, and where")
      ->capture_default_str();
  command->add_option("--by", options.by,
                      "Who does it, for `jisr audit`; your user is noted anyway");
  auto* list = add(command, "list", "The entries, oldest due first", What::list, options, code);
  auto* dead = list->add_flag("--dead", options.dead_only, "Only parked and refused entries");
  list->add_flag("--dropped", options.dropped, "Those that were dropped, and why")->excludes(dead);
  list->add_flag("--json", options.json, "One JSON object");
  list->add_option("--limit", options.limit, "At most so many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  add_id(add(command, "show", "One entry, whole", What::show, options, code), options);
  add_id(add(command, "retry", "Make an entry due now", What::retry, options, code), options);
  auto* edit = add(command, "edit", "Correct an entry that is set aside, and send it again",
                   What::edit, options, code);
  edit->footer(
      "It is checked by what will read it: the registry's schema, or the form of an SMS. A\n"
      "registration keeps its id, so the registry knows that it is the same one.\n\n"
      "  jisr outbox edit ID --out entry.json      write its content there, and stop\n"
      "  jisr outbox edit ID --in entry.json       take the content from there");
  add_id(edit, options);
  auto* out = edit->add_option("--out", options.out, "Write the content there, and stop");
  edit->add_option("--in", options.in, "Take the content from there")->excludes(out);
  auto* drop = add(command, "drop", "Take out an entry that is set aside, for good", What::drop,
                   options, code);
  add_id(drop, options);
  drop->add_option("--reason", options.reason, "Why; kept and shown: no names, no numbers")
      ->required();
  add(command, "sweep", "Look for entries that nobody would ever look at, now", What::sweep,
      options, code);
  auto* costs =
      add(command, "costs", "What SMS cost, by day and channel", What::costs, options, code);
  costs->add_option("--days", options.days, "Of how many days, with today")
      ->check(CLI::Range(1, 400))
      ->capture_default_str();
  costs->add_flag("--json", options.json, "One JSON object");
}

}  // namespace jisr::tools
