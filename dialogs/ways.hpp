// The ways out of a screen, as its author wrote them: one list for the checks of the graph, for
// what the prover looks ahead along, and for drawings. What conditions let happen is the prover's
// (prove_flow.hpp). Pure; any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

struct WayOut {
  enum class Kind : std::uint8_t {
    choice,     // she picks a choice
    answer,     // she types an answer, picks a row or several choices, or reads on
    passed,     // the screen is not shown
    way,        // of a branch
    otherwise,  // of a branch, when no way is taken
    done,       // a set screen has worked
    found,      // what a service said to a look-up
    not_found,
    failed,
    wrong,   // after too many wrong tries
    change,  // what she picks to be changed on a summary
    redial,  // the call is over: where the next one goes on
  };
  Kind kind = Kind::answer;
  std::uint16_t to = kNone;         // kNone where a mistake leaves it open
  std::size_t index = 0;            // among the screen's choices, ways or changes
  const Condition* when = nullptr;  // null: always; of a screen that is passed: it is false
};

// In the order in which a reader meets them. Whoever has given too many wrong answers where there
// is no way of `wrong` comes to the dialog's `give_up`: that is not among them.
std::vector<WayOut> ways_out(const Screen& screen);

// May the screen be passed over, or left by an answer that names no screen of its own?
bool uses_next(const Screen& screen);

}  // namespace jisr::dialogs
