// Listening, taking connections, sweeping their deadlines, stopping. See server.hpp.
#include "gateway/http/server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <utility>

#include "gateway/http/response.hpp"
#include "gateway/log.hpp"
#include "gateway/task_group.hpp"

namespace jisr::gateway {
namespace asio = boost::asio;
namespace {

using asio::awaitable;
using Milliseconds = std::chrono::milliseconds;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr Milliseconds kSweepMax{250};
constexpr Milliseconds kSweepMin{5};
constexpr Milliseconds kAcceptPause{100};  // when descriptors have run out
constexpr Milliseconds kCancelGrace{1000};
constexpr int kQueuedTakenMax = 4096;  // the longest accept queue that we ask the kernel for

Milliseconds sweep_interval(const HttpLimits& limits) {
  const auto shortest =
      std::min({limits.idle_max, limits.head_max, limits.body_max, limits.write_max});
  return std::clamp(shortest / 8, kSweepMin, kSweepMax);
}

// Tells a client over the cap to come back, in one try that cannot wait.
void turn_away(HttpSocket socket, bool tls) {
  if (tls) return;  // It would have to shake hands first: the work that the cap is there to spare.
  std::string out;
  ResponseFraming framing;
  framing.keep_alive = false;
  HttpResponse response = plain_response(503);
  response.headers.emplace_back("Retry-After", "1");
  append_response(out, response, framing);
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(out), ignored);
  socket.shutdown(HttpSocket::shutdown_send, ignored);
  std::array<char, 4096> unread;  // Closing with unread bytes would reset the connection.
  socket.read_some(asio::buffer(unread), ignored);
}

}  // namespace

// Shared by the server and its coroutines, so that either may be destroyed first.
struct HttpServer::Listener {
  Listener(asio::io_context& io, HttpListen settings, HttpHandler handler)
      : context(io),
        listen(std::move(settings)),
        service(std::make_shared<HttpService>(listen.limits, std::move(handler))),
        acceptor(io),
        next_sweep(io),
        loops(io),
        connections(io) {}

  void bind();
  void take(HttpSocket socket);
  void take_queued();
  static awaitable<void> accept(std::shared_ptr<Listener> self);
  static awaitable<void> sweep(std::shared_ptr<Listener> self);

  asio::io_context& context;
  HttpListen listen;
  std::shared_ptr<HttpService> service;
  Acceptor acceptor;
  asio::steady_timer next_sweep;
  TaskGroup loops;
  TaskGroup connections;
  std::uint16_t port = 0;
};

void HttpServer::Listener::bind() {
  const asio::ip::tcp::endpoint wanted(asio::ip::make_address(listen.address), listen.port);
  acceptor.open(wanted.protocol());
  acceptor.set_option(asio::socket_base::reuse_address(true));
  const int on = 1;
  if (listen.shared_port &&
      ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
    throw boost::system::system_error(errno, boost::system::system_category());
  acceptor.bind(wanted);
  acceptor.listen(kQueuedTakenMax);
  port = acceptor.local_endpoint().port();
}

void HttpServer::Listener::take(HttpSocket socket) {
  auto& counts = service->counts;
  counts.connections.fetch_add(1, std::memory_order_relaxed);
  if (connections.size() >= listen.limits.connections_max) {
    counts.over_cap.fetch_add(1, std::memory_order_relaxed);
    turn_away(std::move(socket), listen.tls != nullptr);
    return;
  }
  connections.spawn("http_connection", serve_connection(service, std::move(socket), listen.tls));
}

// A listener that closes resets the connections still queued behind it: take them first.
void HttpServer::Listener::take_queued() {
  boost::system::error_code ec;
  acceptor.non_blocking(true, ec);
  for (int taken = 0; !ec && taken < kQueuedTakenMax; ++taken) {
    HttpSocket socket(context);
    acceptor.accept(socket, ec);
    if (!ec) take(std::move(socket));
  }
}

awaitable<void> HttpServer::Listener::accept(std::shared_ptr<Listener> self) {
  asio::steady_timer pause(self->context);
  while (self->acceptor.is_open()) {
    HttpSocket socket(self->context);
    auto [failed] = co_await self->acceptor.async_accept(socket, kTuple);
    if (!failed) {
      self->take(std::move(socket));
      continue;
    }
    if (failed == asio::error::operation_aborted || !self->acceptor.is_open()) break;
    if (failed == asio::error::connection_aborted) continue;  // the client left the queue
    log::warn("http_accept_failed", {{"reason", failed.message()}});
    pause.expires_after(kAcceptPause);
    co_await pause.async_wait(kTuple);
  }
}

awaitable<void> HttpServer::Listener::sweep(std::shared_ptr<Listener> self) {
  const Milliseconds interval = sweep_interval(self->listen.limits);
  while (!self->service->stopping || self->connections.size() > 0) {
    self->next_sweep.expires_after(interval);
    co_await self->next_sweep.async_wait(kTuple);
    self->service->sweep(SweptConnection::Clock::now());
  }
}

HttpServer::HttpServer(asio::io_context& io, HttpListen listen, HttpHandler handler)
    : listener_(std::make_shared<Listener>(io, std::move(listen), std::move(handler))) {
  try {
    listener_->bind();
  } catch (const boost::system::system_error& e) {
    const HttpListen& asked = listener_->listen;
    throw std::runtime_error("cannot listen on " + asked.address + " port " +
                             std::to_string(asked.port) + ": " + e.code().message());
  }
}

HttpServer::~HttpServer() {
  boost::system::error_code ignored;
  listener_->acceptor.close(ignored);
  listener_->service->stopping = true;
  listener_->next_sweep.cancel();
  listener_->connections.cancel();
}

void HttpServer::start() {
  listener_->loops.spawn("http_accept", Listener::accept(listener_));
  listener_->loops.spawn("http_sweep", Listener::sweep(listener_));
}

std::uint16_t HttpServer::port() const {
  return listener_->port;
}

const HttpCounts& HttpServer::counts() const {
  return listener_->service->counts;
}

void HttpServer::use_tls(ServerTls tls) {
  listener_->listen.tls = std::move(tls);
}

void HttpServer::stop_accepting() {
  if (!listener_->acceptor.is_open()) return;
  listener_->take_queued();
  boost::system::error_code ignored;
  listener_->acceptor.close(ignored);
  listener_->service->stopping = true;
}

awaitable<bool> HttpServer::stop(Milliseconds grace) {
  const auto listener = listener_;
  stop_accepting();
  const bool ended = co_await listener->connections.drain(grace);
  if (!ended) {
    log::warn("http_connections_cut", {{"count", listener->connections.size()}});
    listener->connections.cancel();
    co_await listener->connections.drain(kCancelGrace);
  }
  listener->next_sweep.cancel();
  co_await listener->loops.drain(kCancelGrace);
  co_return ended;
}

}  // namespace jisr::gateway
