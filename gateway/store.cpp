// Sessions: loading and committing them, and what is looked at before the gateway starts.
#include "gateway/store.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <set>
#include <utility>

#include "gateway/entry_names.hpp"
#include "gateway/reference.hpp"
#include "gateway/store_scripts.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::Reply;
using redis::ScriptCall;

// Pauses before the repeats of a call whose outcome is unknown: the connection may come back.
constexpr std::chrono::milliseconds kRepeatPauses[] = {std::chrono::milliseconds(100),
                                                       std::chrono::milliseconds(300)};
constexpr std::string_view kLayout = "1";  // of all that is stored
constexpr std::string_view kProof = "jisr";
constexpr int kRedisMajorMin = 7;  // script flags

const redis::Script kCommitScript(scripts::kCommit);
const redis::Script kConfirmScript(scripts::kConfirm);

Error misconfigured(std::string what) {
  return Error{Errc::misconfigured, std::move(what), false};
}

// The value of "name:" in the text that INFO gives.
std::string_view info_value(std::string_view info, std::string_view name) {
  const auto at = info.find(name);
  if (at == std::string_view::npos) return {};
  info.remove_prefix(at + name.size());
  return info.substr(0, info.find_first_of("\r\n"));
}

// How many there are in an INFO, by address: one that has connected again may be there twice.
std::size_t replicas_in(std::string_view info) {
  std::set<std::string_view> known;
  for (std::size_t i = 0;; ++i) {
    const auto line = info_value(info, "slave" + std::to_string(i) + ':');
    if (line.empty()) return known.size();
    known.insert(line.substr(0, line.find(",state=")));
  }
}

// Whoever is made master must have what was confirmed. With more replicas than confirm, the old
// master goes on with some of them while another one is made master.
StoreFinding too_many(std::size_t replicas, unsigned confirm) {
  const auto there = std::to_string(replicas);
  return {true, "redis has " + there + " replicas and redis.replicas is " +
                    std::to_string(confirm) +
                    ": what some confirm is lost when another is made master; set it to " + there};
}

}  // namespace

Store::Store(redis::Topology& topology, const Vault& vault, Keys keys,
             redis::Replication replication)
    : topology_(topology), vault_(vault), keys_(keys), replication_(replication) {}

asio::awaitable<Result<Stored>> Store::load(SubscriberKey key) {
  Command all("MGET", key.session, key.registered, key.stopped, key.other);
  auto reply = co_await topology_.execute(key.partition, std::move(all));
  if (!reply) co_return reply.error();
  Stored stored;
  if (reply->size() != 4) co_return Error{Errc::malformed_input, "load: an unknown answer", false};
  stored.returning = !(*reply)[1].is_nil();
  stored.stopped = !(*reply)[2].is_nil();
  if (!(*reply)[0].is_nil()) {
    const std::string_view blob = (*reply)[0].text();
    auto session = vault_.open(blob, key.session);
    if (!session) co_return session.error();
    stored.token = std::string(blob.substr(0, Vault::kStampBytes));
    stored.session = std::move(*session);
  }
  if ((*reply)[3].is_nil()) co_return stored;
  const std::string_view blob = (*reply)[3].text();
  auto other = vault_.open(blob, key.other);
  if (!other) co_return stored;  // it is only looked at: her own medium goes on
  stored.other_token = std::string(blob.substr(0, Vault::kStampBytes));
  stored.other = std::move(*other);
  co_return stored;
}

