// Going over what is kept: sealing it anew after a change of keys, and looking for what is one
// subscriber's. Not on the way of any answer.
#include <utility>

#include "gateway/sealed_values.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
using redis::Addressed;
using redis::Command;
using redis::Reply;
using redis::ScriptCall;

constexpr int kScanCount = 500;  // keys that Redis looks at for one step

// A key with something sealed, and where it is.
struct Found {
  const KeptKind* kind;
  std::uint16_t home;
  std::string key;
  std::string rest;
};

std::vector<Addressed<Command>> questions_about(const std::vector<Found>& all) {
  std::vector<Addressed<Command>> questions;
  for (const auto& one : all) questions.push_back({one.home, ask_sealed(*one.kind, one.key)});
  return questions;
}

// KEYS  key, sorted sets that name it   ARGV  its name there
// Gives 1 when it was there.
const redis::Script kErase(R"lua(#!lua flags=allow-oom
for i = 2, #KEYS do redis.call('ZCARD', KEYS[i]) end
local was = redis.call('DEL', KEYS[1])
for i = 2, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
return was
)lua");

}  // namespace

// One step of SCAN, on one server. Its keys, without those that hold nothing.
asio::awaitable<Result<std::vector<std::string>>> Store::scan(KeptPlace& place, std::string match) {
  std::vector<std::string> names;
  const auto servers = topology_.one_of_each_server();
  if (place.server >= servers.size()) {
    place.done = true;
    co_return names;
  }
  Command step("SCAN", place.cursor, "MATCH", match, "COUNT", kScanCount);
  auto reply = co_await topology_.execute(servers[place.server], std::move(step));
  if (!reply) co_return reply.error();
  place.cursor = std::string((*reply)[0].text());
  const auto& keys = (*reply)[1];
  for (std::size_t i = 0; i < keys.size(); ++i) names.emplace_back(keys[i].text());
  if (place.cursor == "0") ++place.server;
  place.done = place.server >= servers.size();
  co_return names;
}

asio::awaitable<Result<ResealStep>> Store::reseal(KeptPlace place, bool write) {
  ResealStep step;
  step.place = std::move(place);
  auto names = co_await scan(step.place, "jisr:*");
  if (!names) co_return names.error();
  std::vector<Found> found;
  for (auto& name : *names) {
    const auto read = read_key(name);
    if (read.kind == nullptr) ++step.unknown;
    // The proof is not of a partition; open_meta() renews it.
    const bool nothing = read.kind == nullptr || read.kind->sealed == KeptKind::Sealed::nothing ||
                         read.kind->sealed == KeptKind::Sealed::proof;
    if (nothing || (read.partition && *read.partition >= keys_.partitions())) continue;
    found.push_back({read.kind, read.partition.value_or(keys_.versions_home()), name, {}});
  }
  if (found.empty()) co_return step;
  auto answers = co_await topology_.execute_each(questions_about(found));
  if (!answers) co_return answers.error();
  std::vector<Addressed<ScriptCall>> calls;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& one = found[i];
    if (auto refused = redis::refusal((*answers)[i])) co_return std::move(*refused);
    for (const auto& value : sealed_in(*one.kind, one.key, (*answers)[i])) {
      if (!write || vault_.is_current(value.blob)) {
        ++step.by_key[Vault::key_id(value.blob)];
        continue;
      }
      auto plain = vault_.open(value.blob, value.associated);
      if (!plain) {
        ++step.broken;
        continue;
      }
      const auto again = vault_.seal(*plain, value.associated);
      calls.push_back({one.home, put_again(one.key, value, again)});
    }
  }
  if (calls.empty()) co_return step;
  auto done = co_await topology_.run_each(std::move(calls));
  if (!done) co_return done.error();
  for (const Reply& one : *done) {
    if (auto refused = redis::refusal(one)) co_return std::move(*refused);
    ++(one.integer() == 1 ? step.resealed : step.overtaken);
  }
  co_return step;
}

