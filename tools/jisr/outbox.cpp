// `jisr outbox`: what waits to leave and what could not, straight from Redis.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "gateway/calendar.hpp"
#include "gateway/gateway.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
using gateway::EntryKind;
using gateway::EntryRecord;
using gateway::Store;

const char* name(EntryKind kind) {
  return kind == EntryKind::registry ? "registry" : "sms";
}

const char* name(EntryRecord::State state) {
  switch (state) {
    case EntryRecord::State::due:
      return "due";
    case EntryRecord::State::refused:
      return "refused";
    case EntryRecord::State::parked:
      return "parked";
  }
  return "?";
}

void print(const EntryRecord& record) {
  std::cout << record.id << "  " << name(record.kind) << "  " << name(record.state) << "  attempts "
            << record.attempts << "  made " << gateway::rfc3339(record.created_ms)
            << (record.state == EntryRecord::State::due ? "  due " : "  since ")
            << gateway::rfc3339(record.due_ms);
  if (!record.last_error.empty()) std::cout << "  " << record.last_error;
  std::cout << '\n';
}

boost::json::object json_of(const EntryRecord& record) {
  boost::json::object out;
  out["id"] = record.id;
  out["kind"] = name(record.kind);
  out["state"] = name(record.state);
  out["attempts"] = record.attempts;
  out["created"] = gateway::rfc3339(record.created_ms);
  out["due"] = gateway::rfc3339(record.due_ms);
  out["last_error"] = record.last_error;
  return out;
}

int fail(const gateway::Error& error) {
  std::cerr << "jisr: " << error.context << '\n';
  return error.code == gateway::Errc::rejected ? kFindings : kCannot;
}

asio::awaitable<int> list(OutboxOptions options, Store& store) {
  boost::json::array entries;
  for (const auto shelf : {Store::Shelf::dead, Store::Shelf::due}) {
    if (options.dead_only && shelf == Store::Shelf::due) continue;
    auto found = co_await store.list(shelf, options.limit);
    if (!found) co_return fail(found.error());
    for (const auto& record : *found) {
      if (options.json) {
        entries.push_back(json_of(record));
      } else {
        print(record);
      }
    }
  }
  auto backlog = co_await store.backlog();
  if (!backlog) co_return fail(backlog.error());
  if (options.json) {
    boost::json::object out;
    out["due"] = backlog->due;
    out["dead"] = backlog->dead;
    out["entries"] = std::move(entries);
    std::cout << boost::json::serialize(out) << '\n';
  } else {
    std::cout << backlog->due << " wait to leave, " << backlog->dead << " need a person\n";
  }
  co_return kWell;
}

asio::awaitable<int> run(OutboxOptions options, Store& store) {
  auto meta = co_await store.open_meta();
  if (!meta) co_return fail(meta.error());
  if (options.what == OutboxOptions::What::list) co_return co_await list(options, store);
  if (options.what == OutboxOptions::What::retry) {
    auto done = co_await store.retry(options.id);
    if (!done) co_return fail(done.error());
    std::cout << options.id << " is due now\n";
    co_return kWell;
  }
  auto shown = co_await store.show(options.id);
  if (!shown) co_return fail(shown.error());
  print(shown->record);
  std::cout << shown->payload << '\n';
  co_return kWell;
}

}  // namespace

int outbox(const OutboxOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto config = gateway::read_config(options.config, findings, sources);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  try {
    const auto vault = gateway::open_vault(config.keys);
    asio::io_context io(1);
    const auto topology = gateway::redis::make_topology(io.get_executor(), config.redis);
    Store store(*topology, *vault, gateway::Keys(config.redis.partitions));
    int code = kCannot;
    asio::co_spawn(io, run(options, store), [&](const std::exception_ptr& failed, int result) {
      if (!failed) code = result;
      topology->stop();
    });
    io.run();
    return code;
  } catch (const std::exception& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
}

}  // namespace jisr::tools
