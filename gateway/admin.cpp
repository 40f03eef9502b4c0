// Three addresses, answered from what the gateway lends.
#include "gateway/admin.hpp"

#include <sodium.h>

#include <array>

#include "gateway/log.hpp"

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

// Digests of what is compared are compared, so that the time tells neither where two differ nor how
// long ours is.
bool is_same(std::string_view a, std::string_view b) {
  using Digest = std::array<unsigned char, crypto_generichash_BYTES>;
  const auto digest = [](std::string_view text) {
    Digest out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), nullptr, 0);
    return out;
  };
  const auto left = digest(a);
  const auto right = digest(b);
  return sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

// RFC 6750, section 2.1; the scheme's name has no case (RFC 9110, section 11.1).
bool is_let_in(const AdminSources& sources, const HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  if (sources.token.empty()) return true;
  const auto shown = request.header("Authorization");
  if (!shown || request.header_count("Authorization") != 1) return false;
  if (!providers::same_header_name(shown->substr(0, kScheme.size()), kScheme)) return false;
  return is_same(shown->substr(kScheme.size()), sources.token);
}

HttpResponse turn_away(const HttpRequest& request) {
  log::warn("admin_refused", {{"peer", request.peer}});
  auto response = json(401, R"({"error":"a token is needed"})");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
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
  if (!is_let_in(sources, request)) co_return turn_away(request);
  if (request.path == "/status") {
    auto status = co_await sources.status();
    co_return json(200, std::move(status));
  }
  co_return json(404, R"({"error":"known here: /livez /readyz /status"})");
}

}  // namespace jisr::gateway
