// One fault after the other; several may be going on.
#include "tests/simulation/checks/faults.hpp"

#include <algorithm>

namespace jisr::simulation {

Plan draw_plan(Random& random) {
  Plan plan;
  plan.gateways = 1 + random.below(4);
  plan.women = 3 + random.below(14);
  plan.live_us = random.between(30, 100) * kSecond;
  plan.has_replica = random.chance(330);
  plan.is_calm = random.chance(125);
  plan.repeats = static_cast<unsigned>(random.below(400));
  plan.trouble = plan.is_calm ? 0 : static_cast<unsigned>(random.below(500));
  plan.every_us = random.between(kSecond, 12 * kSecond);
  return plan;
}

Faults::Faults(World& world, Server& server, Outside& outside, Fleet& fleet, const Plan& plan)
    : world_(world), server_(server), outside_(outside), fleet_(fleet), plan_(plan) {
  outside_.set_trouble(plan.trouble, plan.trouble / 2);
  if (!plan.is_calm) next();
}

std::string Faults::secret() {
  return "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
}

void Faults::next() {
  world_.after(world_.random().between(plan_.every_us / 4, 2 * plan_.every_us), [this] {
    if (is_over_) return;
    happen();
    next();
  });
}

void Faults::lasts(std::int64_t us) {
  over_us_ = std::max(over_us_, world_.now_us() + us);
}

void Faults::happen() {
  auto& random = world_.random();
  ++count_;
  const auto us = random.chance(700) ? random.between(50 * kMs, 2 * kSecond)
                                     : random.between(2 * kSecond, 20 * kSecond);
  lasts(us);
  switch (random.below(11)) {
    case 0:
    case 1:
      return server_.crash(us);
    case 2:
      world_.trace("redis", "stands still");
      return server_.pause(us);
    case 3:
      world_.trace("network", "loses connections");
      return server_.cut_connections(false);
    case 4:
      world_.trace("network", "loses connections, and nobody is told");
      return server_.cut_connections(true);
    case 5:
      world_.trace("redis", "is full");
      server_.set_full(true);
      return world_.after(us, [this] { server_.set_full(false); });
    case 6:
      return fleet_.kill_one(us);
    case 7:
      return fleet_.stop_one(15 * kSecond);
    case 8:
      longest_pause_us_ = std::max(longest_pause_us_, us);
      return fleet_.pause_one(us);
    case 9:
      if (random.chance(500)) return fleet_.set_clock_of_one(random.between(-90, 90) * kSecond);
      world_.trace("redis", "has its clock set");
      return server_.jump_clock(random.between(-5'000, 5'000) * kMs);
    default:
      world_.trace("outside", "is away");
      outside_.set_trouble(1000, 1000);
      return world_.after(us, [this] { outside_.set_trouble(plan_.trouble, plan_.trouble / 2); });
  }
}

void Faults::end() {
  is_over_ = true;
  lasts(60 * kSecond);  // the latest of the late callbacks have come by then
  outside_.set_trouble(0, 0);
  server_.set_full(false);
}

}  // namespace jisr::simulation
