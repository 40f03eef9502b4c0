// The outbox: claiming what is due, and settling what became of it.
#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <utility>

#include "gateway/delivery/entry_rank.hpp"
#include "gateway/entry_names.hpp"
#include "gateway/store.hpp"
#include "gateway/store_scripts.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using redis::Addressed;
using redis::Command;
using redis::Reply;
using redis::ReplyView;
using redis::ScriptCall;

constexpr std::size_t kReasonBytesMax = 200;
constexpr std::size_t kLookPast =
    96;  // ids of a partition that are looked at beyond what is claimed
constexpr std::chrono::milliseconds kKeyAwaited(5'000);
constexpr std::int64_t kClockDriftMs = 1000;
constexpr std::int64_t kClockSlackMs = 50;  // by which we may be wrong about Redis's clock

constexpr std::chrono::milliseconds kReplicaPause{
    500};  // before what is not on replicas is looked at again

const redis::Script kClaimScript(scripts::kClaim);
const redis::Script kSettleScript(scripts::kSettle);

// Whether replicas have all that this connection has written, and so all that was before it. A
// connection made anew has written nothing: what it says is not about us.
asio::awaitable<bool> on_replicas(redis::Topology* topology, std::uint16_t partition,
                                  redis::Replication replication) {
  const auto connects = topology->for_partition(partition).counters().connects;
  Command wait("WAIT", replication.replicas, replication.wait.count());
  auto reply = co_await topology->execute(partition, std::move(wait));
  const bool is_same = topology->for_partition(partition).counters().connects == connects;
  co_return reply&& is_same && reply->integer().value_or(0) >= replication.replicas;
}

std::int64_t our_clock_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

asio::awaitable<Result<std::vector<Claimed>>> Store::claim(std::uint16_t partition,
                                                           std::size_t limit, milliseconds lease) {
  std::vector<std::uint16_t> one(1, partition);
  return claim_from(std::move(one), limit, lease);
}

asio::awaitable<Result<std::vector<Claimed>>> Store::claim_all(std::size_t limit,
                                                               milliseconds lease) {
  auto all = all_partitions();
  std::rotate(all.begin(), all.begin() + first_partition_, all.end());
  first_partition_ = static_cast<std::uint16_t>((first_partition_ + 1) % keys_.partitions());
  return claim_from(std::move(all), limit, lease);
}

std::vector<std::uint16_t> Store::all_partitions() const {
  std::vector<std::uint16_t> all(keys_.partitions());
  std::iota(all.begin(), all.end(), std::uint16_t{0});
  return all;
}

asio::awaitable<Result<std::vector<Claimed>>> Store::claim_from(
    std::vector<std::uint16_t> partitions, std::size_t limit, milliseconds lease) {
  std::vector<Claimed> claimed;
  auto found = co_await peek(std::move(partitions), limit);
  if (!found) co_return found.error();
  std::vector<Addressed<ScriptCall>> calls;
  for (const Due& due : *found) {
    ScriptCall call(kClaimScript);
    call.key(Keys::due(due.partition));
    for (const std::string& id : due.ids) call.key(Keys::entry(due.partition, id));
    call.arg(lease.count());
    for (const std::string& id : due.ids) call.arg(id);
    calls.push_back({due.partition, std::move(call)});
  }
  if (calls.empty()) co_return claimed;

  auto replies = co_await topology_.run_each(std::move(calls));
  if (!replies) co_return replies.error();
  std::optional<Error> refused;
  for (std::size_t i = 0; i < replies->size(); ++i) {
    const Reply& entries = (*replies)[i];
    if (auto one = redis::refusal(entries)) refused = std::move(one);
    for (std::size_t j = 0; j < entries.size(); ++j) {
      co_await take_claimed((*found)[i].partition, entries[j], claimed);
    }
  }
  // What some partitions gave is ours now, whatever the others said.
  if (claimed.empty() && refused) co_return std::move(*refused);
  if (replication_.replicas == 0 || claimed.empty()) co_return claimed;

  // Nothing leaves that a failover could still take back: it would be registered again, as another.
  std::map<std::uint16_t, bool> safe;
  for (const Due& due : *found) {
    safe[due.partition] = co_await on_replicas(&topology_, due.partition, replication_);
  }
  std::vector<Addressed<ScriptCall>> given_back;
  for (const Claimed& one : claimed) {
    if (safe[one.partition]) continue;
    const auto later = Settlement::put_off(kReplicaPause, "the replicas are waited for", one);
    given_back.push_back({one.partition, settle_call(one.partition, one.id, one.fence, later)});
  }
  if (given_back.empty()) co_return claimed;
  co_await topology_.run_each(std::move(given_back));  // else their lease runs out
  std::erase_if(claimed, [&](const Claimed& one) { return !safe[one.partition]; });
  co_return claimed;
}

// The `limit` that are to leave first: by rank, and in the order in which they were seen.
std::vector<Store::Due> Store::first_of(std::vector<Seen> seen,
                                        const std::vector<std::uint16_t>& partitions,
                                        std::size_t limit) {
  if (seen.size() > limit) {
    std::stable_sort(seen.begin(), seen.end(),
                     [](const Seen& a, const Seen& b) { return rank_of(a.id) < rank_of(b.id); });
    seen.resize(limit);
    std::stable_sort(seen.begin(), seen.end(),
                     [](const Seen& a, const Seen& b) { return a.partition < b.partition; });
  }
  std::vector<Due> found;
  for (const Seen& one : seen) {
    const auto partition = partitions[one.partition];
    if (found.empty() || found.back().partition != partition) found.push_back({partition, {}});
    found.back().ids.emplace_back(one.id);
  }
  return found;
}

// Which entries are due, by Redis's clock as we know it; the claiming script decides by the real.
asio::awaitable<Result<std::vector<Store::Due>>> Store::peek(std::vector<std::uint16_t> partitions,
                                                             std::size_t limit) {
  std::vector<Due> found;
  for (int look = 0; look < 2; ++look) {
    const std::int64_t until = our_clock_ms() + redis_ahead_ms_ + kClockSlackMs;
    std::vector<Addressed<Command>> questions;
    questions.push_back({partitions.front(), Command("TIME")});
    for (const std::uint16_t partition : partitions) {
      questions.push_back({partition, Command("ZRANGEBYSCORE", Keys::due(partition), "-inf", until,
                                              "LIMIT", 0, limit + kLookPast)});
    }
    auto replies = co_await topology_.execute_each(std::move(questions));
    if (!replies) co_return replies.error();
    const Reply& time = replies->front();
    if (auto refused = redis::refusal(time)) co_return std::move(*refused);
    const std::int64_t now =
        time[0].integer().value_or(0) * 1000 + time[1].integer().value_or(0) / 1000;
    redis_ahead_ms_ = now - our_clock_ms();

    std::vector<Seen> seen;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
      const Reply& ids = (*replies)[i + 1];
      if (auto refused = redis::refusal(ids)) co_return std::move(*refused);
      for (std::size_t j = 0; j < ids.size(); ++j) seen.push_back({i, ids[j].text()});
    }
    found = first_of(std::move(seen), partitions, limit);
    // A clock far behind (the first time, or after somebody set it) would miss what is due.
    if (!found.empty() || now - until < kClockDriftMs) break;
  }
  co_return found;
}

