// The only clock of the gateway: Unix milliseconds, and what day that is in Morocco.
#pragma once
#include <cstdint>
#include <string>

#include "dialogs/field.hpp"

namespace jisr::gateway {

std::int64_t now_ms();
// The civil date at UTC. Morocco is within an hour of it, which no age rule can tell.
dialogs::Date today(std::int64_t unix_ms);
// RFC 3339 with milliseconds, "2026-11-23T20:25:35.123Z".
std::string rfc3339(std::int64_t unix_ms);

}  // namespace jisr::gateway
