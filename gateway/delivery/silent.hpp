// What becomes of a lead that was queued while she still answered by SMS: asked when it is due,
// each time.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "gateway/delivery/registration.hpp"
#include "gateway/deployment.hpp"
#include "gateway/store.hpp"
#include "gateway/versions.hpp"

namespace jisr::gateway {

// Gone, when she has finished, begun anew, taken her consent back or said STOP; later, when she was
// heard a moment ago, or Redis does not tell. Else it is from now on an ordinary registration of
// its kind, due at once, with her answers as they are: whoever delivers it, and however often, it
// is the same.
boost::asio::awaitable<Settlement> settle_silent(Store& store, Versions& versions,
                                                 std::shared_ptr<const Deployment> deployment,
                                                 const Claimed* entry, Registration lead);

}  // namespace jisr::gateway
