// Bugs that are planted on request, in the simulation and never in the product, to show that each
// is found.
#pragma once
#include <string>
#include <vector>

#include "tests/simulation/redis/model.hpp"

namespace jisr::simulation {

enum class Bug {
  none,
  old_fence,        // settle takes any fence
  no_compare,       // commit does not look whether the session is the one that was read
  no_due_check,     // claim takes what somebody else holds
  reference_twice,  // commit does not look whether a reference is taken
  forgotten_entry,  // commit stores the session and not what is to be sent
  orphaned_entry,   // settle takes an entry out of one set and puts it in none
  told_too_early,   // replies leave before the write is safe
  new_key,          // each attempt at the registry has an idempotency key of its own
  deaf_to_stop,     // whoever said STOP is not known
  short_memory,     // a finished call is forgotten at once
};

struct BugName {
  const char* name;
  Bug bug;
};
const std::vector<BugName>& bug_names();

// Replaces the script that has it; nothing for those that are no matter of a script.
void plant(Bug bug, RedisModel& model);

}  // namespace jisr::simulation
