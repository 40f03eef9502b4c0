// Coroutines that somebody must see to the end: connections, workers, loops. A group counts them,
// logs what they throw instead of dropping it, can cancel them, and lets shutdown wait until the
// last is gone. It belongs to the one thread of its io_context. Each of its coroutines keeps what
// it uses alive by value, or ends before that is destroyed because somebody drained the group.
#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <list>
#include <memory>
#include <utility>

#include "gateway/log.hpp"

namespace jisr::gateway {

class TaskGroup {
 public:
  explicit TaskGroup(boost::asio::io_context& io) : state_(std::make_shared<State>(io)) {}
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Runs `task` as one of the group. `name` is a literal: it stands in the log line if the task
  // throws.
  void spawn(const char* name, boost::asio::awaitable<void> task);

  std::size_t size() const { return state_->running.size(); }

  // Asks every running task to leave: its present wait fails with operation_aborted, and so does
  // every later one. Does not wait: drain() does.
  void cancel();

  // Waits until the group is empty, at most `limit`. Gives whether it is empty. One caller at a
  // time, and never from a task of the group itself.
  boost::asio::awaitable<bool> drain(std::chrono::milliseconds limit) {
    return drain(state_, limit);
  }

 private:
  struct State {
    explicit State(boost::asio::io_context& io) : emptied(io) {}
    std::list<boost::asio::cancellation_signal> running;
    boost::asio::steady_timer emptied;  // cancelled when the last task has gone
  };

  static boost::asio::awaitable<bool> drain(std::shared_ptr<State> state,
                                            std::chrono::milliseconds limit);
  static void report(const char* name, const std::exception_ptr& thrown);

  std::shared_ptr<State> state_;  // tasks outlive the group if nobody drained it
};

inline void TaskGroup::spawn(const char* name, boost::asio::awaitable<void> task) {
  auto& running = state_->running;
  const auto self = running.emplace(running.end());
  auto ended = [state = state_, self, name](const std::exception_ptr& thrown) {
    if (thrown) report(name, thrown);
    state->running.erase(self);
    if (state->running.empty()) state->emptied.cancel();
  };
  boost::asio::co_spawn(state_->emptied.get_executor(), std::move(task),
                        boost::asio::bind_cancellation_slot(self->slot(), std::move(ended)));
}

inline void TaskGroup::cancel() {
  // A task may end while it is told, which takes its signal out of the list: step past it first.
  for (auto next = state_->running.begin(); next != state_->running.end();) {
    auto& signal = *next++;
    signal.emit(boost::asio::cancellation_type::terminal);
  }
}

inline boost::asio::awaitable<bool> TaskGroup::drain(std::shared_ptr<State> state,
                                                     std::chrono::milliseconds limit) {
  if (!state->running.empty()) {
    state->emptied.expires_after(limit);
    co_await state->emptied.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  co_return state->running.empty();
}

inline void TaskGroup::report(const char* name, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& e) {
    if (e.code() == boost::asio::error::operation_aborted) return;  // it was asked to leave
    log::error("task_failed", {{"task", name}, {"reason", e.what()}});
  } catch (const std::exception& e) {
    log::error("task_failed", {{"task", name}, {"reason", e.what()}});
  } catch (...) {
    log::error("task_failed", {{"task", name}, {"reason", "not a std::exception"}});
  }
}

}  // namespace jisr::gateway