// An entry that does not open cannot be delivered, now or later: a person has to look at it. Unless
// it is sealed with a key that this gateway has not been given yet: another one has it.
asio::awaitable<void> Store::take_claimed(std::uint16_t partition, ReplyView entry,
                                          std::vector<Claimed>& claimed) {
  Claimed one;
  one.partition = partition;
  one.id = entry[0].text();
  one.kind = kind_of(entry[1].text());
  one.attempts = static_cast<std::uint64_t>(entry[3].integer().value_or(1));
  one.fence = static_cast<std::uint64_t>(entry[4].integer().value_or(0));
  one.created_ms = entry[5].integer().value_or(0);
  auto payload = vault_.open(entry[2].text(), Keys::entry(partition, one.id));
  if (!payload && payload.error().code == Errc::misconfigured) {
    auto later = Settlement::put_off(kKeyAwaited, payload.error().context, one);
    co_await settle(partition, one.id, one.fence, std::move(later));
    co_return;
  }
  if (!payload) {
    co_await settle(partition, one.id, one.fence, Settlement::parked(payload.error().context));
    co_return;
  }
  one.payload = std::move(*payload);
  claimed.push_back(std::move(one));
}

ScriptCall Store::settle_call(std::uint16_t partition, std::string_view id, std::uint64_t fence,
                              const Settlement& settlement) const {
  const bool put_off = settlement.verdict() == Settlement::Verdict::put_off;
  const auto& follow_up = settlement.follow_up();
  const Tally tally = settlement.tally().value_or(Tally{});
  const auto key = Keys::entry(partition, id);
  ScriptCall call(kSettleScript);
  call.key(key).key(Keys::due(partition)).key(Keys::dead(partition));
  call.key(Keys::tally(partition, tally.day));
  if (follow_up) call.key(Keys::entry(partition, follow_up->id));
  call.arg(id)
      .arg(fence)
      .arg(verdict_name(settlement.verdict()))
      .arg(settlement.delay().count())
      .arg(std::string_view(settlement.reason()).substr(0, kReasonBytesMax))
      .arg(settlement.payload() ? vault_.seal(*settlement.payload(), key) : std::string())
      .arg(put_off ? std::to_string(settlement.attempts()) : std::string())
      .arg(tally.channel)
      .arg(tally.parts)
      .arg(tally.cost_micro)
      .arg(tally.currency)
      .arg(kTallyKept.count());
  if (follow_up) add_entry(call, partition, *follow_up);
  return call;
}

asio::awaitable<Result<SettleOutcome>> Store::settle(std::uint16_t partition, std::string id,
                                                     std::uint64_t fence, Settlement settlement) {
  const auto call = settle_call(partition, id, fence, settlement);
  auto reply = co_await run_surely(partition, call);
  if (!reply) co_return reply.error();
  co_return reply->integer() == 0 ? SettleOutcome::settled : SettleOutcome::stale;
}

}  // namespace jisr::gateway
