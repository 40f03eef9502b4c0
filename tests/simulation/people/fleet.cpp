// Starting, killing and asking gateways.
#include "tests/simulation/people/fleet.hpp"

namespace jisr::simulation {

namespace {

std::int64_t latency(Random& random) {
  return random.chance(960) ? random.between(200, 5 * kMs) : random.between(20 * kMs, 1500 * kMs);
}

}  // namespace

Fleet::Fleet(World& world, std::shared_ptr<const gateway::Deployment> deployment,
             const gateway::Vault& vault, Settings settings)
    : world_(world), deployment_(std::move(deployment)), vault_(vault), settings_(settings) {
  gateways_.resize(settings_.gateways);
  for (std::size_t i = 0; i < gateways_.size(); ++i) start(i);
}

void Fleet::start(std::size_t i) {
  const auto name = "gateway" + std::to_string(i) + "." + std::to_string(++started_);
  world_.trace(name, "starts");
  gateway::redis::Replication replication;
  replication.replicas = settings_.replicas;
  replication.wait = std::chrono::milliseconds(200);
  gateways_[i] = std::make_unique<Gateway>(world_, name, deployment_, vault_, replication);
}

Gateway* Fleet::pick() {
  auto& chosen = gateways_[world_.random().below(gateways_.size())];
  return chosen && !chosen->is_leaving() ? chosen.get() : nullptr;
}

void Fleet::call(gateway::HttpRequest request,
                 std::function<void(gateway::HttpResponse)> answered) {
  world_.after(latency(world_.random()), [this, asked = std::move(request),
                                          answered = std::move(answered)]() mutable {
    auto* chosen = pick();
    if (chosen == nullptr) chosen = pick();  // a balancer tries another
    if (chosen == nullptr) return;
    world_.trace(chosen->process().name(), "is asked " + asked.path);
    auto back = [this, answered = std::move(answered)](gateway::HttpResponse response) {
      world_.bytes(response.body);
      if (world_.random().chance(10)) return;  // lost on its way
      world_.after(latency(world_.random()),
                   [answered, given = std::move(response)] { answered(given); });
    };
    chosen->call(std::move(asked), std::move(back));
  });
}

void Fleet::replace(std::size_t i, std::int64_t away_us) {
  world_.after(away_us, [this, i] {
    gateways_[i].reset();
    start(i);
  });
}

void Fleet::kill_one(std::int64_t away_us) {
  const auto i = world_.random().below(gateways_.size());
  if (!gateways_[i] || gateways_[i]->is_leaving()) return;
  world_.trace(gateways_[i]->process().name(), "is killed");
  gateways_[i].reset();
  replace(i, away_us);
}

void Fleet::stop_one(std::int64_t away_us) {
  const auto i = world_.random().below(gateways_.size());
  if (!gateways_[i] || gateways_[i]->is_leaving()) return;
  world_.trace(gateways_[i]->process().name(), "is told to stop");
  gateways_[i]->stop();
  replace(i, away_us);
}

void Fleet::pause_one(std::int64_t us) {
  const auto i = world_.random().below(gateways_.size());
  if (!gateways_[i]) return;
  world_.trace(gateways_[i]->process().name(),
               "stands still for " + std::to_string(us / kMs) + " ms");
  gateways_[i]->process().pause(us);
}

void Fleet::set_clock_of_one(std::int64_t ahead_us) {
  const auto i = world_.random().below(gateways_.size());
  if (!gateways_[i]) return;
  world_.trace(gateways_[i]->process().name(),
               "has its clock " + std::to_string(ahead_us / kMs) + " ms ahead");
  gateways_[i]->process().set_wall_ahead(ahead_us);
}

}  // namespace jisr::simulation
