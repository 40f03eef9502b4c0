// The scripts of the Store. Each begins with "#!lua", so that a server that may not write refuses
// it before its first command; names all its keys; and reads all that it depends on (types too)
// before its first write, because Redis does not undo. Those that drain the outbox also run when
// memory is full. Stored in Redis; do not change: the fields of an entry are
//   k kind  p sealed payload  a attempts  f fence  c created, ms  e last error  s why set aside
#pragma once
#include <string_view>

namespace jisr::gateway::scripts {

// KEYS  session; with more than that to do also due, refs, registered, stopped, the session on the
//       other medium, an entry that is cancelled (due again: none), what is kept of the
//       registration (due again: nothing), one entry for each effect, one hash for each note
// ARGV  new blob, expected stamp, TTL ms, ordinal of the reference or '', ms for which it is known
//       that she registered or 0, STOP 1 or START 0 or ''; of the other session: set, del or '',
//       expected stamp, blob, TTL ms or 0 to keep it; id that is cancelled or ''; what is kept of
//       the registration or '', TTL ms; for each effect id, kind, payload, ms until due; and for
//       each note field, "note", value, TTL ms
// Gives 0 committed, 1 conflict, 2 reference taken. 25 is Vault::kStampBytes.
inline constexpr std::string_view kCommit = R"lua(#!lua
local stored = redis.call('GET', KEYS[1]) or ''
if stored == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 0
end
if string.sub(stored, 1, 25) ~= ARGV[2] then return 1 end
if #KEYS > 1 then
  redis.call('ZCARD', KEYS[2])
  if ARGV[4] ~= '' and redis.call('GETBIT', KEYS[3], ARGV[4]) == 1 then return 2 end
  if ARGV[7] ~= '' and string.sub(redis.call('GET', KEYS[6]) or '', 1, 25) ~= ARGV[8] then
    return 1
  end
  for i = 9, #KEYS do
    if ARGV[15 + (i - 9) * 4] == 'note' then
      redis.call('HLEN', KEYS[i])
    elseif redis.call('EXISTS', KEYS[i]) == 1 then
      return redis.error_reply('ERR entry exists')
    end
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
if #KEYS > 1 then
  if ARGV[4] ~= '' then redis.call('SETBIT', KEYS[3], ARGV[4], 1) end
  if ARGV[5] ~= '0' then redis.call('SET', KEYS[4], '1', 'PX', ARGV[5]) end
  if ARGV[6] == '1' then redis.call('SET', KEYS[5], '1') end
  if ARGV[6] == '0' then redis.call('DEL', KEYS[5]) end
  if ARGV[7] == 'del' then redis.call('DEL', KEYS[6]) end
  if ARGV[7] == 'set' and ARGV[10] == '0' then redis.call('SET', KEYS[6], ARGV[9], 'KEEPTTL') end
  if ARGV[7] == 'set' and ARGV[10] ~= '0' then
    redis.call('SET', KEYS[6], ARGV[9], 'PX', ARGV[10])
  end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  if ARGV[11] ~= '' then
    redis.call('DEL', KEYS[7])
    redis.call('ZREM', KEYS[2], ARGV[11])
  end
  if ARGV[12] ~= '' then
    redis.call('HSET', KEYS[8], 't1', ARGV[12])
    redis.call('PEXPIRE', KEYS[8], ARGV[13])
  end
  for i = 9, #KEYS do
    local at = 14 + (i - 9) * 4
    if ARGV[at + 1] == 'note' then
      redis.call('HSET', KEYS[i], ARGV[at], ARGV[at + 2])
      redis.call('PEXPIRE', KEYS[i], ARGV[at + 3])
    else
      redis.call('HSET', KEYS[i], 'k', ARGV[at + 1], 'p', ARGV[at + 2], 'a', 0, 'f', 0, 'c', now)
      redis.call('ZADD', KEYS[2], now + ARGV[at + 3], ARGV[at])
    end
  end
end
return 0
)lua";

// KEYS  stopped, session of the SMS conversation, due, and the entry of an answer
// ARGV  STOP 1 or START 0 or '', and of the answer: id, kind, payload, ms until due
// Gives 1 changed, 0 it was so. STOP is answered when it is new, the others always.
inline constexpr std::string_view kConsent = R"lua(#!lua
local was = redis.call('EXISTS', KEYS[1])
redis.call('ZCARD', KEYS[3])
local changes = ARGV[1] ~= '' and was ~= tonumber(ARGV[1])
local answers = KEYS[4] and (changes or ARGV[1] ~= '1')
if answers and redis.call('EXISTS', KEYS[4]) == 1 then return 1 end
if ARGV[1] == '1' then
  redis.call('SET', KEYS[1], '1')
  redis.call('DEL', KEYS[2])
elseif ARGV[1] == '0' then
  redis.call('DEL', KEYS[1])
end
if answers then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[4], 'k', ARGV[3], 'p', ARGV[4], 'a', 0, 'f', 0, 'c', now)
  redis.call('ZADD', KEYS[3], now + ARGV[5], ARGV[2])
end
return changes and 1 or 0
)lua";

// KEYS  session. A write that changes nothing: replicas that have it have all that was before it.
inline constexpr std::string_view kConfirm = R"lua(#!lua
local left = redis.call('PTTL', KEYS[1])
if left > 0 then redis.call('PEXPIRE', KEYS[1], left) end
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