asio::awaitable<Result<CommitOutcome>> Store::commit(SubscriberKey key, std::string expected,
                                                     std::string session, milliseconds ttl,
                                                     std::vector<OutboxEntry> effects,
                                                     std::optional<std::string> reference,
                                                     CommitAlso also) {
  ScriptCall call(kCommitScript);
  call.key(key.session);
  std::string ordinal;
  if (reference) {
    if (!reference::valid(*reference) ||
        reference::partition_of(*reference, keys_.partitions()) != key.partition) {
      co_return Error{Errc::malformed_input, "commit: a reference of another partition", false};
    }
    ordinal = std::to_string(reference::ordinal(*reference, keys_.partitions()));
  }
  if (reference || !effects.empty() || also.stopped || also.other || !also.notes.empty() ||
      !also.cancelled.empty()) {
    call.key(Keys::due(key.partition)).key(Keys::refs(key.partition)).key(key.registered);
    call.key(key.stopped).key(key.other);
    call.key(also.cancelled.empty() ? Keys::due(key.partition)
                                    : Keys::entry(key.partition, also.cancelled));
    call.key(also.file.empty() || !reference ? Keys::due(key.partition)
                                             : file_key(*reference).name);
    for (const OutboxEntry& entry : effects) call.key(Keys::entry(key.partition, entry.id));
    for (const CommitNote& note : also.notes) call.key(note.key);
  }
  call.arg(vault_.seal(session, key.session)).arg(expected).arg(ttl.count()).arg(ordinal);
  call.arg(also.registered.count());
  add_also(call, key, also);
  call.arg(also.cancelled);
  const bool files = !also.file.empty() && reference;
  call.arg(files ? vault_.seal(also.file, file_key(*reference).name + "#1") : std::string());
  call.arg(also.file_kept.count());
  for (const OutboxEntry& entry : effects) add_entry(call, key.partition, entry);
  for (const CommitNote& note : also.notes) {
    call.arg(note.field).arg("note").arg(note.value).arg(note.ttl.count());
  }

  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  switch (reply->integer().value_or(-1)) {
    case 0:
      co_return CommitOutcome::committed;
    case 1:
      co_return CommitOutcome::conflict;
    case 2:
      co_return CommitOutcome::reference_taken;
    default:
      co_return Error{Errc::malformed_input, "commit: an unknown answer", false};
  }
}

// Appends STOP, and what becomes of the session on the other medium.
void Store::add_also(ScriptCall& call, const SubscriberKey& key, const CommitAlso& also) const {
  std::string word;
  if (also.stopped) word = *also.stopped ? "1" : "0";
  call.arg(word);
  const auto& other = also.other;
  if (!other) {
    call.arg("").arg("").arg("").arg(0);
  } else if (other->session.empty()) {
    call.arg("del").arg(other->expected).arg("").arg(0);
  } else {
    call.arg("set").arg(other->expected).arg(vault_.seal(other->session, key.other));
    call.arg(other->ttl.count());
  }
}

