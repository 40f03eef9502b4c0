// `jisr leads`: who is to be called. Out of the outbox, by the bodies that the registry is sent.
#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <map>

#include "dialogs/csv.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/registry.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/private_file.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using gateway::EntryRecord;
using gateway::RegistryConfig;
using gateway::Result;
using gateway::Store;

constexpr std::size_t kEntriesMax = 1'000'000;

struct Lead {
  EntryRecord record;
  gateway::Registration registration;
  json::object body;  // what the registry is sent of it; empty: she still answers
};

const char* state_of(const Lead& lead) {
  if (lead.record.state == EntryRecord::State::refused) return "refused";
  if (lead.record.state == EntryRecord::State::parked) return "parked";
  return lead.registration.silent ? "answering" : "waits";
}

std::string word(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  return value == nullptr || value->is_null() ? std::string() : gateway::words_of(*value);
}

// The entries of the outbox by id: SCAN gives some twice.
asio::awaitable<Result<std::map<std::string, std::string>>> payloads(Store* store) {
  std::map<std::string, std::string> found;
  gateway::KeptPlace place;
  while (!place.done) {
    auto step = co_await store->look_into("e", place);
    if (!step) co_return step.error();
    place = step->place;
    for (auto& one : step->values) found.emplace(one.rest, one.plain());
  }
  co_return found;
}

// By when they are due.
asio::awaitable<Result<std::vector<Lead>>> find_leads(Store* store, const RegistryConfig* registry,
                                                      const LeadsOptions* options) {
  auto opened = co_await payloads(store);
  if (!opened) co_return opened.error();
  std::vector<Lead> leads;
  for (const auto shelf : {Store::Shelf::dead, Store::Shelf::due}) {
    auto records = co_await store->list(shelf, kEntriesMax);
    if (!records) co_return records.error();
    for (auto& record : *records) {
      const auto payload = opened->find(record.id);
      if (payload == opened->end()) continue;
      auto registration = gateway::decode_registration(payload->second);
      const auto& kinds = options->kinds;
      if (!registration ||
          std::find(kinds.begin(), kinds.end(), registration->kind) == kinds.end()) {
        continue;
      }
      Lead lead{std::move(record), std::move(*registration), {}};
      if (!lead.registration.silent) {
        auto body = gateway::registry_body(*registry, lead.registration);
        if (body && body->is_object()) lead.body = std::move(body->get_object());
      }
      if (!options->centre.empty() && word(lead.body, "centre") != options->centre) continue;
      leads.push_back(std::move(lead));
    }
  }
  co_return leads;
}

// Nobody's data.
json::object json_of(const Lead& lead) {
  json::object out;
  out["id"] = lead.record.id;
  out["kind"] = lead.registration.kind;
  out["tags"] = json::array(lead.registration.tags.begin(), lead.registration.tags.end());
  out["state"] = state_of(lead);
  out["made"] = gateway::rfc3339(lead.record.created_ms);
  for (const auto* name : {"centre", "due", "due_until"}) {
    const auto text = word(lead.body, name);
    if (!text.empty()) out[name] = text;
  }
  if (!lead.record.last_error.empty()) out["last_error"] = lead.record.last_error;
  return out;
}

void print(const Lead& lead) {
  std::cout << lead.record.id << "  " << lead.registration.kind;
  for (const auto& tag : lead.registration.tags) std::cout << ' ' << tag;
  std::cout << "  " << state_of(lead) << "  made " << gateway::rfc3339(lead.record.created_ms);
  const auto due = word(lead.body, "due");
  const auto centre = word(lead.body, "centre");
  if (!due.empty()) std::cout << "  due " << due;
  if (!centre.empty()) std::cout << "  " << centre;
  if (!lead.record.last_error.empty()) std::cout << "  " << lead.record.last_error;
  std::cout << '\n';
}

