// What follows an attempt to hand over an SMS. Pure; any thread.
//
// Never by both: another channel sends it only when the first certainly did not take it. An attempt
// whose outcome is unknown binds the SMS to its channel, where it is tried again and at last parked
// for a person; a confirmation that comes late is better than the same one from two senders.
#pragma once
#include <cstdint>

#include "gateway/delivery/queued_sms.hpp"

namespace jisr::gateway {

enum class SmsTry {
  taken,
  refused,    // for good: this channel will never take it
  not_taken,  // certainly not, this time
  unknown,    // no answer, or one that says nothing
};

enum class SmsStep { done, again, fall_back, refuse, park };

struct SmsBounds {
  std::uint64_t attempts_max = 20;
  std::uint64_t attempts_before_fallback = 3;
  bool has_fallback = false;
};

// Whether another channel may send it at all.
inline bool may_fall_back(const QueuedSms& sms, const SmsBounds& bounds) {
  return bounds.has_fallback && !sms.unsure && !sms.fallen;
}

// `attempts` counts this one.
inline SmsStep next_step(SmsTry outcome, const QueuedSms& sms, std::uint64_t attempts,
                         const SmsBounds& bounds) {
  switch (outcome) {
    case SmsTry::taken:
      return SmsStep::done;
    case SmsTry::refused:
      return may_fall_back(sms, bounds) ? SmsStep::fall_back : SmsStep::refuse;
    case SmsTry::not_taken:
      if (may_fall_back(sms, bounds) && attempts >= bounds.attempts_before_fallback) {
        return SmsStep::fall_back;
      }
      break;
    case SmsTry::unknown:
      break;
  }
  return attempts >= bounds.attempts_max ? SmsStep::park : SmsStep::again;
}

}  // namespace jisr::gateway
