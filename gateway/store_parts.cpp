// Parts of long SMS in Redis. One script decides who has the whole: parts may come in any order,
// twice, and at the same moment on two lanes. Stored; do not change: the fields of a set are
//   c channel  o whose: her pseudonym  n number of parts  d when done
//   s mark of the part that came first: names the set
//   m<i> mark of a part  t<i> its sealed text
#include <algorithm>
#include <chrono>
#include <utility>

#include "gateway/redis/script.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using redis::Addressed;
using redis::Command;
using redis::Reply;
using redis::ScriptCall;

constexpr std::size_t kDropMax = 16;  // of one partition at a time

// KEYS  set, those that wait
// ARGV  number, count, mark, sealed text, ms that the others are waited for, channel, owner
// Gives [0] incomplete, [1, set, texts...] whole, [2] done. Another mark for a part that is there
// begins a new set: operators count references to 255 and then again from 0. A set outlives its
// wait by an hour, so that it is counted by whoever drops it, and goes by itself if nobody does.
const redis::Script kAdd(R"lua(#!lua
local number, count, mark = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local known = redis.call('HGET', KEYS[1], 'm' .. number)
local done = redis.call('HEXISTS', KEYS[1], 'd') == 1
redis.call('ZCARD', KEYS[2])
if known == mark and done then return {2} end
if known and known ~= mark then
  redis.call('DEL', KEYS[1])
  known = false
end
if not known then
  if redis.call('HSETNX', KEYS[1], 's', mark) == 1 then
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    redis.call('HSET', KEYS[1], 'c', ARGV[6], 'n', count, 'o', ARGV[7])
    redis.call('PEXPIRE', KEYS[1], ARGV[5] + 3600000)
    redis.call('ZADD', KEYS[2], now + ARGV[5], KEYS[1])
  end
  redis.call('HSET', KEYS[1], 'm' .. number, mark, 't' .. number, ARGV[4])
end
local whole = {1, redis.call('HGET', KEYS[1], 's')}
for i = 1, count do
  local text = redis.call('HGET', KEYS[1], 't' .. i)
  if not text then return {0} end
  whole[#whole + 1] = text
end
return whole
)lua");

// KEYS  set, those that wait   ARGV  name of the set, ms that repeats are known
// Marks stay, so that a part that comes again is known; texts go.
const redis::Script kFinish(R"lua(#!lua flags=allow-oom
local set = redis.call('HMGET', KEYS[1], 's', 'n')
redis.call('ZCARD', KEYS[2])
if set[1] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'd', 1)
for i = 1, tonumber(set[2]) do redis.call('HDEL', KEYS[1], 't' .. i) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('ZREM', KEYS[2], KEYS[1])
return 1
)lua");

// KEYS  those that wait, sets
// Gives [channel, parts there, number of parts] of each that has waited long enough: now gone.
const redis::Script kDrop(R"lua(#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local dropped = {}
for i = 2, #KEYS do
  local due = redis.call('ZSCORE', KEYS[1], KEYS[i])
  if due and tonumber(due) <= now then
    local set = redis.call('HMGET', KEYS[i], 'c', 'n')
    if set[1] then
      local there = 0
      for part = 1, tonumber(set[2]) do
        there = there + redis.call('HEXISTS', KEYS[i], 't' .. part)
      end
      dropped[#dropped + 1] = {set[1], there, tonumber(set[2])}
      redis.call('DEL', KEYS[i])
    end
    redis.call('ZREM', KEYS[1], KEYS[i])
  end
end
return dropped
)lua");

// What a part's text is sealed for: moved to another place it does not open.
std::string place(const PartsKey& key, unsigned number) {
  return key.name + '#' + std::to_string(number);
}

}  // namespace

PartsKey Store::parts(std::string_view msisdn, std::string_view channel, std::string_view of,
                      unsigned count) const {
  std::string what(msisdn);
  what += '\n';
  what += channel;
  what += '\n';
  what += of;
  what += '\n';
  what += std::to_string(count);
  return keys_.parts(vault_.pseudonym(what));
}

std::string Store::mark(std::string_view what) const {
  return vault_.pseudonym(what);
}

asio::awaitable<Result<PartsFound>> Store::add_part(PartsKey key, SmsPart part, milliseconds wait) {
  ScriptCall call(kAdd);
  call.key(key.name).key(Keys::parts_waiting(key.partition));
  call.arg(part.number).arg(part.count).arg(part.mark);
  call.arg(vault_.seal(part.text, place(key, part.number))).arg(wait.count()).arg(part.channel);
  call.arg(part.owner);
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  PartsFound found;
  const auto verdict = reply->size() == 0 ? -1 : (*reply)[0].integer().value_or(-1);
  if (verdict == 0) co_return found;
  if (verdict == 2) {
    found.what = PartsFound::What::done;
    co_return found;
  }
  if (verdict != 1 || reply->size() != part.count + 2) {
    co_return Error{Errc::malformed_input, "a part of an SMS: an unknown answer", false};
  }
  found.what = PartsFound::What::whole;
  found.set = std::string((*reply)[1].text());
  for (unsigned number = 1; number <= part.count; ++number) {
    auto text = vault_.open((*reply)[number + 1].text(), place(key, number));
    if (!text) co_return text.error();
    found.text += *text;
  }
  co_return found;
}

asio::awaitable<Result<void>> Store::finish_parts(PartsKey key, std::string set,
                                                  milliseconds known) {
  ScriptCall call(kFinish);
  call.key(key.name).key(Keys::parts_waiting(key.partition)).arg(set).arg(known.count());
  auto reply = co_await topology_.run(key.partition, std::move(call), replication_);
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

asio::awaitable<Result<std::vector<PartsDropped>>> Store::drop_parts() {
  using std::chrono::system_clock;
  const auto since = system_clock::now().time_since_epoch();
  const auto now_ms = std::chrono::duration_cast<milliseconds>(since).count() + redis_ahead_ms_;
  const auto partitions = all_partitions();
  std::vector<Addressed<Command>> questions;
  for (const auto partition : partitions) {
    questions.push_back({partition, Command("ZRANGEBYSCORE", Keys::parts_waiting(partition), "-inf",
                                            now_ms, "LIMIT", 0, kDropMax)});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  std::vector<Addressed<ScriptCall>> calls;
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    const Reply& names = (*replies)[i];
    if (auto refused = redis::refusal(names)) co_return std::move(*refused);
    if (names.size() == 0) continue;
    ScriptCall call(kDrop);
    call.key(Keys::parts_waiting(partitions[i]));
    for (std::size_t j = 0; j < names.size(); ++j) call.key(names[j].text());
    calls.push_back({partitions[i], std::move(call)});
  }
  std::vector<PartsDropped> dropped;
  if (calls.empty()) co_return dropped;
  auto gone = co_await topology_.run_each(std::move(calls));
  if (!gone) co_return gone.error();
  for (const Reply& sets : *gone) {
    if (auto refused = redis::refusal(sets)) co_return std::move(*refused);
    for (std::size_t i = 0; i < sets.size(); ++i) {
      PartsDropped one;
      one.channel = std::string(sets[i][0].text());
      one.there = static_cast<unsigned>(sets[i][1].integer().value_or(0));
      one.count = static_cast<unsigned>(sets[i][2].integer().value_or(0));
      dropped.push_back(std::move(one));
    }
  }
  co_return dropped;
}

}  // namespace jisr::gateway
