// A waiter is a timer of its own thread: it ends by itself, or is cancelled by a post to there.
#include "gateway/kept_answers.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace jisr::gateway {

namespace asio = boost::asio;
using dialogs::LookupOutcome;
using std::chrono::milliseconds;

asio::awaitable<std::optional<LookupOutcome>> PendingAnswer::wait(
    std::shared_ptr<PendingAnswer> pending, milliseconds limit) {
  auto timer = std::make_shared<Timer>(co_await asio::this_coro::executor, limit);
  auto outcome = pending->take_or_join(timer);
  if (outcome) co_return outcome;
  co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
  co_return pending->take_or_join(nullptr);
}

std::optional<LookupOutcome> PendingAnswer::take_or_join(const std::shared_ptr<Timer>& timer) {
  const std::lock_guard lock(mutex_);
  if (!outcome_ && timer) waiting_.push_back(timer);
  return outcome_;
}

void PendingAnswer::finish(LookupOutcome outcome) {
  const std::lock_guard lock(mutex_);
  if (outcome_) return;
  outcome_ = std::move(outcome);
  for (const auto& waiting : waiting_) {
    const auto timer = waiting.lock();
    if (!timer) continue;
    asio::post(timer->get_executor(), [waiting] {
      if (const auto still = waiting.lock()) still->cancel();
    });
  }
  waiting_.clear();
}

KeptAnswers::Found KeptAnswers::find_or_begin(const std::string& question, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto known = by_question_.find(question);
  if (known != by_question_.end() && now < known->second->good_until) {
    return {known->second->pending, false};
  }
  forget(question);
  while (!entries_.empty() &&
         (entries_.size() >= kQuestionsMax || entries_.front().good_until <= now)) {
    forget(std::string(entries_.front().question));
  }
  entries_.push_back({question, std::make_shared<PendingAnswer>()});
  by_question_[question] = std::prev(entries_.end());
  return {entries_.back().pending, true};
}

void KeptAnswers::finish(const std::string& question, const std::shared_ptr<PendingAnswer>& pending,
                         LookupOutcome outcome, milliseconds fresh, Clock::time_point now) {
  const bool keep = outcome.kind != LookupOutcome::Kind::failed;
  pending->finish(std::move(outcome));
  const std::lock_guard lock(mutex_);
  const auto known = by_question_.find(question);
  if (known == by_question_.end() || known->second->pending != pending) return;
  if (keep && fresh.count() > 0) {
    known->second->good_until = now + fresh;
  } else {
    forget(question);
  }
}

bool KeptAnswers::may_ask(const std::string& service, int failures_max, milliseconds pause) {
  const std::lock_guard lock(mutex_);
  return breakers_[service].may_ask(Clock::now(), failures_max, pause);
}

bool KeptAnswers::note(const std::string& service, bool well, int failures_max,
                       milliseconds pause) {
  const std::lock_guard lock(mutex_);
  return breakers_[service].note(well, Clock::now(), failures_max, pause);
}

std::size_t KeptAnswers::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void KeptAnswers::forget(const std::string& question) {
  const auto known = by_question_.find(question);
  if (known == by_question_.end()) return;
  entries_.erase(known->second);
  by_question_.erase(known);
}

}  // namespace jisr::gateway
