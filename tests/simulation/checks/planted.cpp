// Each broken script is the product's own with one place changed.
#include "tests/simulation/checks/planted.hpp"

#include <stdexcept>

#include "gateway/store_scripts.hpp"

namespace jisr::simulation {

namespace {

namespace scripts = gateway::scripts;

void change(RedisModel& model, std::string_view script, std::string_view before,
            std::string_view after) {
  std::string broken(script);
  const auto at = broken.find(before);
  if (at == std::string::npos) throw std::logic_error("the script has changed: plant it anew");
  broken.replace(at, before.size(), after);
  model.replace(script, std::move(broken));
}

}  // namespace

const std::vector<BugName>& bug_names() {
  static const std::vector<BugName> kNames = {{"old_fence", Bug::old_fence},
                                              {"no_compare", Bug::no_compare},
                                              {"no_due_check", Bug::no_due_check},
                                              {"reference_twice", Bug::reference_twice},
                                              {"forgotten_entry", Bug::forgotten_entry},
                                              {"orphaned_entry", Bug::orphaned_entry},
                                              {"told_too_early", Bug::told_too_early},
                                              {"new_key", Bug::new_key},
                                              {"deaf_to_stop", Bug::deaf_to_stop},
                                              {"short_memory", Bug::short_memory}};
  return kNames;
}

void plant(Bug bug, RedisModel& model) {
  switch (bug) {
    case Bug::old_fence:
      return change(model, scripts::kSettle, "if entry[1] ~= fence then return 1 end", "");
    case Bug::no_compare:
      return change(model, scripts::kCommit,
                    "if string.sub(stored, 1, 25) ~= ARGV[2] then return 1 end", "");
    case Bug::no_due_check:
      return change(model, scripts::kClaim, "if due and tonumber(due) <= now then", "if due then");
    case Bug::reference_twice:
      return change(model, scripts::kCommit, "redis.call('GETBIT', KEYS[3], ARGV[4]) == 1",
                    "false");
    case Bug::forgotten_entry:
      return change(model, scripts::kCommit, "  for i = 9, #KEYS do\n    local at",
                    "  for i = 10, #KEYS do\n    local at");
    case Bug::orphaned_entry:
      return change(model, scripts::kSettle, "redis.call('ZADD', KEYS[2], now + ARGV[4], id)",
                    "redis.call('ZREM', KEYS[2], id)");
    case Bug::deaf_to_stop:
      return change(model, scripts::kConsent, "redis.call('SET', KEYS[1], '1')",
                    "redis.call('SET', KEYS[1], '1', 'PX', 1)");
    case Bug::short_memory:
      return change(model, scripts::kCommit, "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])",
                    "redis.call('SET', KEYS[1], ARGV[1], 'PX', 700)");
    case Bug::none:
    case Bug::told_too_early:
    case Bug::new_key:
      break;
  }
}

}  // namespace jisr::simulation
