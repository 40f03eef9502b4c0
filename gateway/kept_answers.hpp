// Answers of services that are on their way or have just come, so that what was begun while she
// read is not asked twice. One for the process: her next callback may come to another thread. In
// memory only. All functions may be called from any thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/step.hpp"
#include "gateway/breaker.hpp"

namespace jisr::gateway {

// One question, until its answer is there.
class PendingAnswer {
 public:
  // The answer, or nothing when it is not there within `limit`. Runs on the caller's executor.
  static boost::asio::awaitable<std::optional<dialogs::LookupOutcome>> wait(
      std::shared_ptr<PendingAnswer> pending, std::chrono::milliseconds limit);

  // The first answer counts; whoever waits is woken, each on its own thread.
  void finish(dialogs::LookupOutcome outcome);

 private:
  using Timer = boost::asio::steady_timer;
  std::optional<dialogs::LookupOutcome> take_or_join(const std::shared_ptr<Timer>& timer);

  std::mutex mutex_;
  std::optional<dialogs::LookupOutcome> outcome_;
  std::vector<std::weak_ptr<Timer>> waiting_;
};

class KeptAnswers {
 public:
  using Clock = std::chrono::steady_clock;

  struct Found {
    std::shared_ptr<PendingAnswer> pending;
    bool is_new = false;  // the caller is the one who asks
  };
  // What is known of this question, or a new entry for it.
  Found find_or_begin(const std::string& question, Clock::time_point now);

  // An answer that is worth keeping stays for `fresh`; a failure is forgotten at once, so that the
  // next one asks again.
  void finish(const std::string& question, const std::shared_ptr<PendingAnswer>& pending,
              dialogs::LookupOutcome outcome, std::chrono::milliseconds fresh,
              Clock::time_point now);

  bool may_ask(const std::string& service, int failures_max, std::chrono::milliseconds pause);
  bool note(const std::string& service, bool well, int failures_max,
            std::chrono::milliseconds pause);  // true: from now on it is left alone

  [[nodiscard]] std::size_t size() const;
  static constexpr std::size_t kQuestionsMax = 10'000;  // then the oldest are forgotten

 private:
  struct Entry {
    std::string question;
    std::shared_ptr<PendingAnswer> pending;
    Clock::time_point good_until = Clock::time_point::max();
  };
  void forget(const std::string& question);

  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // oldest first
  std::map<std::string, std::list<Entry>::iterator, std::less<>> by_question_;
  std::map<std::string, Breaker, std::less<>> breakers_;  // by service
};

}  // namespace jisr::gateway
