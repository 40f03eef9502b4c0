// What a handler of the HTTP server takes and gives. The two shapes are those of the providers, so
// that a callback goes from the socket to a provider's codec without a copy. A handler runs on the
// thread of the server that called it.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>

#include "providers/http.hpp"

namespace jisr::gateway {

using HttpRequest = providers::HttpRequest;
using HttpResponse = providers::HttpResponse;

// Answers one request. The server awaits it without a limit of its own: a handler bounds its own
// work
// (`within()`). An exception is answered with 500, logged, and ends the connection. Content-Length,
// Transfer-Encoding and Connection are the server's: a handler's own are left out.
using HttpHandler = std::function<boost::asio::awaitable<HttpResponse>(HttpRequest)>;

}  // namespace jisr::gateway
