// The scripts of the AgentStore, by the rules of gateway/store_scripts.hpp. Stored in Redis; do not
// change: the fields of an agent are  v sealed agent  w wrong PINs  t the callback of the last one
// l 1 when locked
#pragma once
#include <string_view>

namespace jisr::gateway::scripts {

// KEYS  agent, names of agents   ARGV  digest, sealed agent   Gives 1 added, 0 there is one.
inline constexpr std::string_view kAddAgent = R"lua(#!lua
redis.call('SCARD', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
return 1
)lua";

// KEYS  agent   ARGV  expected stamp, sealed agent   Gives 1 replaced, 0 another version.
inline constexpr std::string_view kReplaceAgent = R"lua(#!lua
local stored = redis.call('HGET', KEYS[1], 'v') or ''
if stored == ARGV[2] then return 1 end
if string.sub(stored, 1, 25) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[2])
return 1
)lua";

// KEYS  a hash with w, t (and l)
// ARGV  the callback or '', PX ms or 0, the most or 0
// Gives how many wrong PINs there are with this one. Of an agent (the most is not 0) only while
// there is one; one more than the most locks her.
inline constexpr std::string_view kTryPin = R"lua(#!lua
local most = tonumber(ARGV[3])
if most > 0 and redis.call('HEXISTS', KEYS[1], 'v') == 0 then return 0 end
local wrong = tonumber(redis.call('HGET', KEYS[1], 'w') or '0')
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 't') == ARGV[1] then return wrong end
wrong = wrong + 1
redis.call('HSET', KEYS[1], 'w', wrong, 't', ARGV[1])
if most > 0 and wrong > most then redis.call('HSET', KEYS[1], 'l', 1) end
if ARGV[2] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return wrong
)lua";

}  // namespace jisr::gateway::scripts
