// What people do to entries that were set aside, besides looking: edit, drop. And the sweep, which
// finds entries that nobody would ever look at.
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <map>
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
using redis::ScriptCall;

constexpr std::size_t kIdBytesMax = 64;
constexpr int kScanCount = 500;        // keys that Redis looks at for one step
constexpr std::size_t kMembers = 500;  // of a partition's sorted sets, in a pass

const redis::Script kDropScript(scripts::kDrop);
const redis::Script kSweepScript(scripts::kSweep);

Error rejected(const char* what) {
  return Error{Errc::rejected, what, false};
}

using ByPartition = std::map<std::uint16_t, std::vector<std::string>>;

// "jisr:{17}:e:<id>" adds its id.
void add_entry_key(std::string_view key, std::uint16_t partitions, ByPartition& ids) {
  const auto open = key.find('{');
  const auto close = key.find("}:e:");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return;
  std::uint16_t partition = 0;
  const auto number = key.substr(open + 1, close - open - 1);
  const auto [end, failed] =
      std::from_chars(number.data(), number.data() + number.size(), partition);
  if (failed != std::errc{} || end != number.data() + number.size()) return;
  if (partition < partitions) ids[partition].emplace_back(key.substr(close + 4));
}

std::vector<Addressed<ScriptCall>> sweep_calls(const ByPartition& ids) {
  std::vector<Addressed<ScriptCall>> calls;
  for (const auto& [partition, members] : ids) {
    ScriptCall call(kSweepScript);
    call.key(Keys::due(partition)).key(Keys::dead(partition));
    for (const auto& id : members) call.key(Keys::entry(partition, id));
    for (const auto& id : members) call.arg(id);
    calls.push_back({partition, std::move(call)});
  }
  return calls;
}

}  // namespace

asio::awaitable<Result<void>> Store::drop(std::string id, std::string reason, milliseconds kept) {
  auto shown = co_await find(id);
  if (!shown) co_return shown.error();
  if (shown->state == EntryRecord::State::due) {
    co_return rejected("outbox: the entry is not set aside");
  }
  boost::json::object record;
  record["id"] = id;
  record["kind"] = kind_name(shown->kind);
  record["reason"] = reason;
  record["was"] = shown->last_error;
  const auto partition = shown->partition;
  ScriptCall call(kDropScript);
  call.key(Keys::entry(partition, id)).key(Keys::dead(partition)).key(Keys::dropped(partition));
  call.arg(id).arg(boost::json::serialize(record)).arg(kept.count());
  auto done = co_await topology_.run(partition, std::move(call), replication_);
  if (!done) co_return done.error();
  if (done->integer() == 0) co_return Result<void>();
  co_return rejected("outbox: the entry is not set aside");
}

asio::awaitable<Result<std::vector<DroppedRecord>>> Store::dropped(std::size_t limit) {
  std::vector<DroppedRecord> records;
  std::vector<Addressed<Command>> questions;
  for (const std::uint16_t partition : all_partitions()) {
    const auto key = Keys::dropped(partition);
    questions.push_back({partition, Command("ZREVRANGE", key, 0, limit - 1, "WITHSCORES")});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  for (const Reply& found : *replies) {
    if (auto refused = redis::refusal(found)) co_return std::move(*refused);
    for (std::size_t i = 0; i + 1 < found.size(); i += 2) {
      records.push_back({std::string(found[i].text()), found[i + 1].integer().value_or(0)});
    }
  }
  std::sort(records.begin(), records.end(),
            [](const auto& a, const auto& b) { return a.dropped_ms > b.dropped_ms; });
  if (records.size() > limit) records.resize(limit);
  co_return records;
}

// One step of SCAN on one server; at its end the members of the sorted sets.
asio::awaitable<Result<SweepPlace>> Store::sweep(SweepPlace place) {
  const auto servers = topology_.one_of_each_server();
  ByPartition ids;
  if (place.server < servers.size()) {
    const auto partition = servers[place.server];
    Command scan("SCAN", place.cursor, "MATCH", "jisr:{*}:e:*", "COUNT", kScanCount);
    auto reply = co_await topology_.execute(partition, std::move(scan));
    if (!reply) co_return reply.error();
    place.cursor = std::string((*reply)[0].text());
    const auto& keys = (*reply)[1];
    for (std::size_t i = 0; i < keys.size(); ++i) {
      add_entry_key(keys[i].text(), keys_.partitions(), ids);
    }
    if (place.cursor == "0") ++place.server;
  } else {
    std::vector<Addressed<Command>> questions;
    for (const std::uint16_t partition : all_partitions()) {
      questions.push_back({partition, Command("ZRANGE", Keys::due(partition), 0, kMembers - 1)});
      questions.push_back({partition, Command("ZRANGE", Keys::dead(partition), 0, kMembers - 1)});
    }
    auto replies = co_await topology_.execute_each(std::move(questions));
    if (!replies) co_return replies.error();
    for (std::size_t i = 0; i < replies->size(); ++i) {
      const Reply& members = (*replies)[i];
      auto& into = ids[static_cast<std::uint16_t>(i / 2)];
      for (std::size_t j = 0; j < members.size(); ++j) into.emplace_back(members[j].text());
    }
    std::erase_if(ids, [](const auto& one) { return one.second.empty(); });
    place.server = 0;
    place.done = true;
  }
  auto calls = sweep_calls(ids);
  if (calls.empty()) co_return place;
  auto replies = co_await topology_.run_each(std::move(calls));
  if (!replies) co_return replies.error();
  for (const Reply& one : *replies) {
    if (auto refused = redis::refusal(one)) co_return std::move(*refused);
    place.mended += static_cast<std::uint64_t>(one.integer().value_or(0));
  }
  co_return place;
}

}  // namespace jisr::gateway