int list(const std::vector<Lead>& leads, bool as_json) {
  if (!as_json) {
    for (const auto& lead : leads) print(lead);
    std::cout << leads.size() << " here; what the registry has taken is not kept here\n";
    return kWell;
  }
  json::array all;
  for (const auto& lead : leads) all.push_back(json_of(lead));
  json::object out;
  out["leads"] = std::move(all);
  std::cout << json::serialize(out) << '\n';
  return kWell;
}

// The leaves of a body by their way through it: "consent.version".
void flatten(const json::object& from, const std::string& before,
             std::vector<std::pair<std::string, std::string>>& leaves) {
  for (const auto& [key, value] : from) {
    const auto name = before + std::string(key);
    if (const auto* object = value.if_object()) {
      flatten(*object, name + '.', leaves);
    } else {
      leaves.emplace_back(name, value.is_null() ? std::string() : gateway::words_of(value));
    }
  }
}

// What a spreadsheet would take for a formula is a text for it, too. A phone number stays one.
std::string cell(std::string text) {
  const bool formula = !text.empty() && std::string_view("=@-\t").find(text[0]) != text.npos;
  return formula ? "'" + text : text;
}

std::string sheet_of(const std::vector<Lead>& leads) {
  std::vector<std::string> columns{"state", "kind"};
  std::vector<std::map<std::string, std::string>> rows;
  for (const auto& lead : leads) {
    std::vector<std::pair<std::string, std::string>> leaves{{"state", state_of(lead)},
                                                            {"kind", lead.registration.kind}};
    flatten(lead.body, {}, leaves);
    auto& row = rows.emplace_back();
    for (auto& [name, text] : leaves) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        columns.push_back(name);
      }
      row.emplace(name, cell(std::move(text)));
    }
  }
  std::string out(dialogs::kCsvMark);
  dialogs::add_csv_row(out, columns);
  for (auto& row : rows) {
    std::vector<std::string> cells;
    for (const auto& column : columns) cells.push_back(row[column]);
    dialogs::add_csv_row(out, cells);
  }
  return out;
}

std::string document_of(const std::vector<Lead>& leads) {
  json::array all;
  for (const auto& lead : leads) {
    auto one = json_of(lead);
    one["body"] = lead.body;
    all.push_back(std::move(one));
  }
  return json::serialize(all) + '\n';
}

asio::awaitable<int> run(LeadsOptions options, const RegistryConfig* registry, StoreUse* use) {
  const bool exports = options.what == LeadsOptions::What::export_file;
  if (exports) {
    gateway::Act act;
    act.what = "leads export";
    act.by = options.by;
    act.target = options.centre.empty() ? "all centres" : options.centre;
    act.reason = options.reason;
    const bool noted = co_await on_record(use, std::move(act));
    if (!noted) co_return kFindings;
  }
  auto found = co_await find_leads(&use->store, registry, &options);
  if (!found) co_return store_failed(found.error());
  if (!exports) co_return list(*found, options.json);
  // Of who still answers there is nothing yet that somebody may act on.
  std::erase_if(*found, [](const Lead& lead) { return lead.registration.silent; });
  if (!write_privately(options.file, options.json ? document_of(*found) : sheet_of(*found))) {
    std::cerr << "jisr: cannot write " << options.file << '\n';
    co_return kCannot;
  }
  std::cout << found->size() << " written to " << options.file << '\n';
  co_return kWell;
}

}  // namespace

int leads(const LeadsOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto config = gateway::read_config(options.config, findings, sources);
  std::unique_ptr<RegistryConfig> registry;
  if (!config.registry.empty()) {
    registry = gateway::read_registry(config.registry, findings, sources);
  }
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  if (!registry) {
    std::cerr << "jisr: gateway.yaml names no registry, so nobody is told of leads\n";
    return kFindings;
  }
  return with_store(config, [&](StoreUse* use) { return run(options, registry.get(), use); });
}

}  // namespace jisr::tools
