// Whether the reminder of a call that broke off may leave: asked when it is due, each time.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/deployment.hpp"
#include "gateway/store.hpp"
#include "gateway/versions.hpp"

namespace jisr::gateway {

// How the entry ends instead of being sent: gone, when she has finished, begun anew, or said that
// an SMS is not safe after all; later, when she was heard a moment ago, or Redis does not tell.
// Nothing: it may be sent.
boost::asio::awaitable<std::optional<Settlement>> reminder_void(
    Store& store, Versions& versions, std::shared_ptr<const Deployment> deployment,
    const Claimed* entry, const QueuedSms* sms);

}  // namespace jisr::gateway
