// One HTTP/1.1 listener on one io_context, so on one thread. Several servers, one a thread, share
// an address and port by SO_REUSEPORT: the kernel spreads the connections. All members except
// port() and counts() are called on that thread, or while nobody runs the io_context. Keep-alive,
// pipelining in order, TLS, deadlines and bounds: limits.hpp; refusals: strict.hpp.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/http/connection.hpp"
#include "gateway/http/limits.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/tls.hpp"

namespace jisr::gateway {

struct HttpListen {
  std::string address = "127.0.0.1";  // numeric; "::" takes IPv4 as well
  std::uint16_t port = 0;             // 0: the kernel chooses; ask port()
  bool shared_port = false;  // SO_REUSEPORT: other servers of the same user may listen here too
  ServerTls tls;             // null: plain text
  HttpLimits limits;
};

class HttpServer {
 public:
  // Takes the port, and answers nobody until start(). Throws std::runtime_error that names the
  // address when that fails: a gateway that cannot listen does not start.
  HttpServer(boost::asio::io_context& io, HttpListen listen, HttpHandler handler);
  // Stops taking connections and cancels those that are open. Call stop() before for a graceful
  // end.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();
  std::uint16_t port() const;
  const HttpCounts& counts() const;

  // New connections use this from now on: a renewed certificate. Null for plain text is not allowed
  // where there was TLS, nor the reverse.
  void use_tls(ServerTls tls);

  // Closes the listener. Connections that the kernel had already taken are still served: one
  // request each. From now on each answer says "Connection: close", and idle connections end within
  // a sweep.
  void stop_accepting();

  // stop_accepting(), then waits at most `grace` for the answers in hand, then cancels what is left
  // and gives that one second to leave. Gives whether every connection ended without being
  // cancelled.
  boost::asio::awaitable<bool> stop(std::chrono::milliseconds grace);

 private:
  struct Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace jisr::gateway
