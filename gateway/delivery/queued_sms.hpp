// An SMS as it waits in the outbox. A plain value and its stored form; pure, any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/delivery/purpose.hpp"

namespace jisr::gateway {

struct QueuedSms {
  std::string channel;  // that sends it
  std::string msisdn;   // E.164
  std::string text;     // UTF-8
  Purpose purpose = Purpose::confirmation;
  bool promised = false;  // it was put off until its turn, which is now
  bool unsure = false;    // the channel's provider may have it: no other channel may send it
  bool fallen = false;    // `channel` is the fallback of another, which could not
  bool asked = false;     // it answers what she wrote after her STOP, which does not hold it
  bool of_call = false;   // reminds of a call that broke off, if that is so when it is due
  int resent = 0;         // how often it was sent again because a receipt said "failed"
};

// JSON. Stored (sealed) in Redis; do not rename its keys, add beside them. An older process reads
// answers and confirmations, and sends them as it always did. It knows neither quiet hours nor
// STOP, so what it must not send (reminders, news) has its text under another key: it cannot read
// those, and parks them where people see them.
std::string encode(const QueuedSms& sms);
std::optional<QueuedSms> decode_sms(std::string_view bytes);

}  // namespace jisr::gateway
