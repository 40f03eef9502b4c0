// The command line of `jisr rehearse`.
#include "tools/jisr/rehearse_command.hpp"

#include <CLI/CLI.hpp>

namespace jisr::tools {

void add_rehearse_command(CLI::App& app, RehearseOptions& options, int& code) {
  auto* command =
      app.add_subcommand("rehearse", "Try a dialog on thousands of women who are made up");
  command->footer(
      "Through the real engine, on a network that loses pages: how many finish, with what is kept "
      "between calls and\n"
      "without, in how many seconds and calls, and where the others are lost. The same seed gives "
      "the same result.\n"
      "docs/rehearsing.md says what is supposed, and where the numbers come from.\n\n"
      "  jisr rehearse config/dialogs/jisr.yaml --drop 0.05 --limit 180s --women 20000 --seed 1\n"
      "  jisr rehearse jisr --config config/gateway.yaml           as it is served\n"
      "  jisr rehearse before.yaml --compare after.yaml            two dialogs\n"
      "  jisr rehearse config/dialogs/jisr.yaml --compare drop=10%  two networks\n"
      "  jisr rehearse config/dialogs/jisr.yaml --model config/rehearsal.yaml --json");
  command->add_option("dialog", options.dialog, "A dialog's YAML file; with --config its name")
      ->required();
  command->add_option("--drop", options.drop, "Share of pages that are lost with the call: 0.05");
  command->add_option("--limit", options.limit, "The operator ends a call after so long; 0: never");
  command->add_option("--answer", options.answer,
                      "The operator ends a call when a page waits so long; 0: never");
  command->add_option("--women", options.women, "How many")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Other chance, other women")->capture_default_str();
  command->add_flag("!--no-resume", options.resume,
                    "Tell of calls of which nothing is kept; both are always counted");
  command->add_option("--language", options.language, "Only women of this language: ar, fr, …");
  command->add_option("--model", options.model, "What is supposed, as in config/rehearsal.yaml");
  command->add_option("--config", options.config,
                      "gateway.yaml: settings and pages as they are served");
  command->add_option("--set", options.settings, "A setting, as gateway.yaml may give it")
      ->allow_extra_args(false);
  command->add_option("--compare", options.compare,
                      "The same beside another dialog's file, drop=10%, limit=120s, answer=20s, "
                      "model:FILE or a setting's NAME=VALUE");
  command->add_option("--today", options.today, "Another day than today: 2026-11-24");
  command->add_flag("--json", options.json, "One JSON object");
  command->callback([&] { code = rehearse(options); });
}

}  // namespace jisr::tools
