// The `jisr` command line: options in, one of the commands, an exit code out.
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/jisr/commands.hpp"

namespace {

using namespace jisr::tools;

constexpr const char* kConfigHelp = "gateway.yaml: what to serve, and where";

void add_serve(CLI::App& app, ServeOptions& options, int& code) {
  auto* command = app.add_subcommand("serve", "Run the gateway until it is told to stop");
  command->footer(
      "Signals: SIGHUP checks and reloads the configuration (a bad one is refused and the old one\n"
      "stays), SIGTERM and SIGINT finish what is in hand and leave.\n\n"
      "  jisr serve --config /etc/jisr/gateway.yaml");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  command->callback([&] { code = serve(options); });
}

void add_check(CLI::App& app, CheckOptions& options, int& code) {
  auto* command = app.add_subcommand("check", "Find mistakes in the configuration and the dialogs");
  command->footer(
      "Each finding has its place, a code and what to do. 0: no errors; 1: there are errors.\n"
      "The gateway starts and reloads on the same verdict.\n\n"
      "  jisr check                               everything that config/gateway.yaml names\n"
      "  jisr check config/dialogs/jisr.yaml      one dialog\n"
      "  jisr check --json | jq '.findings[]'");
  command->add_option("config", options.config, "gateway.yaml or a dialog's file")
      ->capture_default_str();
  command->add_flag("--json", options.json, "One JSON object instead of text");
  command->add_flag("--figures", options.figures,
                    "The shortest and longest way of each dialog: screens, pages, keys, seconds");
  command->callback([&] { code = check(options); });
}

void add_dial(CLI::App& app, DialOptions& options, int& code) {
  auto* command = app.add_subcommand("dial", "Dial a short code in the terminal and see each page");
  command->footer(
      "Needs no operator, no Redis and no registry: the dialog runs in this process. Each page "
      "shows\n"
      "its encoding and cost. Type an answer and Enter, or :q to hang up.\n\n"
      "  jisr dial '*555#'\n"
      "  jisr dial '*555#' --language fr --answers 1,1,Amrani,Fatima\n"
      "  jisr dial '*555#' --url http://127.0.0.1:8080/callbacks/demo-ussd   the real gateway");
  command->add_option("code", options.code, "The short code, in quotes: '*555#'")->required();
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  command->add_option("--language", options.language, "Answer the language page: ar, fr, …");
  auto* answers = command->add_option("--answers", options.answers,
                                      "Play these, separated by commas, and stop");
  answers->delimiter(',');
  command->add_option("--url", options.url,
                      "Callback address of a channel that speaks the Africa's Talking form");
  command->add_option("--phone", options.phone, "The number that dials, with --url")
      ->capture_default_str();
  command->callback([&options, &code, answers] {
    options.scripted = answers->count() > 0;
    code = dial(options);
  });
}

void add_outbox(CLI::App& app, OutboxOptions& options, int& code) {
  auto* command = app.add_subcommand("outbox", "See what waits to leave, and what could not");
  command->require_subcommand(1);
  command->footer(
      "  jisr outbox list            what waits and what is parked or refused, with the reason\n"
      "  jisr outbox list --dead     only what needs a person\n"
      "  jisr outbox show ID         one entry with its content (personal data: mind your screen)\n"
      "  jisr outbox retry ID        send a parked or refused entry again, now");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  auto* list = command->add_subcommand("list", "The entries, oldest due first");
  list->add_flag("--dead", options.dead_only, "Only parked and refused entries");
  list->add_flag("--json", options.json, "One JSON object");
  list->add_option("--limit", options.limit, "At most so many")->capture_default_str();
  list->callback([&] {
    options.what = OutboxOptions::What::list;
    code = outbox(options);
  });
  auto* show = command->add_subcommand("show", "One entry, whole");
  show->add_option("id", options.id, "As `list` prints it")->required();
  show->callback([&] {
    options.what = OutboxOptions::What::show;
    code = outbox(options);
  });
  auto* retry = command->add_subcommand("retry", "Make an entry due now");
  retry->add_option("id", options.id, "As `list` prints it")->required();
  retry->callback([&] {
    options.what = OutboxOptions::What::retry;
    code = outbox(options);
  });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Jisr: a woman dials a short code on any phone, walks through a menu in her language, and "
      "her\n"
      "registration reaches the registry. Begin with: jisr dial '*555#'"};
  app.set_version_flag("--version", "jisr " JISR_VERSION);
  app.require_subcommand(1);
  int code = kWell;
  ServeOptions serve_options;
  CheckOptions check_options;
  DialOptions dial_options;
  OutboxOptions outbox_options;
  add_serve(app, serve_options, code);
  add_check(app, check_options, code);
  add_dial(app, dial_options, code);
  add_outbox(app, outbox_options, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11's own codes say which rule was broken; the contract knows only "wrong use".
    return app.exit(error) == 0 ? kWell : kWrongUse;
  } catch (const std::exception& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
  return code;
}
