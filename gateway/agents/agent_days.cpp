// Sign-ins, and the women of a day. Both belong to the phone; the agent knows on which phones she
// signed in lately, so that her day is one wherever she worked.
#include <utility>

#include "gateway/agents/agent_keys.hpp"
#include "gateway/agents/agent_store.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using redis::Command;

namespace {

constexpr std::size_t kPhonesMax = 16;  // of one agent in two days; further ones do not count

}  // namespace

PlacedKey AgentStore::day_key(std::string_view pseudonym, std::string_view code,
                              std::string_view day) const {
  std::string what(pseudonym);
  what.append("\n").append(code).append("\n").append(day);
  return agent_key_at(keys_, pseudonym, "ag:d:" + agent_digest(vault_, "day", what));
}

asio::awaitable<Result<void>> AgentStore::sign_in(std::string msisdn, SignIn sign_in,
                                                  milliseconds lasts) {
  const auto pseudonym = vault_.pseudonym(msisdn);
  const auto key = phone_key('g', pseudonym);
  const auto phones = phones_key(sign_in.code);
  const auto sealed = vault_.seal(encode(sign_in), key.name);
  std::vector<redis::Addressed<Command>> noting;
  noting.push_back({phones.partition, Command("SADD", phones.name, pseudonym)});
  noting.push_back({phones.partition, Command("PEXPIRE", phones.name, kDayKept.count())});
  auto noted = co_await topology_.execute_each(std::move(noting));
  if (!noted) co_return noted.error();
  if (auto refused = redis::refusal((*noted)[0])) co_return std::move(*refused);
  Command set("SET", key.name, sealed, "PX", lasts.count());
  auto reply = co_await topology_.execute(key.partition, std::move(set));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

asio::awaitable<Result<std::optional<SignIn>>> AgentStore::signed_in(std::string msisdn) {
  const auto key = phone_key('g', vault_.pseudonym(msisdn));
  Command get("GET", key.name);
  auto reply = co_await topology_.execute(key.partition, std::move(get));
  if (!reply) co_return reply.error();
  if (reply->is_nil()) co_return std::optional<SignIn>();
  auto plain = vault_.open(reply->text(), key.name);
  if (!plain) co_return plain.error();
  co_return decode_sign_in(*plain);
}

asio::awaitable<Result<void>> AgentStore::sign_out(std::string msisdn) {
  const auto key = phone_key('g', vault_.pseudonym(msisdn));
  Command command("DEL", key.name);
  auto reply = co_await topology_.execute(key.partition, std::move(command));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

// Where the women of her day are noted, on each phone.
asio::awaitable<Result<std::vector<PlacedKey>>> AgentStore::days(std::string code,
                                                                 std::string day) {
  const auto phones = phones_key(code);
  Command question("SMEMBERS", phones.name);
  auto reply = co_await topology_.execute(phones.partition, std::move(question));
  if (!reply) co_return reply.error();
  std::vector<PlacedKey> keys;
  for (std::size_t i = 0; i < reply->size() && i < kPhonesMax; ++i) {
    keys.push_back(day_key((*reply)[i].text(), code, day));
  }
  co_return keys;
}

asio::awaitable<Result<std::int64_t>> AgentStore::today(std::string code, std::string day) {
  auto keys = co_await days(std::move(code), std::move(day));
  if (!keys) co_return keys.error();
  std::int64_t count = 0;
  if (keys->empty()) co_return count;
  std::vector<redis::Addressed<Command>> questions;
  for (const auto& key : *keys) questions.push_back({key.partition, Command("HLEN", key.name)});
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  for (const auto& reply : *replies) {
    if (auto refused = redis::refusal(reply)) co_return std::move(*refused);
    count += reply.integer().value_or(0);
  }
  co_return count;
}

asio::awaitable<Result<bool>> AgentStore::once(std::string code, std::string day,
                                               std::string person) {
  const auto field = digest(person);
  auto keys = co_await days(std::move(code), std::move(day));
  if (!keys) co_return keys.error();
  bool known = false;
  if (keys->empty()) co_return known;
  std::vector<redis::Addressed<Command>> questions;
  for (const auto& key : *keys) {
    questions.push_back({key.partition, Command("HGET", key.name, field)});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  for (const auto& reply : *replies) {
    if (auto refused = redis::refusal(reply)) co_return std::move(*refused);
    known = known || !reply.is_nil();
  }
  co_return known;
}

std::string AgentStore::digest(std::string_view what) const {
  return agent_digest(vault_, "person", what);
}

CommitNote AgentStore::note_of(const std::string& msisdn, const std::string& code,
                               const std::string& day, const std::string& person) const {
  CommitNote note;
  note.key = day_key(vault_.pseudonym(msisdn), code, day).name;
  note.field = digest(person);
  note.value = "1";
  note.ttl = kDayKept;
  return note;
}

}  // namespace jisr::gateway
