// The simulated time and what happens in it: events in their order, chance, a trace, and what was
// found wrong. One world for one seed; everything in it runs on one thread. The clocks of the
// standard library, std::random_device and the gateway's randomness ask the world that is current
// (seams.cpp).
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/world/random.hpp"

namespace jisr::simulation {

constexpr std::int64_t kMs = 1'000;  // in microseconds
constexpr std::int64_t kSecond = 1'000'000;

class World {
 public:
  World(std::uint64_t seed, bool tells);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  static World& current();
  static World* current_or_null();

  [[nodiscard]] std::int64_t now_us() const { return now_us_; }
  // The wall clock of whoever runs now: a gateway's may be wrong.
  [[nodiscard]] std::int64_t wall_us() const;
  void set_wall_ahead(std::int64_t us) { wall_ahead_us_ = us; }

  void after(std::int64_t delay_us, std::function<void()> what);
  // Runs the next event. False when there is none, or something was found wrong.
  bool step();

  Random& random() { return random_; }
  // Low numbers come often, so that references are drawn twice; two are never the same.
  std::uint64_t identity_bits(std::uint64_t references_of_a_partition);

  // A line of the trace. All lines make up its hash; bytes() only goes into the hash.
  void trace(std::string_view who, std::string_view what);
  void bytes(std::string_view bytes) { mix(bytes); }
  [[nodiscard]] std::uint64_t trace_hash() const { return hash_; }
  [[nodiscard]] const std::deque<std::string>& last_lines() const { return lines_; }

  void fail(const std::string& why);
  [[nodiscard]] const std::string& failure() const { return failure_; }

  std::uint64_t steps = 0;     // events
  std::uint64_t executed = 0;  // commands and scripts that the simulated Redis ran
  std::uint64_t choices = 0;   // where more than one event could have been next within 50 ms

 private:
  struct Event {
    std::int64_t at_us;
    std::uint64_t number;
    std::function<void()> what;
    bool operator<(const Event& other) const {
      return at_us != other.at_us ? at_us > other.at_us : number > other.number;
    }
  };
  void mix(std::string_view bytes);

  Random random_;
  bool tells_;
  std::int64_t now_us_ = 0;
  std::int64_t wall_ahead_us_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t identities_ = 0;
  std::uint64_t hash_ = 14695981039346656037ULL;
  std::priority_queue<Event> queue_;
  std::deque<std::string> lines_;
  std::string failure_;
};

}  // namespace jisr::simulation
