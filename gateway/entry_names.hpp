// How the Store writes kinds and verdicts. Stored in Redis; do not change. Pure; any thread.
#pragma once
#include <string_view>

#include "gateway/entry.hpp"

namespace jisr::gateway {

inline std::string_view kind_name(EntryKind kind) {
  return kind == EntryKind::registry ? "registry" : "sms";
}

inline EntryKind kind_of(std::string_view name) {
  return name == "sms" ? EntryKind::sms : EntryKind::registry;
}

inline std::string_view verdict_name(Settlement::Verdict verdict) {
  switch (verdict) {
    case Settlement::Verdict::delivered:
      return "delivered";
    case Settlement::Verdict::retry:
      return "retry";
    case Settlement::Verdict::put_off:
      return "put_off";
    case Settlement::Verdict::refused:
      return "refused";
    case Settlement::Verdict::parked:
      return "parked";
  }
  return "parked";
}

}  // namespace jisr::gateway
