// The way of one page to the operator's address.
#include "gateway/delivery/page.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/calendar.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

namespace {

constexpr int kAttemptsMax = 2;
constexpr std::size_t kOnTheirWayMax = 1024;  // what HttpClient holds

// The operator's own time, if its page tells it.
std::int64_t operator_ms(const LeavingPage& page) {
  const auto own = page.channel->profile.limits.answer_ms;
  return own > 0 ? own : page.deployment->config().limits.answer_ms;
}

// A first attempt that hangs leaves a third of the time to the second.
std::int64_t limit_of(int attempt, std::int64_t left_ms, std::int64_t total_ms) {
  return std::min(total_ms, attempt + 1 < kAttemptsMax ? left_ms * 2 / 3 : left_ms);
}

}  // namespace

bool PageSender::begin(LeavingPage page) {
  if (tasks_.size() >= kOnTheirWayMax) return false;
  tasks_.spawn("page", hand_over(std::move(page)));
  return true;
}

asio::awaitable<void> PageSender::hand_over(LeavingPage page) {
  // The answer to the callback leaves first: some platforms take no page before it.
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
  const auto until_ms = page.received_ms + operator_ms(page);
  Try last;
  last.why = "the operator's time was over";
  for (int attempts = 0; attempts < kAttemptsMax; ++attempts) {
    const auto left_ms = until_ms - now_ms();
    if (left_ms <= 0) break;
    if (attempts > 0) Counters::add(counters_.pages_retried);
    const auto limit_ms = limit_of(attempts, left_ms, page.channel->profile.send.total_ms);
    last = co_await attempt(page, limit_ms);
    if (last.taken) {
      Counters::add(counters_.pages_sent);
      co_return;
    }
    if (!last.again) break;
  }
  Counters::add(counters_.pages_lost);
  log::warn("page_lost", {{"channel", page.channel->config.name},
                          {"reason", last.why},
                          {"ms", now_ms() - page.received_ms}});
}

asio::awaitable<PageSender::Try> PageSender::attempt(LeavingPage& page, std::int64_t limit_ms) {
  Try outcome;
  const auto* channel = page.channel;
  const auto settings = co_await requests_.settings(channel);
  if (!settings) {
    outcome.why = settings.error().context;
    outcome.again = settings.error().retryable;
    co_return outcome;
  }
  auto request = providers::page_request(channel->profile, *settings, page.asked, page.to,
                                         page.page, now_ms() / 1000);
  const auto response = co_await requests_.send(channel, std::move(request), limit_ms, true);
  if (!response) {
    outcome.why = response.error().context;
    outcome.again = response.error().retryable;
    co_return outcome;
  }
  const auto sent = providers::sms_outcome(channel->profile, response->status, response->body);
  outcome.taken = sent.has_value();
  if (outcome.taken) co_return outcome;
  const bool stale = requests_.token_refused(channel, *settings, response->status);
  outcome.why = sent.error().why;
  outcome.again = stale || sent.error().retryable;
  co_return outcome;
}

}  // namespace jisr::gateway
