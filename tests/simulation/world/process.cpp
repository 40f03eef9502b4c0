// Running, stopping and killing an event loop.
#include "tests/simulation/world/process.hpp"

#include <algorithm>
#include <boost/asio/detail/epoll_reactor.hpp>
#include <boost/asio/detail/timer_queue_set.hpp>

namespace jisr::simulation {

namespace {

namespace asio = boost::asio;

// When Asio's next timer goes off is known to its reactor only, and private: the explicit
// instantiation of a template may name what is private.
template <auto member>
struct Opened {
  friend asio::detail::timer_queue_set& timers_of(asio::detail::epoll_reactor& reactor) {
    return reactor.*member;
  }
};
asio::detail::timer_queue_set& timers_of(asio::detail::epoll_reactor& reactor);
template struct Opened<&asio::detail::epoll_reactor::timer_queues_>;

constexpr long kLookMaxUs = 60 * kSecond;
constexpr std::size_t kPendingMax = 64;  // then those that are gone are taken out

}  // namespace

Process::Process(World& world, std::string name)
    : asio::io_context(1), world_(world), name_(std::move(name)) {}

Process::~Process() {
  kill();
}

void Process::wake() {
  if (dead_ || wake_planned_) return;
  wake_planned_ = true;
  const auto wait_us = std::max<std::int64_t>(paused_until_us_ - world_.now_us(), 0);
  world_.after(wait_us, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->turn();
  });
}

void Process::pause(std::int64_t us) {
  paused_until_us_ = std::max(paused_until_us_, world_.now_us() + us);
  wake();
}

void Process::turn() {
  wake_planned_ = false;
  if (dead_) return;
  if (paused_until_us_ > world_.now_us()) return wake();
  world_.set_wall_ahead(wall_ahead_us_);
  restart();
  while (poll() > 0) {
  }
  plan_timer();
  world_.set_wall_ahead(0);
  if (pending_.size() > kPendingMax) {
    std::erase_if(pending_, [](const auto& one) { return one.expired(); });
  }
}

void Process::plan_timer() {
  auto& reactor = asio::use_service<asio::detail::epoll_reactor>(*this);
  const auto wait_us = timers_of(reactor).wait_duration_usec(kLookMaxUs);
  const auto at_us = world_.now_us() + wait_us;
  const bool is_planned = timer_planned_us_ > world_.now_us() && timer_planned_us_ <= at_us;
  if (is_planned) return;
  timer_planned_us_ = at_us;
  world_.after(wait_us, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->wake();
  });
}

void Process::kill() {
  if (dead_) return;
  dead_ = true;
  for (const auto& one : pending_) {
    if (const auto pending = one.lock()) pending->abandon();
  }
  pending_.clear();
  // Destroying a coroutine posts the destruction of the one that awaits it.
  for (int i = 0; i < 8; ++i) shutdown();
}

}  // namespace jisr::simulation
