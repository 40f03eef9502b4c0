// A group of coroutines is counted, told to leave, waited for, and heard when it throws; an
// operation is cut when its limit has passed.
#include "gateway/task_group.hpp"

#include <gtest/gtest.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>
#include <string>

#include "gateway/within.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using namespace std::chrono_literals;

awaitable<void> wait_for_ever(asio::io_context* io, bool* left) {
  asio::steady_timer timer(*io, std::chrono::steady_clock::time_point::max());
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const boost::system::system_error&) {
    *left = true;
    throw;
  }
}

awaitable<void> fail(std::string reason) {
  throw std::runtime_error(reason);
  co_return;
}

TEST(TaskGroup, DrainsWhenItIsEmptyAndNotBefore) {
  asio::io_context io;
  TaskGroup group(io);
  bool left = false;
  group.spawn("endless", wait_for_ever(&io, &left));
  group.spawn("endless", wait_for_ever(&io, &left));
  EXPECT_EQ(group.size(), 2U);
  auto early = asio::co_spawn(io, group.drain(10ms), asio::use_future);
  while (early.wait_for(0s) != std::future_status::ready) io.run_one();
  EXPECT_FALSE(early.get());
  EXPECT_FALSE(left);

  group.cancel();
  auto late = asio::co_spawn(io, group.drain(5s), asio::use_future);
  io.run();
  EXPECT_TRUE(late.get());
  EXPECT_TRUE(left);
  EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, LogsWhatATaskThrows) {
  asio::io_context io;
  TaskGroup group(io);
  testing::internal::CaptureStderr();
  group.spawn("sweeper", fail("a bug"));
  io.run();
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("error task_failed task=\"sweeper\" reason=\"a bug\""), std::string::npos)
      << logged;
  EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, KeepsQuietAboutTasksThatWereToldToLeave) {
  asio::io_context io;
  TaskGroup group(io);
  bool left = false;
  group.spawn("endless", wait_for_ever(&io, &left));
  io.poll();
  testing::internal::CaptureStderr();
  group.cancel();
  io.run();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(left);
}

awaitable<Result<int>> soon() {
  co_return 7;
}
awaitable<Result<int>> refused() {
  co_return Error{Errc::rejected, "no", false};
}
awaitable<Result<int>> broken() {
  throw std::runtime_error("a bug");
  co_return 0;
}
awaitable<Result<int>> never(bool* left) {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::steady_clock::time_point::max());
  boost::system::error_code ec;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  *left = ec == asio::error::operation_aborted;
  co_return 0;
}

Result<int> run(awaitable<Result<int>> operation) {
  asio::io_context io;
  auto got = asio::co_spawn(io, std::move(operation), asio::use_future);
  io.run();
  return got.get();
}

TEST(Within, GivesTheResultOrTheTimeout) {
  EXPECT_EQ(run(within(1h, "x", soon())).value(), 7);
  EXPECT_EQ(run(within(1h, "x", refused())).error().code, Errc::rejected);

  bool left = false;
  const auto late = run(within(20ms, "redis commit", never(&left)));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::timeout);
  EXPECT_EQ(late.error().context, "redis commit");
  EXPECT_TRUE(late.error().retryable);
  EXPECT_TRUE(left);
}

TEST(Within, LetsAnExceptionThroughAtOnce) {
  EXPECT_THROW(run(within(1h, "x", broken())), std::runtime_error);
}

}  // namespace
}  // namespace jisr::gateway