// KEYS  entry, due, dead, tally, and the entry of a follow-up
// ARGV  id, fence, verdict, delay ms, reason, new payload or '', attempts of a put-off or '',
//       the tally's channel or '', parts, cost, currency, ms for which it is kept,
//       and of a follow-up: id, kind, payload, ms until due
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
redis.call('HLEN', KEYS[4])
if KEYS[5] and redis.call('EXISTS', KEYS[5]) == 1 then
  return redis.error_reply('ERR entry exists')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if verdict == 'retry' or verdict == 'put_off' then
  redis.call('HSET', KEYS[1], 'e', ARGV[5])
  if ARGV[6] ~= '' then redis.call('HSET', KEYS[1], 'p', ARGV[6]) end
  if ARGV[7] ~= '' then redis.call('HSET', KEYS[1], 'a', ARGV[7]) end
  redis.call('ZADD', KEYS[2], now + ARGV[4], id)
elseif verdict == 'delivered' then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], id)
else
  redis.call('HSET', KEYS[1], 'e', ARGV[5], 's', verdict)
  redis.call('ZADD', KEYS[3], now, id)
  redis.call('ZREM', KEYS[2], id)
end
if ARGV[8] ~= '' then
  redis.call('HINCRBY', KEYS[4], ARGV[8] .. '|messages', 1)
  redis.call('HINCRBY', KEYS[4], ARGV[8] .. '|parts', ARGV[9])
  redis.call('HINCRBY', KEYS[4], ARGV[8] .. '|cost|' .. ARGV[11], ARGV[10])
  redis.call('PEXPIRE', KEYS[4], ARGV[12])
end
if KEYS[5] then
  redis.call('HSET', KEYS[5], 'k', ARGV[14], 'p', ARGV[15], 'a', 0, 'f', 0, 'c', now)
  redis.call('ZADD', KEYS[2], now + ARGV[16], ARGV[13])
end
return 0
)lua";

// An SMS that left: p sealed record  s what is known of it (sent, pending, delivered, failed,
// unknown)  r sent again. Stored in Redis; do not change.
// KEYS  sent   ARGV  record, ms to keep it
// Gives what is known: a receipt may have come before.
inline constexpr std::string_view kNoteSent = R"lua(#!lua flags=allow-oom
redis.call('HSETNX', KEYS[1], 's', 'sent')
redis.call('HSET', KEYS[1], 'p', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HGET', KEYS[1], 's')
)lua";

// KEYS  sent, due, entry   ARGV  state, ms to keep one that is not known, and of an SMS in its
// place: id, kind, payload, ms until due
// Gives what was known before: '' nothing. "delivered" and "failed" are the last word. The SMS in
// its place is put in the outbox in the same step, once (`r`).
inline constexpr std::string_view kTakeReceipt = R"lua(#!lua flags=allow-oom
local before = redis.call('HMGET', KEYS[1], 's', 'p')
local state = before[1] or ''
if state == 'delivered' or state == 'failed' then return state end
redis.call('ZCARD', KEYS[2])
redis.call('HSET', KEYS[1], 's', ARGV[1])
if not before[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if ARGV[3] and redis.call('HSETNX', KEYS[1], 'r', 1) == 1 then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[3], 'k', ARGV[4], 'p', ARGV[5], 'a', 0, 'f', 0, 'c', now)
  redis.call('ZADD', KEYS[2], now + ARGV[6], ARGV[3])
end
return state
)lua";

// Who runs: a gateway says that it does. KEYS  gateways   ARGV  who, ms after which it is gone
// Gives how many run.
inline constexpr std::string_view kCountGateways = R"lua(#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
)lua";

// KEYS  entry, due, dead   ARGV  id, new payload or ''
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
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'p', ARGV[2]) end
redis.call('HDEL', KEYS[1], 's')
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
return 0
)lua";

// KEYS  entry, dead, dropped   ARGV  id, record, ms to keep it
// Gives 0 dropped, 1 not set aside.
inline constexpr std::string_view kDrop = R"lua(#!lua flags=allow-oom
if not redis.call('ZSCORE', KEYS[2], ARGV[1]) then return 1 end
redis.call('ZCARD', KEYS[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], now, ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[3])
redis.call('PEXPIRE', KEYS[3], ARGV[3])
return 0
)lua";

// KEYS  due, dead, one entry for each id   ARGV  ids
// Gives how many were mended. Entries come and go together with their place in one of the sets, so
// whatever has only one of the two was not left by us.
inline constexpr std::string_view kSweep = R"lua(#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local mended = 0
for i = 3, #KEYS do
  local id = ARGV[i - 2]
  local kind = redis.call('TYPE', KEYS[i]).ok
  local due = redis.call('ZSCORE', KEYS[1], id)
  local dead = redis.call('ZSCORE', KEYS[2], id)
  if kind == 'hash' and not due and not dead then
    local aside = redis.call('HEXISTS', KEYS[i], 's') == 1
    redis.call('ZADD', aside and KEYS[2] or KEYS[1], now, id)
    mended = mended + 1
  elseif kind == 'none' and (due or dead) then
    redis.call('ZREM', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
    mended = mended + 1
  end
end
return mended
)lua";

}  // namespace jisr::gateway::scripts
