// Three addresses, answered from what the gateway lends.
#include "gateway/admin.hpp"

namespace jisr::gateway {

namespace {

HttpResponse json(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace

boost::asio::awaitable<HttpResponse> answer_admin(AdminSources& sources, HttpRequest request) {
  if (request.method != "GET") co_return json(405, R"({"error":"GET only"})");
  if (request.path == "/livez") co_return json(200, R"({"live":true})");
  if (request.path == "/readyz") {
    const bool ready = sources.ready();
    co_return json(ready ? 200 : 503, ready ? R"({"ready":true})" : R"({"ready":false})");
  }
  if (request.path == "/status") co_return json(200, sources.status());
  co_return json(404, R"({"error":"known here: /livez /readyz /status"})");
}

}  // namespace jisr::gateway
