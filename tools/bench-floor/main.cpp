// The floor that tools/bench measures the gateway against: the least a Beast coroutine server can
// do with the same number of Redis round trips an answer. It parses the request, does GET and SET
// of a small value on a pipelined connection, and answers a page of usual size. Nothing else: no
// limits, no checks.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

// Commands out in batches, replies counted in order. Replies are "+OK\r\n" or one bulk string.
class Redis {
 public:
  Redis(asio::io_context& io, std::uint16_t port) : socket_(io), port_(port) {}

  awaitable<void> run() {
    const tcp::endpoint to(asio::ip::address_v4::loopback(), port_);
    co_await socket_.async_connect(to, use_awaitable);
    socket_.set_option(tcp::no_delay(true));
    char piece[65536];
    for (;;) {
      const std::size_t got = co_await socket_.async_read_some(asio::buffer(piece), use_awaitable);
      in_.append(piece, got);
      while (const std::size_t length = reply_length()) {
        in_.erase(0, length);
        const auto timer = waiting_.front();
        waiting_.pop_front();
        timer->cancel();
      }
    }
  }

  awaitable<void> execute(std::string command) {
    const auto done = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                           asio::steady_timer::time_point::max());
    out_ += command;
    waiting_.push_back(done);
    if (!writing_) asio::co_spawn(socket_.get_executor(), write(), [](std::exception_ptr) {});
    boost::system::error_code ignored;
    co_await done->async_wait(asio::redirect_error(use_awaitable, ignored));
  }

 private:
  awaitable<void> write() {
    writing_ = true;
    while (!out_.empty()) {
      std::string batch;
      batch.swap(out_);
      co_await asio::async_write(socket_, asio::buffer(batch), use_awaitable);
    }
    writing_ = false;
  }

  [[nodiscard]] std::size_t reply_length() const {
    const auto line = in_.find("\r\n");
    if (line == std::string::npos) return 0;
    if (in_[0] != '$' || in_[1] == '-') return line + 2;
    const auto whole = line + 2 + static_cast<std::size_t>(std::atol(in_.c_str() + 1)) + 2;
    return in_.size() >= whole ? whole : 0;
  }

  tcp::socket socket_;
  std::uint16_t port_;
  std::string in_;
  std::string out_;
  bool writing_ = false;
  std::deque<std::shared_ptr<asio::steady_timer>> waiting_;
};

std::string bulk(std::string_view text) {
  return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

awaitable<void> serve(tcp::socket socket, Redis& redis) {
  socket.set_option(tcp::no_delay(true));
  boost::beast::flat_buffer buffer;
  const std::string value(250, 'v');
  for (;;) {
    http::request<http::string_body> request;
    co_await http::async_read(socket, buffer, request, use_awaitable);
    const auto at = request.body().find("sessionId=");
    const auto key = "floor:" + request.body().substr(at, request.body().find('&', at) - at);
    std::string get = "*2\r\n$3\r\nGET\r\n" + bulk(key);
    co_await redis.execute(std::move(get));
    std::string set =
        "*5\r\n$3\r\nSET\r\n" + bulk(key) + bulk(value) + "$2\r\nPX\r\n$6\r\n600000\r\n";
    co_await redis.execute(std::move(set));
    http::response<http::string_body> response{http::status::ok, 11};
    response.set(http::field::content_type, "text/plain");
    response.body() =
        "CON Votre projet:\n1 une idee\n2 une activite\n3 auto-entrepreneur\n0 Retour";
    response.prepare_payload();
    co_await http::async_write(socket, response, use_awaitable);
  }
}

awaitable<void> listen(asio::io_context& io, Redis& redis) {
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  std::cout << "{\"port\": " << acceptor.local_endpoint().port() << "}" << std::endl;
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(io, serve(std::move(socket), redis), [](std::exception_ptr) {});
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bench-floor REDIS_PORT\n";
    return 2;
  }
  asio::io_context io(1);
  Redis redis(io, static_cast<std::uint16_t>(std::atoi(argv[1])));
  const auto fail = [](std::exception_ptr failed) {
    if (failed) std::rethrow_exception(failed);
  };
  asio::co_spawn(io, redis.run(), fail);
  asio::co_spawn(io, listen(io, redis), fail);
  io.run();
}
