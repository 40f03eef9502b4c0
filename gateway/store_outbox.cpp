// The outbox: claiming what is due, and settling what became of it.
#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

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
constexpr std::int64_t kClockDriftMs = 1000;
constexpr std::int64_t kClockSlackMs = 50;  // by which we may be wrong about Redis's clock

const redis::Script kClaimScript(scripts::kClaim);
const redis::Script kSettleScript(scripts::kSettle);

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
  co_return claimed;
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
                                              "LIMIT", 0, limit)});
    }
    auto replies = co_await topology_.execute_each(std::move(questions));
    if (!replies) co_return replies.error();
    const Reply& time = replies->front();
    if (auto refused = redis::refusal(time)) co_return std::move(*refused);
    const std::int64_t now =
        time[0].integer().value_or(0) * 1000 + time[1].integer().value_or(0) / 1000;
    redis_ahead_ms_ = now - our_clock_ms();

    std::size_t left = limit;
    for (std::size_t i = 0; i < partitions.size() && left > 0; ++i) {
      const Reply& ids = (*replies)[i + 1];
      if (auto refused = redis::refusal(ids)) co_return std::move(*refused);
      Due due{partitions[i], {}};
      for (std::size_t j = 0; j < ids.size() && left > 0; ++j, --left) {
        due.ids.emplace_back(ids[j].text());
      }
      if (!due.ids.empty()) found.push_back(std::move(due));
    }
    // A clock far behind (the first time, or after somebody set it) would miss what is due.
    if (!found.empty() || now - until < kClockDriftMs) break;
  }
  co_return found;
}

// An entry that does not open cannot be delivered, now or later: a person has to look at it.
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
  if (!payload) {
    co_await settle(partition, one.id, one.fence, Settlement::parked(payload.error().context));
    co_return;
  }
  one.payload = std::move(*payload);
  claimed.push_back(std::move(one));
}

asio::awaitable<Result<SettleOutcome>> Store::settle(std::uint16_t partition, std::string id,
                                                     std::uint64_t fence, Settlement settlement) {
  ScriptCall call(kSettleScript);
  call.key(Keys::entry(partition, id)).key(Keys::due(partition)).key(Keys::dead(partition));
  const auto& follow_up = settlement.follow_up();
  if (follow_up) call.key(Keys::entry(partition, follow_up->id));
  call.arg(id)
      .arg(fence)
      .arg(verdict_name(settlement.verdict()))
      .arg(settlement.delay().count())
      .arg(std::string_view(settlement.reason()).substr(0, kReasonBytesMax));
  if (follow_up) add_entry(call, partition, *follow_up);

  auto reply = co_await run_surely(partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return reply->integer() == 0 ? SettleOutcome::settled : SettleOutcome::stale;
}

}  // namespace jisr::gateway
