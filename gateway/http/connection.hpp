// One open HTTP connection: a coroutine that reads requests, asks the handler and writes answers,
// in order, until one side has had enough. And what all connections of a server share: limits,
// handler, counters and the list that the deadline sweep walks. Everything here belongs to the one
// thread of its io_context.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "gateway/http/limits.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/tls.hpp"

namespace jisr::gateway {

// The executor's true type spares each operation a virtual call.
using HttpSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Counts since start. Written by the server's thread alone, readable from any (metrics).
struct HttpCounts {
  std::atomic<std::uint64_t> connections{0};     // accepted, those over the cap included
  std::atomic<std::uint64_t> over_cap{0};        // turned away with 503
  std::atomic<std::uint64_t> open{0};            // now
  std::atomic<std::uint64_t> requests{0};        // handed to the handler
  std::atomic<std::uint64_t> refused{0};         // answered 4xx or 505 by the server itself
  std::atomic<std::uint64_t> timed_out{0};       // cut by a deadline, idle ones not counted
  std::atomic<std::uint64_t> handler_failed{0};  // answered 500
};

// A connection as the sweep sees it. Its coroutine sets a deadline before each wait; the sweep
// cancels the socket when it has passed. That costs one clock reading a wait, where a timer costs
// an operation.
struct SweptConnection
    : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  using Clock = std::chrono::steady_clock;
  HttpSocket* socket = nullptr;
  Clock::time_point deadline = Clock::time_point::max();
  bool expired = false;  // the sweep cut the present wait
  bool idle = false;     // between two requests, nothing owed to the client
};

struct HttpService {
  HttpService(HttpLimits bounds, HttpHandler handle) : limits(bounds), handler(std::move(handle)) {}

  // Cuts the waits whose deadline has passed and, while stopping, the idle ones. Called every few
  // milliseconds.
  void sweep(SweptConnection::Clock::time_point now);

  HttpLimits limits;
  HttpHandler handler;
  HttpCounts counts;
  bool stopping = false;  // answers say "Connection: close", idle connections end
  boost::intrusive::list<SweptConnection, boost::intrusive::constant_time_size<false>> open;

 private:
  // Ends the connections to which nothing is owed. One whose next request already waits in the
  // kernel stays, and is answered.
  void close_idle();
};

// Serves one connection to its end; `tls` may be null. Throws only when it is cancelled (terminal).
boost::asio::awaitable<void> serve_connection(std::shared_ptr<HttpService> service,
                                              HttpSocket socket, ServerTls tls);

}  // namespace jisr::gateway
