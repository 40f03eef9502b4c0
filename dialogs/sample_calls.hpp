// Calls that are made up: every kind of answer on every screen, so that sessions stand where women
// may stand. Bounded, so a screen behind rare answers may stay empty. Pure; any thread.
#pragma once
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

// By screen: open sessions that stand there, at most kSamplesMax, which came by different choices.
// On a screen that gives up or ends there are none.
constexpr std::size_t kSamplesMax = 6;
std::vector<std::vector<Session>> sample_sessions(const Dialog& dialog, const Limit& page,
                                                  const Date& today);

}  // namespace jisr::dialogs
