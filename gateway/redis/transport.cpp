// Opening the stream to a Redis.
#include "gateway/redis/transport.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <utility>
#include <vector>

namespace jisr::gateway::redis {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kUnixPathMax = 107;  // sun_path, without its final zero
constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);

Error failed(Errc code, std::string what) {
  return Error{code, std::move(what), code == Errc::unavailable};
}

// What the settings ask of TLS.
Result<void> prepare(asio::ssl::context& context, const RedisTls& tls) {
  error_code bad;
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_verify_mode(asio::ssl::verify_peer);
  if (tls.ca_file.empty()) {
    context.set_default_verify_paths(bad);
  } else {
    context.load_verify_file(tls.ca_file, bad);
  }
  if (bad) return failed(Errc::misconfigured, "cannot read the CA file " + tls.ca_file);
  if (tls.certificate_file.empty()) return {};
  context.use_certificate_chain_file(tls.certificate_file, bad);
  if (bad) return failed(Errc::misconfigured, "cannot read " + tls.certificate_file);
  context.use_private_key_file(tls.key_file, asio::ssl::context::pem, bad);
  if (bad) return failed(Errc::misconfigured, "cannot use the key " + tls.key_file);
  return {};
}

}  // namespace

asio::awaitable<Result<void>> Transport::open(RedisEndpoint endpoint) {
  error_code bad;
  if (!endpoint.unix_path.empty()) {
    if (endpoint.unix_path.size() > kUnixPathMax) {
      co_return failed(Errc::misconfigured, "the path of a Unix socket is too long");
    }
    const asio::local::stream_protocol::endpoint path(endpoint.unix_path);
    auto [refused] = co_await socket_.async_connect(path, kAwaitTuple);
    bad = refused;
  } else {
    bad = co_await connect(endpoint.host, endpoint.port);
  }
  if (closed_) co_return failed(Errc::unavailable, "no connection in time");
  if (bad) co_return failed(Errc::unavailable, bad.message());
  if (!endpoint.tls) co_return Result<void>();
  co_return co_await shake_hands(std::move(endpoint));
}

asio::awaitable<error_code> Transport::connect(std::string host, std::uint16_t port) {
  std::vector<asio::ip::tcp::endpoint> addresses;
  error_code bad;
  const auto literal = asio::ip::make_address(host, bad);
  if (!bad) {
    addresses.emplace_back(literal, port);
  } else {
    asio::ip::tcp::resolver resolver(socket_.get_executor());
    const std::string service = std::to_string(port);
    auto [unknown, found] = co_await resolver.async_resolve(host, service, kAwaitTuple);
    if (unknown) co_return unknown;
    for (const auto& one : found) addresses.push_back(one.endpoint());
  }
  bad = asio::error::host_not_found;
  for (const auto& address : addresses) {
    if (closed_) break;
    error_code ignored;
    socket_.close(ignored);
    const asio::generic::stream_protocol::endpoint generic(address);
    auto [refused] = co_await socket_.async_connect(generic, kAwaitTuple);
    bad = refused;
    if (bad) continue;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    break;
  }
  co_return bad;
}

asio::awaitable<Result<void>> Transport::shake_hands(RedisEndpoint endpoint) {
  const std::string name =
      endpoint.tls->verify_name.empty() ? endpoint.host : endpoint.tls->verify_name;
  tls_context_.emplace(asio::ssl::context::tls_client);
  auto prepared = prepare(*tls_context_, *endpoint.tls);
  if (!prepared) co_return prepared.error();
  tls_.emplace(socket_, *tls_context_);
  tls_->set_verify_callback(asio::ssl::host_name_verification(name));
  error_code not_an_address;
  asio::ip::make_address(name, not_an_address);
  if (not_an_address) SSL_set_tlsext_host_name(tls_->native_handle(), name.c_str());
  auto [bad] = co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwaitTuple);
  if (closed_) co_return failed(Errc::unavailable, "no TLS handshake in time");
  if (bad) co_return failed(Errc::unavailable, "TLS: " + bad.message());
  co_return Result<void>();
}

void Transport::close() {
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace jisr::gateway::redis
