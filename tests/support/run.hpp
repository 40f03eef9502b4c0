// Runs a coroutine to its end on an io_context that has other work too (a Redis connection never
// ends). For the body of a test, where ASSERT_* may be used.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace jisr::tests {

inline constexpr std::chrono::seconds kRunMax{30};

// Runs `io` until `done()`; throws when that takes longer than kRunMax.
template <typename Done>
void run_until(boost::asio::io_context& io, Done done) {
  const auto until = std::chrono::steady_clock::now() + kRunMax;
  while (!done()) {
    io.restart();
    io.run_one_for(std::chrono::milliseconds(50));
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the test hangs");
  }
}

// What the coroutine gives back.
template <typename T>
T run(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr thrown;
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr bad, T value) {
    thrown = bad;
    result.emplace(std::move(value));
  });
  run_until(io, [&] { return result.has_value(); });
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*result);
}

}  // namespace jisr::tests
