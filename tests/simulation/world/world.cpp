// Events, trace and failures.
#include "tests/simulation/world/world.hpp"

#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace jisr::simulation {

namespace {

constexpr std::size_t kLinesKept = 60;
constexpr std::int64_t kBeginUs = 1'795'000'000LL * kSecond;  // a Thursday in November 2026, noon
constexpr std::int64_t kNearUs = 50 * kMs;
World* the_current = nullptr;

}  // namespace

World::World(std::uint64_t seed, bool tells) : random_(seed), tells_(tells) {
  the_current = this;
}

World::~World() {
  the_current = nullptr;
}

World& World::current() {
  if (the_current == nullptr) throw std::logic_error("there is no simulated world");
  return *the_current;
}

World* World::current_or_null() {
  return the_current;
}

std::int64_t World::wall_us() const {
  return kBeginUs + now_us_ + wall_ahead_us_;
}

void World::after(std::int64_t delay_us, std::function<void()> what) {
  queue_.push({now_us_ + (delay_us < 0 ? 0 : delay_us), ++events_, std::move(what)});
}

bool World::step() {
  if (queue_.empty() || !failure_.empty()) return false;
  // A priority_queue lends its top only to be looked at; it is taken out in the next line.
  auto what = std::move(const_cast<Event&>(queue_.top()).what);
  now_us_ = queue_.top().at_us;
  queue_.pop();
  ++steps;
  if (!queue_.empty() && queue_.top().at_us - now_us_ < kNearUs) ++choices;
  what();
  return failure_.empty();
}

std::uint64_t World::identity_bits(std::uint64_t references_of_a_partition) {
  const auto low = random_.chance(300) ? random_.below(8) : random_.below(4'000);
  return ++identities_ * references_of_a_partition + low;
}

void World::mix(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t at = 0; at < bytes.size(); at += sizeof word) {
    word = 0;
    std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
    hash_ = (hash_ ^ word) * 1099511628211ULL;
    hash_ ^= hash_ >> 29;
  }
}

void World::trace(std::string_view who, std::string_view what) {
  mix(who);
  mix(what);
  mix({reinterpret_cast<const char*>(&now_us_), sizeof now_us_});
  char time[32];
  std::snprintf(time, sizeof time, "%10.6f ", static_cast<double>(now_us_) / 1e6);
  auto& line = lines_.emplace_back(time);
  line.append(who).append(": ").append(what);
  if (tells_) std::puts(line.c_str());
  if (lines_.size() > kLinesKept) lines_.pop_front();
}

void World::fail(const std::string& why) {
  if (!failure_.empty()) return;
  trace("WRONG", why);
  failure_ = why;
}

}  // namespace jisr::simulation
