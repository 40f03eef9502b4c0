// Whether an SMS may leave. She may have said STOP after it was queued, so this is asked at the
// moment of sending, each time.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gateway/counters.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

// How the entry ends instead of being sent: gone, and counted as withheld, when she said STOP;
// later, when Redis does not tell. Nothing: it may be sent. `asked`: QueuedSms::asked.
boost::asio::awaitable<std::optional<Settlement>> withheld(Store& store, std::string entry,
                                                           std::string msisdn, bool asked,
                                                           Counters& counters);

}  // namespace jisr::gateway
