// A finished registration, immutable from the commit on: what the outbox keeps (sealed) until the
// registry has it, and the SMS that follows. Pure values; any thread.
#pragma once
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/result.hpp"

namespace jisr::gateway {

// Sent once the registry has accepted, if she said that an SMS is safe.
struct Confirmation {
  std::string text;     // UTF-8, without what others should not read
  std::string channel;  // that sends it
  std::string msisdn;   // E.164
};

struct Registration {
  std::string id;    // UUIDv7, lower case; the idempotency key
  std::string kind;  // empty = a registration; else what the dialog calls it: "call_back"
  std::vector<std::string> tags;
  std::string reference;  // 8 digits
  std::string dialog;
  std::string dialog_version;
  std::string channel;       // that she came by
  std::string language;      // BCP 47
  std::string msisdn;        // E.164, "+2126…"
  std::string completed_at;  // RFC 3339, UTC
  std::string consent_version;
  std::vector<std::pair<std::string, boost::json::value>>
      answers;  // by field name, in dialog order
  std::optional<Confirmation> confirmation;
  // She is still answering, or fell silent: what is registered of her is read when it is due
  // (delivery/silent.hpp). Her answers are not here.
  bool silent = false;

  // When the centre is to act, RFC 3339. Of the body alone and never stored: delivery/due.hpp.
  std::string due;
  std::string due_until;

  [[nodiscard]] const boost::json::value* answer(std::string_view name) const;  // or null
  [[nodiscard]] std::string text_of(std::string_view name) const;  // empty: none, or it is no text
};

// Stored in Redis; do not rename what is there, add beside it. What has a kind or tags is stored as
// version 2, what is silent as version 3, everything else as version 1: an older process would
// deliver a call_back as a registration, so it must not be able to read it. decode() takes what
// encode() of this or an older version made; other bytes (no JSON, over 64 KiB, a newer version, a
// part missing) are malformed_input, not retryable, and the error never shows what they were.
std::string encode(const Registration& registration);
Result<Registration> decode_registration(std::string_view bytes);

}  // namespace jisr::gateway
