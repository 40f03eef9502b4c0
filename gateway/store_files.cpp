// News of a registration by its number, and the number of a person's registration. Stored; do not
// change: the fields of a file are
//   t1 record, when she registered, sealed for "key#1"  t2 news, sealed for "key#2"
//   q the number of the last of them  b wrong tries of who asked
#include <utility>

#include "gateway/file_name.hpp"
#include "gateway/reference.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::ScriptCall;

// KEYS  file, due, and the entry of an SMS
// ARGV  sequence, sealed news, ms to keep it, and of an SMS: id, kind, payload, ms until due
// Gives 1 taken, 0 it is old news. Older news never take the place of newer.
const redis::Script kTakeNews(R"lua(#!lua
local known = redis.call('HGET', KEYS[1], 'q')
redis.call('ZCARD', KEYS[2])
if KEYS[3] and redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
if known and tonumber(known) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'q', ARGV[1], 't2', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if KEYS[3] then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[3], 'k', ARGV[5], 'p', ARGV[6], 'a', 0, 'f', 0, 'c', now)
  redis.call('ZADD', KEYS[2], now + ARGV[7], ARGV[4])
end
return 1
)lua");

// KEYS  file   Gives how many wrong tries there were, this one too. They go with the file.
const redis::Script kWrongTry(R"lua(#!lua flags=allow-oom
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HINCRBY', KEYS[1], 'b', 1)
)lua");

// KEYS  file   ARGV  sealed record, or none: it is forgotten, and no news come after; sealed news,
// or none: they stay
const redis::Script kChangeFile(R"lua(#!lua
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if ARGV[1] == '' then
  redis.call('HDEL', KEYS[1], 't1')
  redis.call('HSET', KEYS[1], 'q', '9007199254740991')
else
  redis.call('HSET', KEYS[1], 't1', ARGV[1])
end
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 't2', ARGV[2]) end
return 1
)lua");

}  // namespace

PlacedKey Store::file_key(std::string_view reference) const {
  const auto partition = reference::partition_of(reference, keys_.partitions());
  const auto name = vault_.pseudonym(file_name(reference));
  return {partition, Keys::file(partition, name)};
}

asio::awaitable<Result<std::optional<StoredFile>>> Store::load_file(std::string reference) {
  std::optional<StoredFile> none;
  if (!reference::valid(reference)) co_return none;
  const auto key = file_key(reference);
  Command question("HMGET", key.name, "t1", "t2", "q", "b");
  auto reply = co_await topology_.execute(key.partition, std::move(question));
  if (!reply) co_return reply.error();
  if (reply->size() != 4) co_return Error{Errc::malformed_input, "file: an unknown answer", false};
  if ((*reply)[0].is_nil() && (*reply)[1].is_nil()) co_return none;
  StoredFile file;
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    if ((*reply)[i].is_nil()) continue;
    auto opened = vault_.open((*reply)[i].text(), key.name + '#' + std::to_string(i + 1));
    if (!opened) co_return opened.error();
    (i == 0 ? file.record : file.news) = std::move(*opened);
  }
  file.wrong_tries = (*reply)[3].integer().value_or(0);
  std::optional<StoredFile> found(std::move(file));
  co_return found;
}

asio::awaitable<Result<bool>> Store::take_news(std::string reference, std::int64_t sequence,
                                               std::string news, milliseconds keep,
                                               std::optional<OutboxEntry> sms) {
  const auto key = file_key(reference);
  ScriptCall call(kTakeNews);
  call.key(key.name).key(Keys::due(key.partition));
  if (sms) call.key(Keys::entry(key.partition, sms->id));
  call.arg(sequence).arg(vault_.seal(news, key.name + "#2")).arg(keep.count());
  if (sms) add_entry(call, key.partition, *sms);
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return reply->integer() == 1;
}

asio::awaitable<Result<void>> Store::note_wrong_try(std::string reference) {
  const auto key = file_key(reference);
  ScriptCall call(kWrongTry);
  call.key(key.name);
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

asio::awaitable<Result<void>> Store::rewrite_file(std::string reference, std::string record) {
  return change_file(std::move(reference), std::move(record), {});
}

asio::awaitable<Result<void>> Store::forget_file(std::string reference, std::string news) {
  return change_file(std::move(reference), {}, std::move(news));
}

asio::awaitable<Result<void>> Store::change_file(std::string reference, std::string record,
                                                 std::string news) {
  if (!reference::valid(reference)) co_return Result<void>();
  const auto key = file_key(reference);
  ScriptCall call(kChangeFile);
  call.key(key.name);
  call.arg(record.empty() ? std::string() : vault_.seal(record, key.name + "#1"));
  call.arg(news.empty() ? std::string() : vault_.seal(news, key.name + "#2"));
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

PlacedKey Store::person_key(std::string_view id) const {
  return keys_.person(vault_.pseudonym("person:" + std::string(id)));
}

asio::awaitable<Result<void>> Store::note_person(std::string id, std::string reference,
                                                 milliseconds keep) {
  const auto key = person_key(id);
  Command write("SET", key.name, vault_.seal(reference, key.name), "PX", keep.count());
  auto reply = co_await topology_.execute(key.partition, std::move(write));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

asio::awaitable<Result<std::string>> Store::find_person(std::string id) {
  const auto key = person_key(id);
  Command question("GET", key.name);
  auto reply = co_await topology_.execute(key.partition, std::move(question));
  if (!reply) co_return reply.error();
  if (reply->is_nil()) co_return std::string();
  co_return vault_.open(reply->text(), key.name);
}

}  // namespace jisr::gateway
