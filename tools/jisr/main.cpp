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
      "  jisr check config/                       a whole folder, without its secrets\n"
      "  jisr check --json | jq '.findings[]'\n"
      "  jisr check --explain E210                what a finding means, and what to do");
  command->add_option("config", options.config, "gateway.yaml, a dialog's file, or a folder")
      ->capture_default_str();
  auto* json = command->add_flag("--json", options.json, "One JSON object instead of text");
  command->add_flag("--sarif", options.sarif, "SARIF 2.1.0, for editors and code hosts")
      ->excludes(json);
  command->add_option("--explain", options.explain, "What a finding's code means: E210");
  command->add_flag("--figures", options.figures,
                    "The shortest and longest way of each dialog: screens, pages, keys, seconds");
  command->callback([&] { code = check(options); });
}

void add_dial(CLI::App& app, DialOptions& options, int& code) {
  auto* command = app.add_subcommand("dial", "Dial a short code in the terminal and see each page");
  command->footer(
      "Needs no operator, no Redis and no registry: the dialog runs in this process. Each page "
      "shows\n"
      "its encoding, its cost and the seconds used. Type an answer and Enter; hang (or Ctrl-D) "
      "drops\n"
      "the call, dial comes back to it, :q leaves. --answers takes these words too.\n\n"
      "  jisr dial '*555#'\n"
      "  jisr dial '*555#' --language fr --answers 1,1,Amrani,Fatima\n"
      "  jisr dial --dialog config/dialogs/examples/status.yaml\n"
      "  jisr dial '*555#' --record config/dialogs/jisr/shared_phone.dialog   a test is made of "
      "it\n"
      "  jisr dial '*555#' --url http://127.0.0.1:8080/callbacks/demo-ussd   the real gateway");
  auto* number = command->add_option("code", options.code, "The short code, in quotes: '*555#'");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  auto* file =
      command->add_option("--dialog", options.dialog, "A dialog's file, in place of a code");
  command->add_option("--language", options.language, "Answer the language page: ar, fr, …");
  auto* answers = command->add_option("--answers", options.answers,
                                      "Play these, separated by commas, and stop");
  answers->delimiter(',');
  command->add_option("--today", options.today, "Another day than today: 2026-11-24");
  command
      ->add_option("--limit", options.limit_s, "Seconds until the operator ends a call; 0 is never")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  command
      ->add_option("--service", options.services,
                   "What a look-up is told: 'NAME found field=value, other=value'")
      ->allow_extra_args(false);
  auto* record =
      command->add_option("--record", options.record, "Write a transcript for jisr test");
  command->add_flag("--bidi", options.bidi, "Arabic for terminals that cannot show it");
  auto* url = command->add_option("--url", options.url,
                                  "Callback address of a channel that speaks the Africa's Talking "
                                  "form");
  record->excludes(url);
  file->excludes(url);
  number->excludes(file);
  command->add_option("--phone", options.phone, "The number that dials, with --url")
      ->capture_default_str();
  command->callback([&options, &code, answers] {
    if (options.code.empty() && options.dialog.empty()) {
      throw CLI::RequiredError("a code, such as '*555#', or --dialog");
    }
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

void add_test(CLI::App& app, TestOptions& options, int& code) {
  auto* command =
      app.add_subcommand("test", "Replay transcripts: do the menus still say the same?");
  command->footer(
      "A transcript is a call written down; `jisr dial --record` makes one. A difference is shown "
      "with\n"
      "its line. docs/testing-menus.md says what can stand in a transcript.\n\n"
      "  jisr test config/dialogs/jisr.yaml               all in config/dialogs/jisr/\n"
      "  jisr test config/dialogs/jisr/married.dialog     one\n"
      "  jisr test --update config/dialogs                all below, written anew: read the "
      "changes");
  command->add_option("path", options.paths, "A transcript, a dialog's YAML, or a folder")
      ->required();
  command->add_flag("--update", options.update, "Write what comes now into the transcripts");
  command->callback([&] { code = test(options); });
}

void add_pages(CLI::App& app, PagesOptions& options, int& code) {
  auto* command = app.add_subcommand("pages", "Print every page of a dialog, for reviewers");
  command->footer(
      "With sample answers, errors and all. tools/picture draws the same pages as phones do.\n\n"
      "  jisr pages config/dialogs/jisr.yaml --language ar --set national_id=true");
  command->add_option("dialog", options.dialog, "A dialog's YAML file")->required();
  command->add_option("--language", options.language, "Only this language");
  command->add_option("--set", options.settings, "A setting, as gateway.yaml may give it")
      ->allow_extra_args(false);
  command->add_flag("--json", options.json, "One JSON object a page, a line each");
  command->callback([&] { code = pages(options); });
}

void add_texts(CLI::App& app, TextsOptions& options, int& code) {
  auto* command = app.add_subcommand("texts", "Take a dialog's texts to translators and back");
  command->require_subcommand(1);
  command->footer(
      "  jisr texts export --language fr config/dialogs/jisr.yaml -o jisr.fr.po\n"
      "  jisr texts export config/dialogs/jisr.yaml -o jisr.csv      all languages, for a sheet\n"
      "  jisr texts import --dry-run jisr.fr.po config/dialogs/jisr.yaml\n"
      "docs/translating.md says how to work with the files.");
  const auto run = [&](TextsOptions::What what) {
    return [&options, &code, what] {
      options.what = what;
      code = texts(options);
    };
  };
  auto* out = command->add_subcommand("export", "Write a PO file or a sheet");
  out->add_option("dialog", options.dialog, "A dialog's YAML file")->required();
  out->add_option("-o,--output", options.file, "The file to write; - is the standard output")
      ->capture_default_str();
  out->add_option("--format", options.format, "po or csv; else by the end of the file's name")
      ->check(CLI::IsMember({"po", "csv"}));
  out->add_option("--language", options.languages, "Only these: fr, or ar,fr in a sheet")
      ->delimiter(',')
      ->allow_extra_args(false);
  out->add_option("--source", options.source, "Translate from this language; else the default one");
  out->callback(run(TextsOptions::What::export_file));
  auto* in = command->add_subcommand("import", "Write translations back into the dialog's YAML");
  in->add_option("file", options.file, "A PO file or a sheet (.csv)")->required();
  in->add_option("dialog", options.dialog, "The dialog's YAML file")->required();
  in->add_option("--language", options.languages, "Refuse a file of another language")
      ->allow_extra_args(false);
  in->add_flag("--dry-run", options.dry_run, "Check and say what would change; write nothing");
  in->callback(run(TextsOptions::What::import_file));
}

void add_provider(CLI::App& app, ProviderOptions& options, int& code) {
  auto* command = app.add_subcommand("provider", "Work on a page of YAML about an operator");
  command->require_subcommand(1);
  command->footer(
      "  jisr provider test config/providers/mine.yaml               its recorded traffic\n"
      "  jisr provider try config/providers/mine.yaml < request.txt  how a pasted request is read\n"
      "docs/providers.md says what can stand in a page and in recorded traffic.");
  auto* test = command->add_subcommand("test", "Check a page against recorded traffic");
  test->add_option("profile", options.profile, "The provider's page")->required();
  test->add_option("--cases", options.cases,
                   "Recorded traffic; else mine/*.yaml beside mine.yaml, or tests/wire/mine.yaml");
  test->callback([&] { code = provider_test(options); });
  auto* one = command->add_subcommand("try", "Show how a pasted HTTP request is understood");
  one->add_option("profile", options.profile, "The provider's page")->required();
  one->add_option("--request", options.request, "A file with the request; - is the input")
      ->capture_default_str();
  one->add_option("--set", options.settings, "A channel's setting, such as inbound_secret=…")
      ->allow_extra_args(false);
  one->add_option("--reply", options.reply, "The page to answer with");
  one->add_flag("--receipt", options.receipt, "It came to the address of receipts");
  one->callback([&] { code = provider_try(options); });
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
  TextsOptions texts_options;
  TestOptions test_options;
  ProviderOptions provider_options;
  PagesOptions pages_options;
  add_serve(app, serve_options, code);
  add_check(app, check_options, code);
  add_dial(app, dial_options, code);
  add_outbox(app, outbox_options, code);
  add_texts(app, texts_options, code);
  add_test(app, test_options, code);
  add_provider(app, provider_options, code);
  add_pages(app, pages_options, code);
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
