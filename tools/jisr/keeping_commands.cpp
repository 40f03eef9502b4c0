// One subcommand for each thing that can be done with keys and with what is kept of a person.
#include "tools/jisr/keeping_commands.hpp"

namespace jisr::tools {

namespace {

constexpr const char* kConfigHelp = "gateway.yaml: what to serve, and where";
constexpr const char* kByHelp = "Who does it, for `jisr audit`; your user is noted anyway";

}  // namespace

void add_keys_command(CLI::App& app, KeysOptions& options, int& code) {
  using What = KeysOptions::What;
  auto* command = app.add_subcommand("keys", "Another key for what is kept, while gateways run");
  command->require_subcommand(1);
  command->footer(
      "  jisr keys new secrets/2027.key   make one, and say how to bring it in\n"
      "  jisr keys rotate                 seal everything anew with the first of sealing_files\n"
      "  jisr keys status                 what each key still holds, and which may be removed\n"
      "docs/operations.md has the whole procedure.");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  const auto add = [&](const char* name, const char* help, What what) {
    auto* one = command->add_subcommand(name, help)->fallthrough();
    one->callback([&options, &code, what] {
      options.what = what;
      code = keys(options);
    });
    return one;
  };
  auto* make = add("new", "Make a file with a new key", What::make);
  make->add_option("file", options.file, "Where; it must not be there yet")->required();
  auto* rotate = add("rotate", "Seal everything anew with the first key", What::rotate);
  rotate->add_option("--by", options.by, kByHelp);
  auto* status = add("status", "What each key still holds", What::status);
  status->add_flag("--json", options.json, "One JSON object");
}

void add_person_command(CLI::App& app, PersonOptions& options, int& code) {
  using What = PersonOptions::What;
  auto* command = app.add_subcommand("person", "What is kept of one subscriber: see it, erase it");
  command->require_subcommand(1);
  command->footer(
      "Without a number on the command line it is read from the input, where no shell keeps it.\n\n"
      "  jisr person show                      asks for the number (personal data: mind your "
      "screen)\n"
      "  jisr person erase --file number.txt   what would be erased\n"
      "  jisr person erase --file number.txt --yes --reason 'her letter of 3 May'\n"
      "docs/privacy.md says what stays, and why.");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  const auto add = [&](const char* name, const char* help, What what) {
    auto* one = command->add_subcommand(name, help)->fallthrough();
    auto* number = one->add_option("number", options.number, "As it is dialled, or +212…");
    one->add_option("--file", options.file,
                    "Its first line is the number, further ones are her card or the numbers of her "
                    "registrations; - is the input, one line")
        ->excludes(number)
        ->capture_default_str();
    one->add_option("--by", options.by, kByHelp);
    one->add_option("--reason", options.reason, "Why, for `jisr audit`: no names, no numbers");
    one->add_flag("--json", options.json, "One JSON object");
    one->callback([&options, &code, what] {
      options.what = what;
      code = person(options);
    });
    return one;
  };
  add("show", "All that is kept of her", What::show);
  auto* erase = add("erase", "Erase it", What::erase);
  erase->add_flag("--yes", options.yes, "Do it; else only what would be erased is shown");
  erase->add_flag("--also-outbox", options.also_outbox,
                  "Her registrations too that the registry does not have yet");
}

void add_audit_command(CLI::App& app, AuditOptions& options, int& code) {
  auto* command = app.add_subcommand("audit", "What people did by hand: who, when, what and why");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  command->add_option("--days", options.days, "The last so many days, with today")
      ->check(CLI::Range(1, 36'600))
      ->capture_default_str();
  command->add_flag("--json", options.json, "One JSON object");
  command->callback([&] { code = audit(options); });
}

}  // namespace jisr::tools
