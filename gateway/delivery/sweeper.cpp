// The loop of the sweep: a step, a pause.
#include "gateway/delivery/sweeper.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/calendar.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

asio::awaitable<void> Sweeper::run() {
  if (config_.sweep_ms <= 0 || taken_.exchange(true)) co_return;
  SweepPlace place;
  while (!stopping_) {
    pause_.expires_after(std::chrono::milliseconds(config_.sweep_ms));
    co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (stopping_) break;
    place.done = false;
    place.mended = 0;
    auto next = co_await store_.sweep(place);
    if (!next) continue;  // Redis is away: from the same place, later
    place = *next;
    if (place.done) co_await drop_old();
    if (place.mended == 0) continue;
    counters_.mended.fetch_add(place.mended, std::memory_order_relaxed);
    log::warn("outbox_mended", {{"entries", place.mended}});
  }
}

// What was set aside so long ago that its time is over (`outbox: refused`, `parked`); the oldest
// first, some at each pass.
asio::awaitable<void> Sweeper::drop_old() {
  constexpr std::size_t kAtOnce = 1'000;
  if (config_.refused_ms <= 0 && config_.parked_ms <= 0) co_return;
  auto dead = co_await store_.list(Store::Shelf::dead, kAtOnce);
  if (!dead) co_return;
  std::int64_t dropped = 0;
  for (const auto& one : *dead) {
    const bool refused = one.state == EntryRecord::State::refused;
    const auto keep_ms = refused ? config_.refused_ms : config_.parked_ms;
    if (keep_ms <= 0 || now_ms() - one.due_ms < keep_ms) continue;
    const std::chrono::milliseconds known(config_.dropped_ms);
    auto done = co_await store_.drop(one.id, "its time was over and nobody had acted", known);
    dropped += done ? 1 : 0;
  }
  if (dropped > 0) log::warn("outbox_time_over", {{"entries", dropped}});
}

void Sweeper::stop() {
  stopping_ = true;
  pause_.cancel();
}

}  // namespace jisr::gateway
