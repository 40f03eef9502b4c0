// Why an SMS leaves. What waits for morning, what goes first and what STOP ends are decided by it.
// The names stand in Redis and in configuration; do not change them. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace jisr::gateway {

enum class Purpose : std::uint8_t {
  answer,        // the next page of a conversation that she is having by SMS
  confirmation,  // of what she has just registered
  reminder,      // asked for before, due at a time
  news,          // neither
};
constexpr Purpose kPurposes[] = {Purpose::answer, Purpose::confirmation, Purpose::reminder,
                                 Purpose::news};

constexpr std::string_view name(Purpose purpose) {
  switch (purpose) {
    case Purpose::answer:
      return "answer";
    case Purpose::confirmation:
      return "confirmation";
    case Purpose::reminder:
      return "reminder";
    case Purpose::news:
      return "news";
  }
  return "news";
}

constexpr std::optional<Purpose> purpose_named(std::string_view text) {
  for (const auto purpose : kPurposes) {
    if (name(purpose) == text) return purpose;
  }
  return std::nullopt;
}

}  // namespace jisr::gateway
