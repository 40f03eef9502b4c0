// What women who have been made up type in answer to a question. Private to the rehearsal. Pure;
// any thread.
#pragma once
#include <string>

#include "dialogs/dialog.hpp"
#include "dialogs/rehearse_chance.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

struct MadeUp {
  std::string input;
  bool letters = false;  // by pressing keys several times; else one key a character
};

// An answer that the question takes, as a person writes it in `language`, drawn by chance; of one
// for which none can be thought of, one that may be refused. `seed` is hers: she gives the same
// name each time.
MadeUp made_up_answer(const Dialog& dialog, const Screen& screen, const Known& known,
                      const PersonModel& person, std::uint64_t seed);

}  // namespace jisr::dialogs
