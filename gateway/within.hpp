// A limit for one asynchronous operation that gives a Result. For operations without a deadline of
// their own; it costs a timer and two coroutine frames, so what runs thousands of times a second
// keeps its deadline some other way (gateway/http/connection.hpp). Runs on the executor of the
// caller.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include "gateway/result.hpp"

namespace jisr::gateway {

namespace detail {

// Asio's `||` waits for the timer when its other side throws (asio #900), and loses the exception.
// So what `operation` throws is put aside in `thrown`, which outlives it.
template <typename T>
boost::asio::awaitable<Result<T>> without_throwing(boost::asio::awaitable<Result<T>> operation,
                                                   std::exception_ptr* thrown) {
  try {
    co_return co_await std::move(operation);
  } catch (...) {
    *thrown = std::current_exception();
  }
  co_return Error{Errc::unavailable, std::string(), false};
}

}  // namespace detail

// Runs `operation` and cancels it (terminal) when `limit` has passed: then gives Errc::timeout,
// retryable, with `doing` as its context ("redis commit"). The outcome of the operation is then
// unknown. What the operation throws comes through.
template <typename T>
boost::asio::awaitable<Result<T>> within(std::chrono::milliseconds limit, std::string doing,
                                         boost::asio::awaitable<Result<T>> operation) {
  using namespace boost::asio::experimental::awaitable_operators;
  std::exception_ptr thrown;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
  auto guarded = detail::without_throwing(std::move(operation), &thrown);
  auto race = co_await (std::move(guarded) || timer.async_wait(boost::asio::use_awaitable));
  if (race.index() != 0) co_return Error{Errc::timeout, std::move(doing), true};
  if (thrown) std::rethrow_exception(thrown);
  co_return std::get<0>(std::move(race));
}

}  // namespace jisr::gateway
