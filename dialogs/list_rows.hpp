// The rows of a long list that one session sees: those that match its answers and the letters she
// typed. Pure; any thread. Views into the dialog's tables.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

using Row = std::vector<std::string>;

struct Rows {
  std::vector<const Row*> all;
  std::shared_ptr<const Table> made;  // keeps rows that were made for this day
};

// In the table's order, but those that the list wants first before the others. With a filter only
// the rows of which a label, in any language, begins with it.
Rows list_rows(const ListSource& list, const Session& session, std::string_view filter,
               const Date& today);
// The cell that a language shows for a row.
const std::string& row_label(const ListSource& list, const Row& row, std::uint8_t language);
// The row whose value column holds `value`, or null.
const Row* row_of(const ListSource& list, std::string_view value);

}  // namespace jisr::dialogs
