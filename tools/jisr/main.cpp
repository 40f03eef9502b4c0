// The `jisr` command line: options in, one of the commands, an exit code out.
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/jisr/agent_command.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/keeping_commands.hpp"
#include "tools/jisr/leads_command.hpp"
#include "tools/jisr/outbox_command.hpp"
#include "tools/jisr/rehearse_command.hpp"
#include "tools/jisr/words_command.hpp"

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

void add_check(CLI::App& app, CheckOptions& options, bool& one_page, int& code) {
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
  command->add_flag("--pages", one_page,
                    "How much of a page each screen takes in each language; JSON a line each");
  command->callback(
      [&] { code = one_page ? check_pages(options.config, options.json) : check(options); });
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

void add_texts(CLI::App& app, TextsOptions& options, WordsOptions& words, int& code) {
  auto* command = app.add_subcommand("texts", "Take a dialog's texts to translators and back");
  command->require_subcommand(1);
  command->footer(
      "  jisr texts export --language fr config/dialogs/jisr.yaml -o jisr.fr.po\n"
      "  jisr texts export config/dialogs/jisr.yaml -o jisr.csv      all languages, for a sheet\n"
      "  jisr texts import --dry-run jisr.fr.po config/dialogs/jisr.yaml\n"
      "  jisr texts status config/gateway.yaml                       what nobody has read yet\n"
      "  jisr texts reviewed config/dialogs/jisr.yaml --language ar --by 'Amina, Guelmim'\n"
      "  jisr texts table config/gateway.yaml > docs/texts.md        for who reads no YAML\n"
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
  add_words_commands(*command, words, code);
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

void add_graph(CLI::App& app, GraphOptions& options, int& code) {
  auto* command = app.add_subcommand("graph", "Draw a dialog: its screens and the ways between");
  command->footer(
      "A dialog with mistakes is drawn too, with dead ends marked; then the exit code is 1.\n"
      "SVG needs Graphviz. docs/drawing.md says what the shapes and colours mean.\n\n"
      "  jisr graph config/dialogs/jisr.yaml --language fr -o jisr.svg\n"
      "  jisr graph --format mermaid config/dialogs/jisr.yaml       for a page of Markdown\n"
      "  jisr funnel --json | jisr graph --funnel - config/dialogs/jisr.yaml -o left.svg");
  command->add_option("dialog", options.dialog, "A dialog's YAML file")->required();
  command
      ->add_option("--format", options.format,
                   "dot, mermaid or svg; else by the end of the file's name, else dot")
      ->check(CLI::IsMember({"dot", "mermaid", "svg"}));
  command->add_option("--language", options.language, "Whose texts: fr, ar, …");
  command->add_option("--funnel", options.funnel,
                      "Where women left: the output of `jisr funnel --json`; - is the input");
  command->add_option("--set", options.settings, "A setting, as gateway.yaml may give it")
      ->allow_extra_args(false);
  command->add_option("-o,--output", options.file, "The file to write; - is the standard output")
      ->capture_default_str();
  command->callback([&] { code = graph(options); });
}

void add_funnel(CLI::App& app, FunnelOptions& options, int& code) {
  auto* command = app.add_subcommand("funnel", "Where women leave: counts of each screen");
  command->footer(
      "Of what the gateways with this Redis counted; they add to it every few seconds.\n\n"
      "  jisr funnel                    all dialogs, the last seven days\n"
      "  jisr funnel --days 1 jisr      one, today\n"
      "  jisr funnel --json jisr > jisr.funnel.json");
  command->add_option("dialog", options.dialog, "A dialog's name; else all that are served");
  command->add_option("--config", options.config, kConfigHelp)->capture_default_str();
  command->add_option("--days", options.days, "The last so many days, with today")
      ->check(CLI::Range(1, 3660))
      ->capture_default_str();
  command->add_flag("--json", options.json, "One JSON object, which `jisr graph --funnel` takes");
  command->callback([&] { code = funnel(options); });
}

void add_diff(CLI::App& app, DiffOptions& options, int& code) {
  auto* command = app.add_subcommand("diff", "What changes for the women between two dialogs");
  command->footer(
      "Words and pages, ways, rules, the longest way, and where calls in progress would go on.\n"
      "0: nothing differs; 1: something does; 3: one of them has errors.\n\n"
      "  git show HEAD:config/dialogs/jisr.yaml > config/dialogs/before.yaml\n"
      "  jisr diff config/dialogs/before.yaml config/dialogs/jisr.yaml\n"
      "  jisr diff --language fr --json before.yaml after.yaml");
  command->add_option("old", options.before, "The dialog's YAML file as it was")->required();
  command->add_option("new", options.after, "The same as it is to be")->required();
  command->add_option("--language", options.language, "Of texts only this language's");
  command->add_option("--set", options.settings, "A setting, as gateway.yaml may give it")
      ->allow_extra_args(false);
  command->add_flag("--json", options.json, "One JSON object");
  command->callback([&] { code = diff(options); });
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
  bool one_page = false;
  DialOptions dial_options;
  OutboxOptions outbox_options;
  LeadsOptions leads_options;
  AgentOptions agent_options;
  TextsOptions texts_options;
  TestOptions test_options;
  ProviderOptions provider_options;
  PagesOptions pages_options;
  GraphOptions graph_options;
  FunnelOptions funnel_options;
  DiffOptions diff_options;
  KeysOptions keys_options;
  PersonOptions person_options;
  AuditOptions audit_options;
  RehearseOptions rehearse_options;
  WordsOptions words_options;
  add_serve(app, serve_options, code);
  add_check(app, check_options, one_page, code);
  add_dial(app, dial_options, code);
  add_outbox_command(app, outbox_options, code);
  add_leads_command(app, leads_options, code);
  add_agent_command(app, agent_options, code);
  add_texts(app, texts_options, words_options, code);
  add_test(app, test_options, code);
  add_provider(app, provider_options, code);
  add_pages(app, pages_options, code);
  add_graph(app, graph_options, code);
  add_funnel(app, funnel_options, code);
  add_diff(app, diff_options, code);
  add_keys_command(app, keys_options, code);
  add_person_command(app, person_options, code);
  add_audit_command(app, audit_options, code);
  add_rehearse_command(app, rehearse_options, code);
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
