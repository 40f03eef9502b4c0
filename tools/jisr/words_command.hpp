// `jisr texts status|reviewed|table|words` and `jisr check --pages`: what stands in the dialogs for
// people who have to read it.
#pragma once
#include <string>
#include <vector>

#include "tools/jisr/commands.hpp"

namespace CLI {
class App;
}

namespace jisr::tools {

struct WordsOptions {
  std::string file;                // a dialog's YAML file, or gateway.yaml: all that it names
  std::string language;            // status: only this one; reviewed: which was read
  std::string by;                  // reviewed: by whom
  std::string on;                  // reviewed: the day; empty: today
  std::vector<std::string> texts;  // reviewed: names of texts or screens; empty: all
  bool json = false;
};
// 0: native speakers have read all that is offered; 1: they have not.
int texts_status(const WordsOptions& options);
int texts_reviewed(const WordsOptions& options);
int texts_table(const WordsOptions& options);
int texts_words(const WordsOptions& options);
// 0: every screen but the lists takes one page; 1: one does not.
int check_pages(const std::string& file, bool json);

// Adds the commands to `texts`. `options` and `code`, where the exit code goes, outlive them.
void add_words_commands(CLI::App& texts, WordsOptions& options, int& code);

}  // namespace jisr::tools
