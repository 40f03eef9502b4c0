// The coroutine's side of a request: a completion handler, its cancellation slot, and a
// ClientTransfer.
#include "gateway/http/client.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "gateway/http/client_multi.hpp"
#include "gateway/http/client_transfer.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

HttpClient::HttpClient(asio::io_context& io, const ClientLimits& limits)
    : limits_(limits), multi_(std::make_shared<ClientMulti>(io, limits)) {}

HttpClient::~HttpClient() {
  stop();
}

void HttpClient::stop() {
  multi_->stop();
}

std::size_t HttpClient::in_hand() const {
  return multi_->in_hand();
}

// A plain function: a capturing lambda must not stand in an expression with co_await (GCC 12).
asio::awaitable<Result<ClientResponse>> HttpClient::send(ClientRequest request) {
  return asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<ClientResponse>)>(
      [weak = std::weak_ptr(multi_), limits = limits_](auto&& handler, ClientRequest what) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto transfer = std::make_shared<ClientTransfer>(std::move(what), limits,
                                                         std::forward<decltype(handler)>(handler));
        const auto multi = weak.lock();
        if (!multi) return;  // the client is gone; so is, soon, the coroutine
        if (slot.is_connected()) {
          // By a post: whoever emits may stand inside libcurl's loop.
          slot.assign([transfer = std::weak_ptr(transfer), weak](asio::cancellation_type) {
            const auto alive = weak.lock();
            if (!alive) return;
            asio::post(alive->io(), [transfer] {
              if (const auto pending = transfer.lock()) pending->cancel();
            });
          });
        }
        transfer->start(multi);
      },
      asio::use_awaitable, std::move(request));
}

}  // namespace jisr::gateway
