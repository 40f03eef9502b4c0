// The listener of the people who run the gateway: /livez (the process answers), /readyz (Redis is
// there and dialogs are loaded; not the registry, whose absence the outbox absorbs), /status
// (counts, as JSON; with a token, if one is configured). On loopback by default; no personal data.
// Lives on the first lane.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "gateway/http/message.hpp"

namespace jisr::gateway {

struct AdminSources {
  std::function<bool()> ready;                                  // from any thread
  std::function<boost::asio::awaitable<std::string>()> status;  // a JSON object
  std::string token;  // "Authorization: Bearer …", for all but /livez and /readyz; empty: none
};

boost::asio::awaitable<HttpResponse> answer_admin(AdminSources& sources, HttpRequest request);

}  // namespace jisr::gateway
