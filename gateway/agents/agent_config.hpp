// How long a sign-in lasts, and what PIN guessing meets. Plain values.
#pragma once
#include <cstdint>

namespace jisr::gateway {

struct AgentConfig {
  std::int64_t signed_in_ms = 8LL * 3'600'000;  // on one phone
  std::int64_t tries_max = 5;                   // wrong PINs of one agent, then she is locked
  std::int64_t phone_tries_max = 10;            // wrong PINs from one number …
  std::int64_t phone_pause_ms = 3'600'000;  // … and it is not heard for so long after the last
};

}  // namespace jisr::gateway
