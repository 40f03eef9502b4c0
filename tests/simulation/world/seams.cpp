// Where the simulation takes the place of the machine: definitions of this program that the linker
// prefers to those of the libraries. Nothing of the product is compiled differently for it.
//   clocks         std::chrono's system and steady clock tell the time of the world
//   randomness     std::random_device and gateway/randomness.hpp draw from the seed
//   the event loop epoll_wait() finds nothing, since no descriptor is ever used; without timerfd
//                  Asio looks at its timers by itself, by the simulated clock
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <chrono>
#include <random>

#include "gateway/randomness.hpp"
#include "gateway/version_compiler.hpp"
#include "tests/simulation/world/world.hpp"

using jisr::simulation::World;

namespace {

constexpr std::int64_t kBootUs = 1'000'000'000'000;  // steady clocks do not begin at 0
// Of a deployment whose number of partitions divides nine million: see gateway/reference.cpp.
constexpr std::uint64_t kReferencesOfAPartition = 9'000'000 / 4;

}  // namespace

std::chrono::steady_clock::time_point std::chrono::steady_clock::now() noexcept {
  const auto* world = World::current_or_null();
  const auto us = world == nullptr ? 0 : world->now_us();
  return time_point(std::chrono::microseconds(kBootUs + us));
}

std::chrono::system_clock::time_point std::chrono::system_clock::now() noexcept {
  const auto* world = World::current_or_null();
  const auto us = world == nullptr ? 0 : world->wall_us();
  return time_point(std::chrono::microseconds(us));
}

std::random_device::result_type std::random_device::_M_getval() {
  return static_cast<result_type>(World::current().random().bits());
}

extern "C" int epoll_wait(int, epoll_event*, int, int) {
  return 0;
}

extern "C" int timerfd_create(int, int) noexcept {
  errno = EINVAL;
  return -1;
}

namespace jisr::gateway {

void random_fill(unsigned char* out, std::size_t bytes) {
  auto& random = World::current().random();
  for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<unsigned char>(random.bits() >> 32);
}

std::uint64_t random_bits() {
  return World::current().identity_bits(kReferencesOfAPartition);
}

// On the caller's thread: versions are compiled where they are asked for.
VersionCompiler::VersionCompiler() : work_(io_.get_executor()) {}
VersionCompiler::~VersionCompiler() = default;
void VersionCompiler::stop() {}
void VersionCompiler::open(StoredVersion stored, Done done) {
  done(open_version(stored));
}

}  // namespace jisr::gateway
