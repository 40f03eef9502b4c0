// Which rows of a table a list can ever offer: the page check measures just those. Private to
// dialogs/.
#pragma once
#include <vector>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

// Row indices, under any answers that can have been given before.
std::vector<std::size_t> offered_rows(const Dialog& dialog, const ListSource& list);
// Where the list's table was read from; null when it could not be.
const Source* source_of(const Compilation& c, const ListSource& list);

}  // namespace jisr::dialogs
