// Whether an SMS is sent again because of a receipt. Pure; any thread.
#pragma once
#include <optional>
#include <string>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/sending_config.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

inline bool is_resent(const ResendRule& rule, providers::Receipt::Status status, int resent) {
  using Status = providers::Receipt::Status;
  const bool named =
      (status == Status::failed && rule.failed) || (status == Status::unknown && rule.unknown);
  return named && resent < rule.times;
}

// The SMS that is sent in place of the one that failed. `fallback` may be empty: the same channel.
inline QueuedSms sent_again(QueuedSms sms, const ResendRule& rule, const std::string& fallback) {
  ++sms.resent;
  sms.promised = false;
  sms.unsure = false;
  if (rule.by_fallback && !fallback.empty() && !sms.fallen) {
    sms.channel = fallback;
    sms.fallen = true;
  }
  return sms;
}

}  // namespace jisr::gateway
