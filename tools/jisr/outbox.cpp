// `jisr outbox`: what waits to leave and what could not, straight from Redis.
#include <boost/json.hpp>
#include <iostream>

#include "gateway/calendar.hpp"
#include "gateway/gateway.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/outbox_mend.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
using gateway::EntryKind;
using gateway::EntryRecord;
using gateway::Store;
using What = OutboxOptions::What;

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

asio::awaitable<int> list(OutboxOptions options, Store& store) {
  boost::json::array entries;
  for (const auto shelf : {Store::Shelf::dead, Store::Shelf::due}) {
    if (options.dead_only && shelf == Store::Shelf::due) continue;
    auto found = co_await store.list(shelf, options.limit);
    if (!found) co_return outbox_failed(found.error());
    for (const auto& record : *found) {
      if (options.json) {
        entries.push_back(json_of(record));
      } else {
        print(record);
      }
    }
  }
  auto backlog = co_await store.backlog();
  if (!backlog) co_return outbox_failed(backlog.error());
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

// Days are those of the channel's country; one more on either side costs an empty answer.
std::vector<std::string> days_back(std::size_t count) {
  constexpr std::int64_t kDayMs = 86'400'000;
  std::vector<std::string> days;
  for (std::int64_t back = static_cast<std::int64_t>(count) - 1; back >= -1; --back) {
    days.push_back(gateway::date_of(gateway::now_ms() - back * kDayMs, "UTC"));
  }
  return days;
}

asio::awaitable<int> costs(OutboxOptions options, Store& store) {
  auto days = days_back(options.days);
  auto tallies = co_await store.tallies(std::move(days));
  if (!tallies) co_return outbox_failed(tallies.error());
  boost::json::array rows;
  for (const auto& tally : *tallies) {
    const auto cost = gateway::amount_of(tally.cost_micro);
    if (!options.json) {
      std::cout << tally.day << "  " << tally.channel << "  messages " << tally.messages
                << "  parts " << tally.parts << "  cost " << cost << ' ' << tally.currency << '\n';
      continue;
    }
    boost::json::object row;
    row["day"] = tally.day;
    row["channel"] = tally.channel;
    row["messages"] = tally.messages;
    row["parts"] = tally.parts;
    row["cost"] = cost;
    row["currency"] = tally.currency;
    rows.push_back(std::move(row));
  }
  if (options.json) {
    boost::json::object out;
    out["costs"] = std::move(rows);
    std::cout << boost::json::serialize(out) << '\n';
  } else if (tallies->empty()) {
    std::cout << "no SMS were sent\n";
  }
  co_return kWell;
}

asio::awaitable<int> retry(OutboxOptions options, Store& store) {
  auto done = co_await store.retry(options.id);
  if (!done) co_return outbox_failed(done.error());
  std::cout << options.id << " is due now\n";
  co_return kWell;
}

// What the log of acts calls it; empty: nobody's data are seen and nothing changes.
const char* act_of(What what) {
  switch (what) {
    case What::edit:
      return "outbox edit";
    case What::drop:
      return "outbox drop";
    case What::sweep:
      return "outbox sweep";
    case What::retry:
      return "outbox retry";
    case What::show:
      return "outbox show";
    case What::list:
    case What::costs:
      break;
  }
  return "";
}

asio::awaitable<int> run(OutboxOptions options, const gateway::RegistryConfig* registry,
                         StoreUse* use) {
  auto& store = use->store;
  gateway::Act act;
  act.what = act_of(options.what);
  act.by = options.by;
  act.target = options.id;
  act.reason = options.reason;
  if (!act.what.empty()) {
    const bool noted = co_await on_record(use, std::move(act));
    if (!noted) co_return kFindings;
  }
  switch (options.what) {
    case What::list:
      if (options.dropped) co_return co_await list_dropped(options, store);
      co_return co_await list(options, store);
    case What::edit:
      co_return co_await edit_entry(options, registry, store);
    case What::drop:
      co_return co_await drop_entry(options, use->config.outbox.dropped_ms, store);
    case What::sweep:
      co_return co_await sweep_outbox(store);
    case What::costs:
      co_return co_await costs(options, store);
    case What::retry:
      co_return co_await retry(options, store);
    case What::show:
      break;
  }
  auto shown = co_await store.show(options.id);
  if (!shown) co_return outbox_failed(shown.error());
  print(shown->record);
  std::cout << shown->payload << '\n';
  co_return kWell;
}

}  // namespace

int outbox(const OutboxOptions& options) {
  // What an edited registration has to fit.
  std::unique_ptr<gateway::RegistryConfig> registry;
  gateway::Sources sources;
  dialogs::Findings findings;
  std::string file;
  if (options.what == What::edit) {
    file = gateway::read_config(options.config, findings, sources).registry;
  }
  if (!file.empty()) {
    registry = gateway::read_registry(file, findings, sources);
    if (findings.has_errors()) {
      print_findings(findings, sources, std::cerr);
      return kFindings;
    }
  }
  return with_store(options.config,
                    [&](StoreUse* use) { return run(options, registry.get(), use); });
}

}  // namespace jisr::tools
