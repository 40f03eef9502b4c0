// One blocking request.
#include "tools/registry-simulator/updates.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

#include "gateway/delivery/updates.hpp"

namespace jisr::simulator {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

std::optional<int> send_update(const std::string& url, const std::string& secret,
                               const std::string& body) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  const auto slash = url.find('/', kScheme.size());
  const auto authority = url.substr(kScheme.size(), slash - kScheme.size());
  const auto colon = authority.find(':');
  if (slash == std::string::npos || colon == std::string::npos) return std::nullopt;
  asio::io_context io;
  boost::system::error_code failed;
  tcp::resolver resolver(io);
  const auto port = authority.substr(colon + 1);
  const auto found = resolver.resolve(authority.substr(0, colon), port, failed);
  if (failed) return std::nullopt;
  tcp::socket socket(io);
  asio::connect(socket, found, failed);
  if (failed) return std::nullopt;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  http::request<http::string_body> request(http::verb::post, url.substr(slash), 11);
  request.set(http::field::host, authority);
  request.set(http::field::content_type, "application/json");
  request.set("X-Jisr-Timestamp", at);
  request.set("X-Jisr-Signature", gateway::sign_update(secret, at, body));
  request.body() = body;
  request.prepare_payload();
  http::write(socket, request, failed);
  if (failed) return std::nullopt;
  boost::beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(socket, buffer, response, failed);
  if (failed) return std::nullopt;
  return response.result_int();
}

}  // namespace jisr::simulator
