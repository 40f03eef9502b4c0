// The scripts of the Store. Each begins with "#!lua", so that a server that may not write refuses
// it before its first command; names all its keys; and reads all that it depends on (types too)
// before its first write, because Redis does not undo. Those that drain the outbox also run when
// memory is full. Stored in Redis; do not change: the fields of an entry are
//   k kind  p sealed payload  a attempts  f fence  c created, ms  e last error  s why set aside
#pragma once
#include <string_view>

namespace jisr::gateway::scripts {

// KEYS  session; with effects or a reference also due, refs, registered, one entry for each effect
// ARGV  new blob, expected stamp, TTL ms, ordinal of the reference or '', ms for which it is known
//       that she registered or 0, and for each effect id, kind, payload, ms until due
// Gives 0 committed, 1 conflict, 2 reference taken. 25 is Vault::kStampBytes.
inline constexpr std::string_view kCommit = R"lua(#!lua
local stored = redis.call('GET', KEYS[1]) or ''
if stored == ARGV[1] then return 0 end
if string.sub(stored, 1, 25) ~= ARGV[2] then return 1 end
if #KEYS > 1 then
  redis.call('ZCARD', KEYS[2])
  if ARGV[4] ~= '' and redis.call('GETBIT', KEYS[3], ARGV[4]) == 1 then return 2 end
  for i = 5, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then return redis.error_reply('ERR entry exists') end
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
if #KEYS > 1 then
  if ARGV[4] ~= '' then redis.call('SETBIT', KEYS[3], ARGV[4], 1) end
  if ARGV[5] ~= '0' then redis.call('SET', KEYS[4], '1', 'PX', ARGV[5]) end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  for i = 5, #KEYS do
    local at = 6 + (i - 5) * 4
    redis.call('HSET', KEYS[i], 'k', ARGV[at + 1], 'p', ARGV[at + 2], 'a', 0, 'f', 0, 'c', now)
    redis.call('ZADD', KEYS[2], now + ARGV[at + 3], ARGV[at])
  end
end
return 0
)lua";

// KEYS  due, one entry for each id   ARGV  lease ms, ids
// Gives [id, kind, payload, attempts, fence, created] of each that was due: now the
// caller's.
inline constexpr std::string_view kClaim = R"lua(#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local claimed = {}
for i = 2, #KEYS do
  local id = ARGV[i]
  local due = redis.call('ZSCORE', KEYS[1], id)
  if due and tonumber(due) <= now then
    local entry = redis.call('HMGET', KEYS[i], 'k', 'p', 'c')
    if entry[1] then
      redis.call('ZADD', KEYS[1], now + ARGV[1], id)
      local attempts = redis.call('HINCRBY', KEYS[i], 'a', 1)
      local fence = redis.call('HINCRBY', KEYS[i], 'f', 1)
      claimed[#claimed + 1] = {id, entry[1], entry[2], attempts, fence, entry[3]}
    else
      redis.call('ZREM', KEYS[1], id)
    end
  end
end
return claimed
)lua";

// KEYS  entry, due, dead, and the entry of a follow-up
// ARGV  id, fence, verdict, delay ms, reason, and of a follow-up: id, kind, payload, ms until due
// Gives 0 settled, 1 stale. An entry that is gone was delivered; one with `s` was set aside
// under this very fence: both are a repeat of what was done.
inline constexpr std::string_view kSettle = R"lua(#!lua flags=allow-oom
local id, fence, verdict = ARGV[1], ARGV[2], ARGV[3]
local entry = redis.call('HMGET', KEYS[1], 'f', 's')
if not entry[1] then return verdict == 'delivered' and 0 or 1 end
if entry[1] ~= fence then return 1 end
if entry[2] then return entry[2] == verdict and 0 or 1 end
redis.call('ZCARD', KEYS[2])
redis.call('ZCARD', KEYS[3])
if KEYS[4] and redis.call('EXISTS', KEYS[4]) == 1 then
  return redis.error_reply('ERR entry exists')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if verdict == 'retry' then
  redis.call('HSET', KEYS[1], 'e', ARGV[5])
  redis.call('ZADD', KEYS[2], now + ARGV[4], id)
elseif verdict == 'delivered' then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], id)
else
  redis.call('HSET', KEYS[1], 'e', ARGV[5], 's', verdict)
  redis.call('ZADD', KEYS[3], now, id)
  redis.call('ZREM', KEYS[2], id)
end
if KEYS[4] then
  redis.call('HSET', KEYS[4], 'k', ARGV[7], 'p', ARGV[8], 'a', 0, 'f', 0, 'c', now)
  redis.call('ZADD', KEYS[2], now + ARGV[9], ARGV[6])
end
return 0
)lua";

// KEYS  entry, due, dead   ARGV  id
// Gives 0 made due, 1 not set aside. The fence moves on, so that the settle that set it aside
// cannot be repeated any more.
inline constexpr std::string_view kRetry = R"lua(#!lua flags=allow-oom
if redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
if not redis.call('ZSCORE', KEYS[3], ARGV[1]) then return 1 end
redis.call('ZCARD', KEYS[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HINCRBY', KEYS[1], 'f', 1)
redis.call('HSET', KEYS[1], 'a', 0)
redis.call('HDEL', KEYS[1], 's')
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
return 0
)lua";

}  // namespace jisr::gateway::scripts
