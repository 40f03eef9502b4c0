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
  Count shed{0};        // of those, because this thread or Redis had too much to do
  Count limited{0};     // callbacks of somebody, or of a channel, that came too often
  Count begun{0};       // calls and conversations begun
  Count moved{0};       // sessions moved to another version of their dialog
  Count registered{0};  // registrations stored
  Count lookups{0};     // questions to services, answered or not
  Count lookups_failed{0};
  Count lookups_limited{0};  // of those, because she had asked too often
  Count delivered{0};      // accepted by the registry
  Count already_there{0};  // accepted before, found by the idempotency key
  Count retried{0};        // deliveries put off
  Count dead{0};           // refused or parked: a person must look
  Count mended{0};         // entries of the outbox that nobody would have looked at
  Count sms_sent{0};
  Count sms_withheld{0};  // she had said STOP
  Count sms_limited{0};   // put off, or an answer that was not sent: the number had too many
  Count sms_received{0};
  Count fallen_back{0};  // SMS that another channel had to send
  Count receipts{0};
  Count sms_joined{0};      // long SMS whose parts were all there
  Count sms_incomplete{0};  // long SMS that a part was missing of: dropped
  Count pages_sent{0};  // as requests of ours, taken by the operator
  Count pages_retried{0};
  Count pages_lost{0};
  Count receipts_delivered{0};
  Count receipts_failed{0};

  static void add(Count& count) { count.fetch_add(1, std::memory_order_relaxed); }
};

}  // namespace jisr::gateway
