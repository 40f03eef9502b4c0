// Sorted sets and SCAN, of the commands in commands.hpp.
#pragma once
#include "tests/simulation/redis/commands.hpp"

namespace jisr::simulation {

Value zadd(Keyspace& keys, const Words& words);
Value zrem(Keyspace& keys, const Words& words);
Value zscore(Keyspace& keys, const Words& words);
Value zcard(Keyspace& keys, const Words& words);
Value zrange(Keyspace& keys, const Words& words);
Value zrevrange(Keyspace& keys, const Words& words);
Value zrangebyscore(Keyspace& keys, const Words& words);
Value zremrangebyscore(Keyspace& keys, const Words& words);
Value scan(Keyspace& keys, const Words& words);

}  // namespace jisr::simulation
