// Where those would be who are in the middle of one version when it is lost. Private to dialogs/;
// for compare.cpp.
#pragma once
#include "dialogs/compare.hpp"

namespace jisr::dialogs {

// Moves sample sessions with migrate(), as the gateway does.
std::vector<Standing> standings(const Dialog& before, const Dialog& after, const Limit& page,
                                const Date& today);

}  // namespace jisr::dialogs
