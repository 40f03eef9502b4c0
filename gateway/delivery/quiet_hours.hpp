// The hours in which a phone on a table should stay dark. Pure; any thread.
#pragma once
#include <cstdint>
#include <string>

#include "gateway/delivery/sending_config.hpp"

namespace jisr::gateway {

// How long an SMS has to wait, in ms; 0: it may leave now. An answer to what she has just sent
// never waits. `zone` is a name of the IANA list. The wait is to be asked for again when it is
// over: somebody may set a clock or the hours meanwhile.
std::int64_t quiet_wait_ms(const QuietHours& hours, Purpose purpose, std::int64_t unix_ms,
                           const std::string& zone);

}  // namespace jisr::gateway
