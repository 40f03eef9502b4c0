// Runs our scripts with Lua 5.1, the same language and version as Redis's own, on a Keyspace.
// redis.call, redis.pcall, redis.error_reply and redis.status_reply are there, and of Lua's
// libraries base, string, table and math: what else a script asks for is an error that shows.
// Stricter than a single server: a key that was not declared is refused. One for a thread.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "tests/simulation/redis/commands.hpp"

struct lua_State;

namespace jisr::simulation {

class Scripts {
 public:
  Scripts();
  ~Scripts();
  Scripts(const Scripts&) = delete;
  Scripts& operator=(const Scripts&) = delete;

  // `source` begins with "#!lua"; `number_of_keys` of the words are keys, the others arguments.
  Value run(std::string_view source, Keyspace& keys, const Words& words, std::size_t number_of_keys,
            std::int64_t now_us);

 private:
  bool compile(std::string_view source);

  lua_State* lua_;
  std::map<std::string, int, std::less<>> compiled_;  // by source; a reference in Lua's registry
};

// The SHA-1 by which EVALSHA names a script.
std::string script_hash(std::string_view source);

}  // namespace jisr::simulation
