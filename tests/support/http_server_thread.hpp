// An HttpServer on an io_context and a thread of its own, for tests that talk to it over real
// sockets. Stops and joins when it is destroyed.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "gateway/http/server.hpp"

namespace jisr::test {

class HttpServerThread {
 public:
  HttpServerThread(gateway::HttpListen listen, gateway::HttpHandler handler)
      : work_(io_.get_executor()), server_(io_, std::move(listen), std::move(handler)) {
    server_.start();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~HttpServerThread() {
    if (!stopped_) stop(std::chrono::seconds(5));
    work_.reset();
    thread_.join();
  }
  HttpServerThread(const HttpServerThread&) = delete;
  HttpServerThread& operator=(const HttpServerThread&) = delete;

  std::uint16_t port() const { return server_.port(); }
  const gateway::HttpCounts& counts() const { return server_.counts(); }
  gateway::HttpServer& server() { return server_; }  // on its thread only
  boost::asio::io_context& io() { return io_; }

  bool stop(std::chrono::milliseconds grace) { return stop_later(grace).get(); }
  std::future<bool> stop_later(std::chrono::milliseconds grace) {
    stopped_ = true;
    return boost::asio::co_spawn(io_, server_.stop(grace), boost::asio::use_future);
  }

 private:
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  gateway::HttpServer server_;
  std::thread thread_;
  bool stopped_ = false;
};

}  // namespace jisr::test
