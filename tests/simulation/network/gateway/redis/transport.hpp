// Takes the place of gateway/redis/transport.hpp where the simulation compiles the Connection: the
// same face, on a simulated connection instead of a socket.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <string_view>
#include <tuple>

#include "gateway/redis/endpoint.hpp"
#include "gateway/result.hpp"
#include "tests/simulation/network/pipe.hpp"

namespace jisr::gateway::redis {

class Transport {
 public:
  explicit Transport(const boost::asio::any_io_executor& executor)
      : pipe_(simulation::Pipe::of(executor)) {}
  ~Transport() { close(); }
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  boost::asio::awaitable<Result<void>> open(RedisEndpoint) {
    auto [refused, nothing] = co_await connect();
    if (refused) co_return Error{Errc::unavailable, refused.message(), true};
    co_return Result<void>();
  }

  boost::asio::awaitable<std::tuple<boost::system::error_code, std::size_t>> read_some(
      boost::asio::mutable_buffer into) {
    return boost::asio::async_initiate<const Token, Signature>(
        [pipe = pipe_](auto handler, boost::asio::mutable_buffer to) {
          pipe->read(simulation::Pipe::Handler(std::move(handler)), to);
        },
        kToken, into);
  }

  template <typename Done>
  void write(boost::asio::const_buffer bytes, Done done) {
    pipe_->write({static_cast<const char*>(bytes.data()), bytes.size()},
                 simulation::Pipe::Handler(std::move(done)));
  }

  void close() { pipe_->close(); }

 private:
  using Token = boost::asio::as_tuple_t<boost::asio::use_awaitable_t<>>;
  using Signature = void(boost::system::error_code, std::size_t);
  static constexpr Token kToken{};

  boost::asio::awaitable<std::tuple<boost::system::error_code, std::size_t>> connect() {
    return boost::asio::async_initiate<const Token, Signature>(
        [pipe = pipe_](auto handler) {
          pipe->connect(simulation::Pipe::Handler(std::move(handler)));
        },
        kToken);
  }

  std::shared_ptr<simulation::Pipe> pipe_;
};

}  // namespace jisr::gateway::redis
