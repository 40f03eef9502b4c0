// What people see of the outbox, and the retry that they order. Not on the way of any answer: these
// look into all partitions.
#include <algorithm>
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

constexpr std::size_t kIdBytesMax = 64;

const redis::Script kRetryScript(scripts::kRetry);

Command read_entry(std::uint16_t partition, std::string_view id) {
  return Command("HMGET", Keys::entry(partition, id), "k", "a", "c", "e", "s", "p");
}

// Fills in what read_entry() gave.
void fill(EntryRecord& record, ReplyView entry) {
  record.kind = kind_of(entry[0].text());
  record.attempts = static_cast<std::uint64_t>(entry[1].integer().value_or(0));
  record.created_ms = entry[2].integer().value_or(0);
  record.last_error = entry[3].text();
  const std::string_view aside = entry[4].text();
  record.state = aside.empty()        ? EntryRecord::State::due
                 : aside == "refused" ? EntryRecord::State::refused
                                      : EntryRecord::State::parked;
}

Error no_such_entry() {
  return Error{Errc::rejected, "outbox: there is no entry with this id", false};
}

}  // namespace

asio::awaitable<Result<std::vector<EntryRecord>>> Store::list(Shelf shelf, std::size_t limit) {
  std::vector<EntryRecord> records;
  if (limit == 0) co_return records;
  std::vector<Addressed<Command>> questions;
  for (const std::uint16_t partition : all_partitions()) {
    const std::string key = shelf == Shelf::due ? Keys::due(partition) : Keys::dead(partition);
    questions.push_back({partition, Command("ZRANGE", key, 0, limit - 1, "WITHSCORES")});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  for (std::uint16_t partition = 0; partition < replies->size(); ++partition) {
    const Reply& found = (*replies)[partition];
    if (auto refused = redis::refusal(found)) co_return std::move(*refused);
    for (std::size_t i = 0; i + 1 < found.size(); i += 2) {
      EntryRecord& record = records.emplace_back();
      record.partition = partition;
      record.id = found[i].text();
      record.due_ms = found[i + 1].integer().value_or(0);
    }
  }
  std::stable_sort(records.begin(), records.end(),
                   [](const EntryRecord& a, const EntryRecord& b) { return a.due_ms < b.due_ms; });
  if (records.size() > limit) records.resize(limit);
  if (records.empty()) co_return records;

  questions.clear();
  for (const EntryRecord& record : records) {
    questions.push_back({record.partition, read_entry(record.partition, record.id)});
  }
  auto entries = co_await topology_.execute_each(std::move(questions));
  if (!entries) co_return entries.error();
  for (std::size_t i = 0; i < records.size(); ++i) fill(records[i], (*entries)[i]);
  co_return records;
}

asio::awaitable<Result<EntryShown>> Store::show(std::string id) {
  if (id.size() > kIdBytesMax) co_return no_such_entry();
  constexpr std::size_t kQuestions = 3;  // about each partition
  std::vector<Addressed<Command>> questions;
  for (const std::uint16_t partition : all_partitions()) {
    questions.push_back({partition, read_entry(partition, id)});
    questions.push_back({partition, Command("ZSCORE", Keys::due(partition), id)});
    questions.push_back({partition, Command("ZSCORE", Keys::dead(partition), id)});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  for (std::uint16_t partition = 0; partition < keys_.partitions(); ++partition) {
    const Reply& entry = (*replies)[partition * kQuestions];
    if (auto refused = redis::refusal(entry)) co_return std::move(*refused);
    if (entry[0].is_nil()) continue;
    EntryShown shown;
    shown.record.partition = partition;
    shown.record.id = id;
    fill(shown.record, entry);
    const Reply& due = (*replies)[partition * kQuestions + 1];
    const Reply& dead = (*replies)[partition * kQuestions + 2];
    shown.record.due_ms = due.integer().value_or(dead.integer().value_or(0));
    auto payload = vault_.open(entry[5].text(), Keys::entry(partition, id));
    if (!payload) co_return payload.error();
    shown.payload = std::move(*payload);
    co_return shown;
  }
  co_return no_such_entry();
}

// An entry without its content.
asio::awaitable<Result<EntryRecord>> Store::find(std::string id) {
  if (id.size() > kIdBytesMax) co_return no_such_entry();
  std::vector<Addressed<Command>> questions;
  for (const std::uint16_t partition : all_partitions()) {
    questions.push_back({partition, read_entry(partition, id)});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  for (std::uint16_t partition = 0; partition < replies->size(); ++partition) {
    const Reply& entry = (*replies)[partition];
    if (auto refused = redis::refusal(entry)) co_return std::move(*refused);
    if (entry[0].is_nil()) continue;
    EntryRecord record;
    record.partition = partition;
    record.id = id;
    fill(record, entry);
    co_return record;
  }
  co_return no_such_entry();
}

asio::awaitable<Result<void>> Store::retry(std::string id, std::optional<std::string> payload) {
  auto found = co_await find(id);
  if (!found) co_return found.error();
  const auto partition = found->partition;
  const auto key = Keys::entry(partition, id);
  ScriptCall call(kRetryScript);
  call.key(key).key(Keys::due(partition)).key(Keys::dead(partition));
  call.arg(id).arg(payload ? vault_.seal(*payload, key) : std::string());
  auto done = co_await topology_.run(partition, std::move(call), replication_);
  if (!done) co_return done.error();
  if (done->integer() == 0) co_return Result<void>();
  co_return Error{Errc::rejected, "outbox: the entry is not set aside", false};
}

asio::awaitable<Result<Backlog>> Store::backlog() {
  constexpr std::size_t kQuestions = 4;  // about each partition
  std::vector<Addressed<Command>> questions;
  for (const std::uint16_t partition : all_partitions()) {
    const std::string due = Keys::due(partition);
    const std::string dead = Keys::dead(partition);
    questions.push_back({partition, Command("ZCARD", due)});
    questions.push_back({partition, Command("ZCARD", dead)});
    questions.push_back({partition, Command("ZRANGE", due, 0, 0, "WITHSCORES")});
    questions.push_back({partition, Command("ZRANGE", dead, 0, 0, "WITHSCORES")});
  }
  auto replies = co_await topology_.execute_each(std::move(questions));
  if (!replies) co_return replies.error();
  Backlog backlog;
  const auto take_oldest = [](std::int64_t& oldest_ms, const Reply& first) {
    const auto at_ms = first[1].integer();
    if (at_ms && (oldest_ms == 0 || *at_ms < oldest_ms)) oldest_ms = *at_ms;
  };
  for (std::size_t i = 0; i + kQuestions <= replies->size(); i += kQuestions) {
    if (auto refused = redis::refusal((*replies)[i])) co_return std::move(*refused);
    backlog.due += static_cast<std::uint64_t>((*replies)[i].integer().value_or(0));
    backlog.dead += static_cast<std::uint64_t>((*replies)[i + 1].integer().value_or(0));
    take_oldest(backlog.oldest_due_ms, (*replies)[i + 2]);
    take_oldest(backlog.oldest_dead_ms, (*replies)[i + 3]);
  }
  co_return backlog;
}

}  // namespace jisr::gateway
