// The commands of Redis 7.0 that our gateway and its scripts use, on a Keyspace. What they reply is
// held against a real redis-server by model_test.cpp. Anything else is an unknown command, so that
// a new one in the product shows at once.
#pragma once
#include <string_view>
#include <vector>

#include "tests/simulation/redis/keyspace.hpp"
#include "tests/simulation/redis/value.hpp"

namespace jisr::simulation {

using Words = std::vector<std::string_view>;

// `words` has the command and its arguments. `now_us`: what TIME tells.
Value execute(Keyspace& keys, const Words& words, std::int64_t now_us);

// Which words are keys, for the check that a script names all of its own.
Words keys_of(const Words& words);

// Refused when memory is full.
bool needs_memory(std::string_view command);

// A score as Redis writes it.
std::string number_text(double number);

}  // namespace jisr::simulation
