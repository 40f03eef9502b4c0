// So many SMS a second and no more, in their order, without holding back what hurries. Knows no
// clock: the caller says what time it is. Pure; not for several threads at once.
//
// One that comes too early is told when its turn is, and is put off until then; it comes back
// promised, perhaps to another gateway, and goes. So each SMS is looked at about twice, however
// many wait, and none needs a round trip of its own. What hurries (a lower rank) does not queue
// behind what does not. After a restart the queue's end is forgotten: new ones may then come before
// those that still wait, and the rate holds.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace jisr::gateway {

class Pacer {
 public:
  static constexpr std::size_t kRanks = 4;
  static constexpr std::int64_t kInHandMs = 250;     // may be waited for with the SMS in hand
  static constexpr std::int64_t kAheadMs = 600'000;  // no turn is promised later than this

  struct Question {
    std::int64_t now_ms = 0;
    std::int64_t every_us = 0;  // between two parts; 0: no limit
    int parts = 1;
    std::size_t rank = 0;   // 0 is the most urgent
    bool promised = false;  // this is its turn
  };
  struct Turn {
    bool go = true;            // after `wait_ms`; else it is to be put off for that long
    std::int64_t wait_ms = 0;  // of a go at most kInHandMs
    bool promised = false;     // what it then is
  };
  Turn ask(const Question& question);

 private:
  Turn put_off(std::int64_t now_us, std::int64_t until_us, bool promised) const;

  std::int64_t free_us_ = 0;                      // when the line is free again
  std::int64_t again_us_ = 0;                     // end of the promised that came to a busy line
  std::array<std::int64_t, kRanks> tails_us_{};   // end of each rank's queue
  std::array<std::int64_t, kRanks> beyond_us_{};  // end of what found the queue too long
};

}  // namespace jisr::gateway
