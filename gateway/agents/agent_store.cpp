// Agents themselves, and the counts of wrong PINs. Sign-ins and days: agent_days.cpp.
#include "gateway/agents/agent_store.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "gateway/agents/agent_keys.hpp"
#include "gateway/agents/agent_scripts.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using redis::Command;
using redis::ScriptCall;

namespace {

const redis::Script kAddScript(scripts::kAddAgent);
const redis::Script kReplaceScript(scripts::kReplaceAgent);
const redis::Script kTryScript(scripts::kTryPin);

// A callback's text may hold a PIN: only its fingerprint is stored, under our key.
std::string mark_of(const Vault& vault, const std::string& callback) {
  return callback.empty() ? std::string() : agent_digest(vault, "callback", callback);
}

}  // namespace

PlacedKey AgentStore::agent_key(std::string_view code) const {
  const auto name = agent_digest(vault_, "code", code);
  return agent_key_at(keys_, name, "ag:a:" + name);
}

PlacedKey AgentStore::phones_key(std::string_view code) const {
  const auto name = agent_digest(vault_, "code", code);
  return agent_key_at(keys_, name, "ag:p:" + name);
}

PlacedKey AgentStore::phone_key(char kind, std::string_view pseudonym) const {
  return agent_key_at(keys_, pseudonym, std::string("ag:") + kind + ':' + std::string(pseudonym));
}

Result<AgentFound> AgentStore::opened(const redis::ReplyView& fields,
                                      const std::string& key) const {
  AgentFound found;
  const auto sealed = fields[0].text();
  auto plain = vault_.open(sealed, key);
  if (!plain) return plain.error();
  auto agent = decode_agent(*plain);
  if (!agent) return Error{Errc::malformed_input, "an agent: not as we write them", false};
  found.agent = std::move(*agent);
  found.stamp = std::string(sealed.substr(0, Vault::kStampBytes));
  found.wrong = fields[1].integer().value_or(0);
  found.locked = fields[2].text() == "1";
  return found;
}

asio::awaitable<Result<std::optional<AgentFound>>> AgentStore::find(std::string code) {
  const auto key = agent_key(code);
  Command question("HMGET", key.name, "v", "w", "l");
  auto reply = co_await topology_.execute(key.partition, std::move(question));
  if (!reply) co_return reply.error();
  if ((*reply)[0].is_nil()) co_return std::optional<AgentFound>();
  auto found = opened(*reply, key.name);
  if (!found) co_return found.error();
  co_return std::optional<AgentFound>(std::move(*found));
}

asio::awaitable<Result<std::vector<AgentFound>>> AgentStore::list() {
  std::vector<redis::Addressed<Command>> names;
  for (std::uint16_t p = 0; p < keys_.partitions(); ++p) {
    names.push_back({p, Command("SMEMBERS", agents_key(p))});
  }
  auto sets = co_await topology_.execute_each(std::move(names));
  if (!sets) co_return sets.error();
  std::vector<redis::Addressed<Command>> questions;
  std::vector<std::string> keys;
  for (std::uint16_t p = 0; p < sets->size(); ++p) {
    const auto& set = (*sets)[p];
    if (auto refused = redis::refusal(set)) co_return std::move(*refused);
    for (std::size_t i = 0; i < set.size(); ++i) {
      const std::string name(set[i].text());
      keys.push_back(agent_key_at(keys_, name, "ag:a:" + name).name);
      questions.push_back({p, Command("HMGET", keys.back(), "v", "w", "l")});
    }
  }
  std::vector<AgentFound> all;
  if (questions.empty()) co_return all;
  auto agents = co_await topology_.execute_each(std::move(questions));
  if (!agents) co_return agents.error();
  for (std::size_t i = 0; i < agents->size(); ++i) {
    if (auto refused = redis::refusal((*agents)[i])) co_return std::move(*refused);
    auto found = opened((*agents)[i], keys[i]);
    if (!found) co_return found.error();
    all.push_back(std::move(*found));
  }
  std::sort(all.begin(), all.end(), [](const AgentFound& a, const AgentFound& b) {
    return std::tie(a.agent.centre, a.agent.code) < std::tie(b.agent.centre, b.agent.code);
  });
  co_return all;
}

asio::awaitable<Result<bool>> AgentStore::add(Agent agent) {
  const auto name = agent_digest(vault_, "code", agent.code);
  const auto key = agent_key_at(keys_, name, "ag:a:" + name);
  ScriptCall call(kAddScript);
  call.key(key.name).key(agents_key(key.partition));
  call.arg(name).arg(vault_.seal(encode(agent), key.name));
  auto reply = co_await topology_.run(key.partition, std::move(call), redis::Replication());
  if (!reply) co_return reply.error();
  co_return reply->integer() == 1;
}

asio::awaitable<Result<bool>> AgentStore::replace(Agent agent, std::string stamp) {
  const auto key = agent_key(agent.code);
  ScriptCall call(kReplaceScript);
  call.key(key.name).arg(stamp).arg(vault_.seal(encode(agent), key.name));
  auto reply = co_await topology_.run(key.partition, std::move(call), redis::Replication());
  if (!reply) co_return reply.error();
  co_return reply->integer() == 1;
}

asio::awaitable<Result<std::int64_t>> AgentStore::try_agent(std::string code, std::string callback,
                                                            std::int64_t most) {
  const auto key = agent_key(code);
  ScriptCall call(kTryScript);
  call.key(key.name).arg(mark_of(vault_, callback)).arg(0).arg(most);
  auto reply = co_await topology_.run(key.partition, std::move(call), redis::Replication());
  if (!reply) co_return reply.error();
  co_return reply->integer().value_or(0);
}

asio::awaitable<Result<std::int64_t>> AgentStore::try_phone(std::string msisdn,
                                                            std::string callback,
                                                            milliseconds pause) {
  const auto key = phone_key('w', vault_.pseudonym(msisdn));
  ScriptCall call(kTryScript);
  call.key(key.name).arg(mark_of(vault_, callback)).arg(pause.count()).arg(0);
  auto reply = co_await topology_.run(key.partition, std::move(call), redis::Replication());
  if (!reply) co_return reply.error();
  co_return reply->integer().value_or(0);
}

asio::awaitable<Result<void>> AgentStore::right(std::string code, std::string msisdn) {
  const auto agent = agent_key(code);
  const auto phone = phone_key('w', vault_.pseudonym(msisdn));
  std::vector<redis::Addressed<Command>> commands;
  commands.push_back({agent.partition, Command("HDEL", agent.name, "w", "t")});
  commands.push_back({phone.partition, Command("DEL", phone.name)});
  auto replies = co_await topology_.execute_each(std::move(commands));
  if (!replies) co_return replies.error();
  co_return Result<void>();
}

asio::awaitable<Result<void>> AgentStore::unlock(std::string code) {
  const auto key = agent_key(code);
  Command command("HDEL", key.name, "w", "t", "l");
  auto reply = co_await topology_.execute(key.partition, std::move(command));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

}  // namespace jisr::gateway
