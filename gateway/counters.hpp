// What happened, counted; one set for each thread, so that counting needs no lock. The numbers of
// all threads are added when somebody asks. Relaxed: a count read a moment late harms nobody.
#pragma once
#include <atomic>
#include <cstdint>

namespace jisr::gateway {

struct Counters {
  using Count = std::atomic<std::uint64_t>;
  Count answers{0};     // pages given
  Count refused{0};     // callbacks that were not understood or not allowed
  Count repeated{0};    // callbacks answered from what was already stored
  Count conflicts{0};   // commits that found a newer version
  Count busy{0};        // pages that said "busy"
  Count begun{0};       // calls and conversations begun
  Count moved{0};       // sessions moved to another version of their dialog
  Count registered{0};  // registrations stored
  Count lookups{0};     // questions to services, answered or not
  Count lookups_failed{0};
  Count delivered{0};      // accepted by the registry
  Count already_there{0};  // accepted before, found by the idempotency key
  Count retried{0};        // deliveries put off
  Count dead{0};           // refused or parked: a person must look
  Count sms_sent{0};
  Count sms_received{0};
  Count receipts{0};

  static void add(Count& count) { count.fetch_add(1, std::memory_order_relaxed); }
};

}  // namespace jisr::gateway
