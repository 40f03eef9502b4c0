// How often is too often: per subscriber, per channel and for all. Counted in this process, without
// a question to Redis and without a lock; memory is bounded, and when there is no room the one who
// was quiet longest is forgotten, to his advantage. Any thread.
//
// GCRA (ITU-T I.371, "virtual scheduling"): of each one only the time is kept at which he would be
// even again. A burst of the whole limit is let through at once, then one at each interval.
#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "gateway/config.hpp"

namespace jisr::gateway {

struct RateLimit {
  std::int64_t times = 0;  // 0: no limit
  std::int64_t per_ms = 1'000;
};

class RateTable {
 public:
  // About so many are told apart, 8 bytes each.
  explicit RateTable(std::size_t size);

  // Whether he may once more; take() counts it when he may. `who` is any hash of him.
  [[nodiscard]] bool may(std::uint64_t who, RateLimit limit, std::int64_t now_ms) const;
  bool take(std::uint64_t who, RateLimit limit, std::int64_t now_ms);
  void give_back(std::uint64_t who, RateLimit limit);

 private:
  static constexpr std::size_t kWays = 4;
  struct Place {
    std::size_t set;
    std::uint64_t tag;
  };
  [[nodiscard]] Place place_of(std::uint64_t who) const;

  std::size_t sets_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> cells_;  // tag (20 bits), even at (44 bits)
};

// One callback, as far as limits go.
struct RatedTurn {
  std::uint64_t who = 0;
  std::uint64_t channel = 0;
  bool begins = false;  // a call or conversation
};

enum class TooOften { no, turns, calls, channel, all };
const char* name(TooOften what);

class Rates {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Rates(RateConfig config);

  // Counts a turn if nothing is against it. `gateways`: how many share what is not a subscriber's.
  TooOften take(const RatedTurn& turn, std::int64_t gateways, Time now);
  // It was a repeat, or came to nothing.
  void give_back(const RatedTurn& turn, std::int64_t gateways);

  bool take_lookup(std::uint64_t who, Time now);

  // An SMS to a number: may_send() asks, sent() counts. `hour` and `day` as SmsConfig has them.
  [[nodiscard]] bool may_send(std::uint64_t number, int hour, int day, Time now) const;
  void sent(std::uint64_t number, int hour, int day, Time now);

  // One line of the log a second says that there is too much.
  bool may_tell(Time now);

 private:
  [[nodiscard]] std::int64_t ms(Time now) const;

  RateConfig config_;
  Time begun_ = std::chrono::steady_clock::now();
  RateTable turns_;
  RateTable calls_;
  RateTable lookups_;
  RateTable lines_;  // channels, all of them together, and the log
  RateTable sms_hour_;
  RateTable sms_day_;
};

}  // namespace jisr::gateway
