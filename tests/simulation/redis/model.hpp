// A Redis 7.0 in memory: keys, commands, scripts by hash or by source. Deterministic: the caller
// says what time it is. model_test.cpp sends the same commands to a real redis-server and compares
// every reply and all that is stored at the end.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "tests/simulation/redis/keyspace.hpp"
#include "tests/simulation/redis/scripts.hpp"

namespace jisr::simulation {

class RedisModel {
 public:
  explicit RedisModel(Scripts& scripts) : scripts_(scripts) {}

  // A command with its arguments, at `now_us` of the server's clock.
  Value execute(const Words& words, std::int64_t now_us);

  // The source of the script that EVAL or EVALSHA in `words` runs; empty when it is not known.
  [[nodiscard]] std::string_view script_of(const Words& words) const;

  void forget_scripts() { known_.clear(); }   // a restart
  void set_full(bool full) { full_ = full; }  // memory: maxmemory is reached, noeviction

  // In place of a script of ours, for showing that a broken one is found.
  void replace(std::string_view original, std::string replacement);

  Keyspace& keys() { return keys_; }

 private:
  Value evaluate(const Words& words, std::int64_t now_us);

  Scripts& scripts_;
  Keyspace keys_;
  std::map<std::string, std::string, std::less<>> known_;         // sources by hash
  std::map<std::string, std::string, std::less<>> replacements_;  // sources by the original's hash
  bool full_ = false;
};

}  // namespace jisr::simulation
