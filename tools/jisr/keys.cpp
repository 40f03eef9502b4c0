// `jisr keys`: another key for what is kept, while the gateways run.
#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>
#include <map>

#include "gateway/key_ring.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
using gateway::ResealStep;

constexpr int kPassesMax = 10;  // each finds what was sealed with an old key meanwhile

// One pass over everything.
asio::awaitable<gateway::Result<ResealStep>> pass(gateway::Store* store, bool write) {
  ResealStep sum;
  while (!sum.place.done) {
    auto step = co_await store->reseal(sum.place, write);
    if (!step) co_return step.error();
    sum.place = step->place;
    for (const auto& [id, count] : step->by_key) sum.by_key[id] += count;
    sum.resealed += step->resealed;
    sum.overtaken += step->overtaken;
    sum.broken += step->broken;
    sum.unknown += step->unknown;
  }
  co_return sum;
}

// The keys of each gateway that runs: "2,1", the first seals.
std::map<std::string, std::string> keys_of(const std::vector<std::string>& running) {
  std::map<std::string, std::string> keys;  // what a gateway said last counts
  for (const auto& one : running) {
    const auto bar = one.find('|');
    const auto ids = bar == std::string::npos ? std::string() : one.substr(bar + 1);
    keys[one.substr(0, bar)] = ids;
  }
  return keys;
}

unsigned first_id(const std::string& ids) {
  return static_cast<unsigned>(std::strtoul(ids.c_str(), nullptr, 10));
}

// Those that would go on sealing with another key than ours.
std::vector<std::string> behind(const std::map<std::string, std::string>& gateways,
                                const std::string& ours) {
  std::vector<std::string> names;
  for (const auto& [who, ids] : gateways) {
    if (first_id(ids) == first_id(ours)) continue;
    names.push_back(
        "gateway " + who + " seals with " +
        (ids.empty() ? "a key that it does not tell" : "key " + std::to_string(first_id(ids))));
  }
  return names;
}

asio::awaitable<int> rotate(KeysOptions options, StoreUse* use) {
  auto running = co_await use->store.running();
  if (!running) co_return store_failed(running.error());
  const auto ours = use->vault.key_ids();
  const auto others = behind(keys_of(*running), ours);
  for (const auto& one : others) std::cerr << "jisr: " << one << '\n';
  if (!others.empty()) {
    std::cerr << "jisr: reload those first (SIGHUP); nothing is changed\n";
    co_return kFindings;
  }
  gateway::Act act;
  act.what = "keys rotate";
  act.by = options.by;
  act.target = "key " + std::to_string(first_id(ours));
  const bool noted = co_await on_record(use, std::move(act));
  if (!noted) co_return kFindings;
  std::uint64_t resealed = 0;
  for (int passes = 1; passes <= kPassesMax; ++passes) {
    auto done = co_await pass(&use->store, true);
    if (!done) co_return store_failed(done.error());
    resealed += done->resealed;
    const bool clean = done->resealed == 0 && done->overtaken == 0;
    if (!clean) continue;
    std::cout << resealed << " values were sealed anew with key " << first_id(ours) << '\n';
    if (done->broken == 0) co_return kWell;
    std::cerr << "jisr: " << done->broken
              << " values do not open with any key; they are as they were\n";
    co_return kFindings;
  }
  std::cerr << "jisr: somebody goes on sealing with an old key: jisr keys status\n";
  co_return kFindings;
}

asio::awaitable<int> status(KeysOptions options, StoreUse* use) {
  auto counted = co_await pass(&use->store, false);
  if (!counted) co_return store_failed(counted.error());
  auto running = co_await use->store.running();
  if (!running) co_return store_failed(running.error());
  const auto ours = use->vault.key_ids();
  const auto gateways = keys_of(*running);
  const auto others = behind(gateways, ours);
  boost::json::array keys;
  for (const auto& path : use->config.keys.sealing_files) {
    const auto key = gateway::read_sealing_key(path);
    if (!key) co_return store_failed(key.error());
    const unsigned id = key->id;
    const bool seals = id == first_id(ours);
    // Of a kind that this release does not know nobody can say with which key it is sealed.
    const bool may_go =
        !seals && counted->by_key[id] == 0 && others.empty() && counted->unknown == 0;
    boost::json::object one;
    one["id"] = id;
    one["file"] = path;
    one["values"] = counted->by_key[id];
    one["seals"] = seals;
    one["may_be_removed"] = may_go;
    if (!options.json) {
      std::cout << "key " << id << "  " << (seals ? "seals" : "opens") << "  values "
                << counted->by_key[id] << "  " << path << (may_go ? "  may be removed" : "")
                << '\n';
    }
    keys.push_back(std::move(one));
    counted->by_key.erase(id);
  }
  std::uint64_t lost = 0;  // sealed with keys that are not in the configuration
  for (const auto& [id, count] : counted->by_key) lost += count;
  if (options.json) {
    boost::json::object out;
    out["keys"] = std::move(keys);
    out["without_a_key"] = lost;
    out["of_an_unknown_kind"] = counted->unknown;
    out["gateways"] = gateways.size();
    out["gateways_behind"] = others.size();
    std::cout << boost::json::serialize(out) << '\n';
  } else {
    for (const auto& one : others) std::cout << one << '\n';
    if (lost > 0) std::cout << lost << " values are sealed with keys that are not configured\n";
    if (counted->unknown > 0) std::cout << counted->unknown << " keys are of a newer release\n";
  }
  co_return lost == 0 ? kWell : kFindings;
}

int make(const KeysOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto config = gateway::read_config(options.config, findings, sources);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  const auto keys = gateway::read_sealing_keys(config.keys);
  if (!keys) return store_failed(keys.error());
  const auto id = gateway::next_key_id(*keys);
  if (id == 0) {
    std::cerr << "jisr: all 255 ids are taken: remove keys that seal nothing\n";
    return kFindings;
  }
  const auto made = gateway::make_sealing_key(options.file, id);
  if (!made) return store_failed(made.error());
  std::cout << options.file << " is key " << unsigned{id} << ". Next:\n"
            << "  1. sealing_files: [those that are there, then it]; reload all gateways\n"
            << "  2. sealing_files: [it, then the others]; reload all gateways\n"
            << "  3. jisr keys rotate; jisr keys status says which key may be removed\n";
  return kWell;
}

}  // namespace

int keys(const KeysOptions& options) {
  if (options.what == KeysOptions::What::make) return make(options);
  return with_store(options.config, [&](StoreUse* use) {
    return options.what == KeysOptions::What::rotate ? rotate(options, use) : status(options, use);
  });
}

}  // namespace jisr::tools
