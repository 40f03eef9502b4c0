// In memory by version of a dialog and day, in Redis by its name and day.
#include "gateway/funnel.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <utility>

#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

namespace {

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);

dialogs::NamedCounts named(const dialogs::Dialog& dialog,
                           const std::vector<dialogs::ScreenCount>& screens) {
  dialogs::NamedCounts counts;
  for (std::size_t i = 0; i < screens.size(); ++i) {
    if (screens[i].any()) counts.emplace_back(dialog.screens[i].name, screens[i]);
  }
  return counts;
}

}  // namespace

std::string day_name(const dialogs::Date& day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", day.year, day.month, day.day);
  return text;
}

Funnel::Tally* Funnel::tally_of(const std::shared_ptr<const dialogs::Dialog>& dialog,
                                const dialogs::Date& day) {
  const auto found = std::find_if(tallies_.begin(), tallies_.end(), [&](const Tally& one) {
    const bool same_day =
        one.day.day == day.day && one.day.month == day.month && one.day.year == day.year;
    return same_day && one.dialog == dialog;
  });
  if (found != tallies_.end()) return &*found;
  if (tallies_.size() >= kTalliesMax) return nullptr;
  tallies_.push_back({dialog, day, std::vector<dialogs::ScreenCount>(dialog->screens.size())});
  return &tallies_.back();
}

void Funnel::count(const std::shared_ptr<const dialogs::Dialog>& dialog, const dialogs::Date& day,
                   const dialogs::CountedTurn& turn) {
  auto* tally = tally_of(dialog, day);
  if (tally != nullptr) count_turn(*dialog, turn, tally->screens);
}

void Funnel::put_back(Tally tally) {
  auto* now = tally_of(tally.dialog, tally.day);
  if (now == nullptr) return;
  for (std::size_t i = 0; i < tally.screens.size(); ++i) now->screens[i].add(tally.screens[i]);
}

asio::awaitable<bool> Funnel::write() {
  const auto deployment = current_.load();
  const std::chrono::milliseconds keep(deployment->config().funnel.keep_ms);
  auto waiting = std::exchange(tallies_, {});
  if (keep.count() == 0) co_return true;
  bool all = true;
  for (auto& tally : waiting) {
    auto counts = named(*tally.dialog, tally.screens);
    auto day = day_name(tally.day);
    auto written =
        co_await store_.add_counts(tally.dialog->name, std::move(day), std::move(counts), keep);
    if (written) continue;
    const bool again = written.error().code == Errc::unavailable;
    log::warn("funnel_not_written", {{"reason", written.error().context}, {"again", again}});
    if (!again) continue;
    put_back(std::move(tally));
    all = false;
  }
  co_return all;
}

asio::awaitable<void> Funnel::run() {
  while (!stopping_) {
    pause_.expires_after(kWriteEvery);
    co_await pause_.async_wait(kAwaitTuple);
    co_await write();
  }
  co_await write();  // what came while the last was on its way
}

void Funnel::stop() {
  stopping_ = true;
  pause_.cancel();
}

}  // namespace jisr::gateway
