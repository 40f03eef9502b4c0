// The command line of what is said of words.
#include "tools/jisr/words_command.hpp"

#include <CLI/CLI.hpp>

namespace jisr::tools {

namespace {

constexpr const char* kFileHelp = "A dialog's YAML file, or a gateway.yaml: all that it names";

}  // namespace

void add_words_commands(CLI::App& texts, WordsOptions& options, int& code) {
  auto* status = texts.add_subcommand("status", "Which texts has a native speaker read?");
  status->add_option("file", options.file, kFileHelp)->required();
  status->add_option("--language", options.language, "Only this one");
  status->add_flag("--json", options.json, "One JSON object");
  status->callback([&] { code = texts_status(options); });

  auto* reviewed = texts.add_subcommand("reviewed", "Write down that a native speaker read them");
  reviewed->add_option("dialog", options.file, "The dialog's YAML file")->required();
  reviewed->add_option("--language", options.language, "Which was read: ar, fr, …")->required();
  reviewed->add_option("--by", options.by, "By whom, so that she can be asked")->required();
  reviewed->add_option("--on", options.on, "Another day than today: 2026-11-29");
  reviewed->add_option("text", options.texts,
                       "Only these: a text's name as in status, or a screen's for all of its");
  reviewed->callback([&] { code = texts_reviewed(options); });

  auto* table = texts.add_subcommand("table", "All texts, the languages side by side, in Markdown");
  table->add_option("file", options.file, kFileHelp)->required();
  table->callback([&] { code = texts_table(options); });

  auto* words = texts.add_subcommand("words", "How long words and sentences are, by screen");
  words->add_option("file", options.file, kFileHelp)->required();
  words->callback([&] { code = texts_words(options); });
}

}  // namespace jisr::tools
