// List rows that no table holds, since they depend on the day: the next ten months, the last three
// years. Pure; any thread.
#pragma once
#include <memory>
#include <string>

#include "dialogs/dialog.hpp"
#include "dialogs/field.hpp"

namespace jisr::dialogs {

constexpr std::int32_t kMadeRowsMax = 400;

// One row for each step from `list.from` to `list.to`, both included, at most kMadeRowsMax: the
// value ("2026-12-01", "2026-12", "2027", "7"), then its label.
std::shared_ptr<const Table> make_rows(const ListSource& list, const Date& today);

// A day or month as people write it here: "2026-12-01" → "01/12/2026", "2026-12" → "12/2026"; any
// other text as it is.
std::string written_date(const std::string& value);

}  // namespace jisr::dialogs
