// A dialog's texts for people who read no YAML: in Markdown, the languages side by side, screen by
// screen, with how long they are and whether a native speaker has read them. Pure; any thread.
#pragma once
#include <string>

#include "dialogs/catalog.hpp"
#include "dialogs/charset.hpp"

namespace jisr::dialogs {

// One chapter, beginning with "## <name>". The catalog and the dialog are of one file.
std::string text_chapter(const Catalog& catalog, const Dialog& dialog, const Limit& limit);

// What the marks of the chapters mean, in one paragraph each line of which stands alone.
std::string text_table_legend();

// The texts by screen: how many words, how long they and the sentences are. In lines for a
// terminal.
std::string word_report(const Catalog& catalog, const Dialog& dialog);

}  // namespace jisr::dialogs