asio::awaitable<Result<void>> Store::confirm(SubscriberKey key) {
  if (replication_.replicas == 0) co_return Result<void>();
  ScriptCall call(kConfirmScript);
  call.key(key.session);
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

// Appends the arguments of one entry, sealed for its own key.
void Store::add_entry(ScriptCall& call, std::uint16_t partition, const OutboxEntry& entry) const {
  call.arg(entry.id)
      .arg(kind_name(entry.kind))
      .arg(vault_.seal(entry.payload, Keys::entry(partition, entry.id)))
      .arg(entry.due_in.count());
}

// Runs a call that is harmless to repeat until its outcome is known, a bounded number of times.
// Once an attempt may have been applied, a later "unavailable" does not make the outcome known.
asio::awaitable<Result<Reply>> Store::run_surely(std::uint16_t partition, ScriptCall call) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  std::optional<Error> unknown;
  for (std::size_t repeat = 0;; ++repeat) {
    auto reply = co_await topology_.run(partition, call, replication_);
    if (reply.has_value()) co_return reply;
    const Errc code = reply.error().code;
    if (code == Errc::timeout || code == Errc::lost) {
      unknown = reply.error();
    } else if (!unknown || code != Errc::unavailable) {
      co_return reply;
    }
    if (repeat == std::size(kRepeatPauses)) co_return std::move(*unknown);
    pause.expires_after(kRepeatPauses[repeat]);
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<Result<void>> Store::open_meta() {
  const std::string partitions = std::to_string(keys_.partitions());
  const std::string subscriber = vault_.pseudonym(kProof);
  Command begin;
  begin.then("HSETNX", Keys::kMeta, "layout", kLayout)
      .then("HSETNX", Keys::kMeta, "partitions", partitions)
      .then("HSETNX", Keys::kMeta, "subscriber", subscriber)
      .then("HSETNX", Keys::kMeta, "seal", vault_.seal(kProof, Keys::kMeta))
      .then("HMGET", Keys::kMeta, "layout", "partitions", "subscriber", "seal");
  auto replies = co_await topology_.execute_all(0, std::move(begin));
  if (!replies) co_return replies.error();
  for (const Reply& reply : *replies) {
    if (auto refused = redis::refusal(reply)) co_return std::move(*refused);
  }
  const Reply& noted = replies->back();
  if (noted[0].text() != kLayout) {
    co_return misconfigured("redis: jisr:meta has another layout than this version of jisr");
  }
  if (noted[1].text() != partitions) {
    co_return misconfigured("redis: this deployment was begun with " +
                            std::string(noted[1].text()) + " partitions, not " + partitions);
  }
  if (noted[2].text() != subscriber) {
    co_return misconfigured("redis: this deployment was begun with another pseudonym key");
  }
  const std::string seal(noted[3].text());
  auto opened = vault_.open(seal, Keys::kMeta);
  if (!opened || *opened != kProof) {
    co_return misconfigured("redis: this deployment was begun with another sealing key");
  }
  if (vault_.is_current(seal)) co_return Result<void>();
  Command renew("HSET", Keys::kMeta, "seal", vault_.seal(kProof, Keys::kMeta));
  auto renewed = co_await topology_.execute(0, std::move(renew));
  if (!renewed) co_return renewed.error();
  co_return Result<void>();
}

asio::awaitable<Result<std::vector<StoreFinding>>> Store::inspect() {
  std::vector<StoreFinding> all;
  for (const auto partition : topology_.one_of_each_server()) {
    auto findings = co_await inspect(partition);
    if (!findings) co_return findings.error();
    for (auto& one : *findings) {
      const bool known = std::any_of(all.begin(), all.end(),
                                     [&](const auto& other) { return other.text == one.text; });
      if (!known) all.push_back(std::move(one));
    }
  }
  co_return all;
}

asio::awaitable<Result<std::vector<StoreFinding>>> Store::inspect(std::uint16_t partition) {
  Command questions("CONFIG", "GET", "maxmemory-policy");
  questions.then("CONFIG", "GET", "appendonly").then("INFO", "server");
  questions.then("CONFIG", "GET", "cluster-require-full-coverage").then("INFO", "cluster");
  questions.then("INFO", "replication");
  auto replies = co_await topology_.execute_all(partition, std::move(questions));
  if (!replies) co_return replies.error();

  std::vector<StoreFinding> findings;
  const Reply& policy = (*replies)[0];
  const Reply& appendonly = (*replies)[1];
  if (policy.size() < 2 || appendonly.size() < 2) {
    findings.push_back({false,
                        "redis does not show its CONFIG: make sure by hand that "
                        "maxmemory-policy is noeviction and appendonly is yes"});
  } else {
    if (policy[1].text() != "noeviction") {
      findings.push_back({true,
                          "redis may throw registrations away: set maxmemory-policy to "
                          "noeviction, not " +
                              std::string(policy[1].text())});
    }
    if (appendonly[1].text() != "yes") {
      findings.push_back(
          {false, "redis forgets registrations when it stops: set appendonly to yes"});
    }
  }
  const std::string_view version = info_value((*replies)[2].text(), "redis_version:");
  int major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  if (version.empty()) {
    findings.push_back({false, "redis does not show its version: it must be 7.0 or newer"});
  } else if (major < kRedisMajorMin) {
    findings.push_back({true, "redis is " + std::string(version) + ": 7.0 or newer is needed"});
  }
  const Reply& coverage = (*replies)[3];
  const bool clustered = info_value((*replies)[4].text(), "cluster_enabled:") == "1";
  if (clustered && coverage.size() == 2 && coverage[1].text() != "no") {
    findings.push_back({false,
                        "redis closes every partition while one has no master: set "
                        "cluster-require-full-coverage to no"});
  }
  const auto replicas = replicas_in((*replies)[5].text());
  if (replication_.replicas > 0 && replicas > replication_.replicas) {
    findings.push_back(too_many(replicas, replication_.replicas));
  }
  co_return findings;
}

}  // namespace jisr::gateway
