// The byte stream to one Redis: TCP, TLS over TCP, or a Unix socket behind one face. A Transport
// serves one connection attempt and is not opened twice. One thread. Owned through shared_ptr,
// because a write that close() has aborted completes a little later.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>
#include <tuple>

#include "gateway/redis/endpoint.hpp"
#include "gateway/result.hpp"

namespace jisr::gateway::redis {

class Transport {
 public:
  explicit Transport(boost::asio::any_io_executor executor) : socket_(std::move(executor)) {}

  // Resolves, connects and, when asked, shakes hands in TLS and checks the server's name. Has no
  // limit of its own: the owner close()s it when the time is over. The context of an error is the
  // bare reason.
  boost::asio::awaitable<Result<void>> open(RedisEndpoint endpoint);

  // Reads what is there, at least one byte.
  boost::asio::awaitable<std::tuple<boost::system::error_code, std::size_t>> read_some(
      boost::asio::mutable_buffer into) {
    constexpr auto token = boost::asio::as_tuple(boost::asio::use_awaitable);
    if (tls_) return tls_->async_read_some(into, token);
    return socket_.async_read_some(into, token);
  }

  // Writes all of `bytes`, which must stay until `done(error_code, size_t)` is called. One by one.
  template <typename Done>
  void write(boost::asio::const_buffer bytes, Done done) {
    if (tls_) {
      boost::asio::async_write(*tls_, bytes, std::move(done));
    } else {
      boost::asio::async_write(socket_, bytes, std::move(done));
    }
  }

  // Ends every operation that is under way. No TLS goodbye: RESP tells where a reply ends.
  void close();

 private:
  using Socket = boost::asio::generic::stream_protocol::socket;

  boost::asio::awaitable<boost::system::error_code> connect(std::string host, std::uint16_t port);
  boost::asio::awaitable<Result<void>> shake_hands(RedisEndpoint endpoint);

  Socket socket_;
  std::optional<boost::asio::ssl::context> tls_context_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
  bool closed_ = false;
};

}  // namespace jisr::gateway::redis