asio::awaitable<Result<KeptStep>> Store::look_into(std::string sign, KeptPlace place) {
  KeptStep step;
  step.place = std::move(place);
  auto names = co_await scan(step.place, "jisr:{*}:" + sign + ":*");
  if (!names) co_return names.error();
  std::vector<Found> found;
  for (auto& name : *names) {
    const auto read = read_key(name);
    if (read.kind == nullptr || read.kind->sign != sign) continue;
    if (!read.partition || *read.partition >= keys_.partitions()) continue;
    found.push_back({read.kind, *read.partition, name, std::string(read.rest)});
  }
  if (found.empty()) co_return step;
  auto answers = co_await topology_.execute_each(questions_about(found));
  if (!answers) co_return answers.error();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& one = found[i];
    const Reply& answer = (*answers)[i];
    if (auto refused = redis::refusal(answer)) co_return std::move(*refused);
    KeptValue value{one.home, one.key, one.rest, {}, {}};
    for (std::size_t j = 0; j + 1 < answer.size(); j += 2) {
      if (answer[j].text() == "o") value.owner = answer[j + 1].text();
    }
    const auto sealed = sealed_in(*one.kind, one.key, answer);
    bool opens = true;
    for (const auto& part : sealed) {
      auto plain = vault_.open(part.blob, part.associated);
      opens = opens && plain.has_value();
      if (plain) value.opened.push_back(std::move(*plain));
    }
    if (!opens) ++step.broken;
    if (opens && (!sealed.empty() || !value.owner.empty())) step.values.push_back(std::move(value));
  }
  co_return step;
}

asio::awaitable<Result<Whereabouts>> Store::whereabouts(std::string msisdn) {
  Whereabouts found;
  for (const auto medium : {Medium::ussd, Medium::sms}) {
    const auto key = subscriber(msisdn, medium);
    found.partition = key.partition;
    Command questions("GET", key.session);
    questions.then("PTTL", key.session).then("PTTL", key.registered).then("EXISTS", key.stopped);
    auto answers = co_await topology_.execute_all(key.partition, std::move(questions));
    if (!answers) co_return answers.error();
    for (const Reply& one : *answers) {
      if (auto refused = redis::refusal(one)) co_return std::move(*refused);
    }
    constexpr std::int64_t kGone = -2;  // what PTTL says of a key that is not there
    found.registered_left_ms = (*answers)[2].integer().value_or(kGone);
    found.registered_before = found.registered_left_ms != kGone;
    found.stopped = (*answers)[3].integer().value_or(0) != 0;
    if ((*answers)[0].is_nil()) continue;
    auto session = vault_.open((*answers)[0].text(), key.session);
    if (!session) co_return session.error();
    found.conversations.push_back(
        {medium == Medium::sms, std::move(*session), (*answers)[1].integer().value_or(0)});
  }
  co_return found;
}

asio::awaitable<Result<bool>> Store::erase(std::uint16_t partition, std::string key,
                                           std::vector<std::string> sets, std::string member) {
  ScriptCall call(kErase);
  call.key(key);
  for (const auto& set : sets) call.key(set);
  call.arg(member);
  auto reply = co_await run_surely(partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return reply->integer() == 1;
}

asio::awaitable<Result<int>> Store::erase_own(std::string msisdn) {
  int erased = 0;
  for (const auto medium : {Medium::ussd, Medium::sms}) {
    const auto key = subscriber(msisdn, medium);
    const std::vector<std::string> none;
    auto session = co_await erase(key.partition, key.session, none, key.session);
    if (!session) co_return session.error();
    auto registered = co_await erase(key.partition, key.registered, none, key.registered);
    if (!registered) co_return registered.error();
    erased += (*session ? 1 : 0) + (*registered ? 1 : 0);
  }
  co_return erased;
}

}  // namespace jisr::gateway
