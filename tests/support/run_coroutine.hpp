// Runs one coroutine to its end on an io_context of the test, and gives what it returned.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

namespace jisr::test {

template <typename T>
boost::asio::awaitable<void> keep_result(boost::asio::awaitable<T> coroutine,
                                         std::optional<T>* to) {
  to->emplace(co_await std::move(coroutine));
}

// Returns when nothing is left to do on `io`, so other coroutines spawned on it have ended as well.
template <typename T>
T run_coroutine(boost::asio::io_context& io, boost::asio::awaitable<T> coroutine) {
  std::optional<T> returned;
  boost::asio::co_spawn(io, keep_result(std::move(coroutine), &returned),
                        [](std::exception_ptr thrown) {
                          if (thrown) std::rethrow_exception(thrown);
                        });
  io.restart();
  io.run();
  return std::move(returned).value();
}

}  // namespace jisr::test
