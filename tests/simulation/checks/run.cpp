// Builds a world from its seed, lets it run, and compares what everybody knows at the end.
#include "tests/simulation/checks/run.hpp"

#include <map>
#include <set>
#include <vector>

#include "gateway/delivery/registration.hpp"
#include "gateway/keys.hpp"
#include "tests/simulation/checks/faults.hpp"
#include "tests/simulation/checks/witness.hpp"
#include "tests/simulation/network/outside.hpp"
#include "tests/simulation/network/server.hpp"
#include "tests/simulation/people/fleet.hpp"
#include "tests/simulation/people/woman.hpp"

namespace jisr::simulation {

namespace {

constexpr std::int64_t kHealMaxUs = 1'200 * kSecond;  // for what waits to be delivered
constexpr std::int64_t kStopGraceUs = 12 * kSecond;   // an SMS may have been on its way at STOP

struct Scene {
  Scene(const House& given, std::uint64_t seed, Bug bug, bool tells)
      : house(given),
        world(seed, tells),
        witness(world),
        plan(draw_plan(world.random())),
        server(world, given.scripts, witness, {plan.has_replica, bug == Bug::told_too_early}),
        outside(world, listeners()),
        fleet(world, given.deployment, given.vault, {plan.gateways, plan.has_replica ? 1U : 0U}),
        faults(world, server, outside, fleet, plan) {
    plant(bug, server.model());
    if (bug == Bug::new_key) outside.change_keys();
    town.world = &world;
    town.call = [this](auto request, auto answered) {
      fleet.call(std::move(request), std::move(answered));
    };
    town.repeats = plan.repeats;
    town.may_forget = plan.has_replica;
    for (std::size_t i = 0; i < plan.women; ++i) {
      women.push_back(std::make_unique<Woman>(town, i));
      women.back()->live();
    }
    check_often();
  }

  Outside::Listeners listeners() {
    return {[this](const Held& held) { on_held(held); },
            [this](const std::string& to, const std::string& text) { on_sms(to, text); },
            [this](const std::string& id, const std::string& status) { on_receipt(id, status); }};
  }

  Woman* woman(const std::string& msisdn) {
    for (const auto& one : women) {
      if (one->msisdn() == msisdn) return one.get();
    }
    world.fail("nobody has the number " + msisdn);
    return nullptr;
  }

  void on_held(const Held& held) {
    if (auto* whose = woman(held.msisdn)) whose->held(held.reference, held.family_name);
  }

  void on_sms(const std::string& to, const std::string& text) {
    if (auto* whose = woman(to)) whose->read(text);
    const auto at = text.find("[held] ");
    if (at == std::string::npos) return;
    const bool is_new = confirmed.insert(text).second;
    if (!is_new && plan.is_calm) world.fail("an SMS came twice, and nothing went wrong: " + text);
    bool is_held = false;
    for (const auto& [key, one] : outside.held()) {
      is_held = is_held || (one.reference == text.substr(at + 7, 8) && one.msisdn == to);
    }
    if (!is_held) world.fail("an SMS confirms what the registry does not hold: " + text);
    const gateway::Keys keys(house.deployment->config().redis.partitions);
    const auto key = keys.subscriber(house.vault.pseudonym(to), gateway::Medium::sms).stopped;
    const auto since_us = witness.stopped_since_us(key);
    if (since_us != 0 && world.now_us() - since_us > kStopGraceUs + faults.longest_pause_us()) {
      world.fail("an SMS reached " + to + " after her STOP");
    }
  }

  void on_receipt(const std::string& id, const std::string& status) {
    gateway::HttpRequest request;
    request.method = "POST";
    request.path = "/callbacks/sms/receipts";
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Authorization", "Bearer " + faults.secret());
    request.body = R"({"message_id":")" + id + R"(","status":")" + status + "\"}";
    fleet.call(std::move(request), [](const gateway::HttpResponse&) {});
  }

  // An entry that nobody would look at is found before a sweep could mend it.
  void check_often() {
    const auto orphan = Witness::orphan(server.model().keys());
    if (!orphan.empty()) return world.fail("orphaned: " + orphan);
    world.after(700 * kMs, [this] { check_often(); });
  }

  void live_until(std::int64_t us) {
    while (world.now_us() < us && world.step()) {
    }
  }

  void heal() {
    town.is_over = true;
    faults.end();
    const auto until = world.now_us() + kHealMaxUs;
    while (world.failure().empty() && world.now_us() < until) {
      live_until(world.now_us() + 5 * kSecond);
      bool all_idle = true;
      for (const auto& one : women) all_idle = all_idle && one->is_idle();
      const auto left = Witness::backlog(server.model().keys());
      if (all_idle && left.due == 0 && faults.all_over()) break;
    }
  }

  // References of entries that were set aside, for a person to see.
  std::map<std::string, int> aside() {
    std::map<std::string, int> found;
    for (const auto& [name, item] : server.model().keys().keys()) {
      const auto* hash = std::get_if<Hash>(&item.what);
      if (hash == nullptr || name.find("}:e:") == std::string::npos) continue;
      for (const auto& [field, value] : *hash) {
        if (field != "p") continue;
        const auto opened = house.vault.open(value, name);
        if (!opened) continue;
        const auto registration = gateway::decode_registration(*opened);
        if (registration) ++found[registration->reference];
      }
    }
    return found;
  }

  void compare_books() {
    const auto left = Witness::backlog(server.model().keys());
    if (left.due > 0) return world.fail("entries wait for ever: " + std::to_string(left.due));
    const auto set_aside = aside();
    std::map<std::string, int> held;
    for (const auto& [key, one] : outside.held()) ++held[one.reference];
    for (const auto& [reference, msisdn] : town.told) {
      const auto there = (held.contains(reference) ? held[reference] : 0) +
                         (set_aside.contains(reference) ? set_aside.at(reference) : 0);
      if (there == 0) world.fail("lost: " + msisdn + " was told " + reference);
      if (there > 1) world.fail("doubled: " + reference);
    }
  }

  const House& house;
  World world;
  Witness witness;
  Plan plan;
  Server server;
  Outside outside;
  Fleet fleet;
  Faults faults;
  Town town;
  std::vector<std::unique_ptr<Woman>> women;
  std::set<std::string> confirmed;  // by SMS
};

}  // namespace

Report run(const House& house, std::uint64_t seed, Bug bug, bool tells) {
  for (const auto& [hash, version] : house.deployment->versions()) version->kept_ms.store(0);
  Scene scene(house, seed, bug, tells);
  scene.live_until(scene.plan.live_us);
  if (scene.world.failure().empty()) scene.heal();
  if (scene.world.failure().empty()) scene.compare_books();
  Report report;
  report.failure = scene.world.failure();
  report.lines = scene.world.last_lines();
  report.trace_hash = scene.world.trace_hash();
  report.steps = scene.world.steps;
  report.choices = scene.world.choices;
  report.commands = scene.world.executed;
  report.simulated_s = static_cast<std::uint64_t>(scene.world.now_us() / kSecond);
  report.pages = scene.town.pages;
  report.repeated_pages = scene.town.repeated_pages;
  report.busy = scene.town.busy;
  report.told = scene.town.told.size();
  report.held = scene.outside.held().size();
  report.sms = scene.outside.sms_taken();
  report.conflicts = scene.witness.conflicts;
  report.taken_references = scene.witness.taken_references;
  report.stale_settles = scene.witness.stale_settles;
  report.repeated_commits = scene.witness.repeated_commits;
  report.faults = scene.faults.count();
  return report;
}

}  // namespace jisr::simulation
