// How much of a page each screen takes, in each language that is offered, with the longest answers
// put in: what `jisr check --pages` prints. Pure; any thread.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "dialogs/charset.hpp"
#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

struct PageRow {
  std::string screen;
  std::string language;  // BCP 47
  bool list = false;     // of rows out of a table: may take several pages
  Encoding encoding = Encoding::gsm7;
  std::size_t units = 0;  // of the dearest page, in its encoding
  std::size_t limit = 0;  // of one page in that encoding
  std::size_t pages = 1;
  std::size_t pages_wrong = 1;  // when the longest of its error lines stands above it
};

// By screen in the order of the file, then language. Screens that nobody sees have no row. What a
// summary offers to change is a row of its own, "summary, change"; so is "go on or start again",
// which a dropped call comes back to, "(resume)".
std::vector<PageRow> page_table(const Dialog& dialog, const Limit& limit);

}  // namespace jisr::dialogs
