// Finding, loading once, and keeping alive.
#include "gateway/versions.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "gateway/calendar.hpp"
#include "gateway/log.hpp"
#include "gateway/within.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr std::int64_t kWriteAgainMs = 10 * 60'000;
constexpr milliseconds kLookAgain{60'000};
constexpr milliseconds kTryAgain{1'000};  // after Redis was away
constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

milliseconds version_ttl(const Deployment& deployment) {
  auto longest_ms = deployment.config().session.open_ms;
  for (const auto& channel : deployment.channels()) {
    longest_ms = std::max(longest_ms, channel->session_ms);
  }
  // Twice, since the next configuration may let sessions live longer.
  return milliseconds(2 * longest_ms + 2 * kWriteAgainMs);
}

asio::awaitable<Result<std::shared_ptr<const Version>>> Versions::find(std::uint64_t hash,
                                                                       milliseconds limit) {
  const auto deployment = current_.load();
  if (auto served = deployment->version(hash)) co_return served;
  const auto same = [hash](const Held& one) { return one.version->hash == hash; };
  const auto found = std::find_if(held_.begin(), held_.end(), same);
  if (found != held_.end()) {
    held_.splice(held_.begin(), held_, found);
    held_.front().used_ms = now_ms();
    co_return held_.front().version;
  }
  auto one = loading_[hash];
  if (!one) {
    one = std::make_shared<Load>(io_);
    loading_[hash] = one;
    loads_.spawn("version_load", load(hash, one));
  }
  auto arrived = arrival(std::move(one));
  co_return co_await within(limit, "a version of the dialog", std::move(arrived));
}

asio::awaitable<Versions::Found> Versions::arrival(std::shared_ptr<Load> one) {
  if (!one->done) co_await one->arrived.async_wait(kAwaitTuple);
  co_return one->found;
}

// Runs by itself: when she has waited long enough, the next who asks finds it here.
asio::awaitable<void> Versions::load(std::uint64_t hash, std::shared_ptr<Load> one) {
  auto stored = co_await store_.load_version(hash);
  if (!stored) {
    one->found = stored.error();
  } else if (!stored->packed && !stored->names) {
    one->found = std::shared_ptr<const Version>();
  } else {
    auto done = [this, one](std::shared_ptr<const Version> version) {
      asio::post(io_, [one, version = std::move(version)]() mutable {
        one->found = std::move(version);
        one->compiled.cancel();
      });
    };
    compiler_.open(std::move(*stored), std::move(done));
    co_await one->compiled.async_wait(kAwaitTuple);
    take(*one);
  }
  loading_.erase(hash);
  one->done = true;
  one->arrived.cancel();
}

void Versions::take(const Load& one) {
  if (!one.found || !*one.found) return;
  const auto& version = *one.found;
  hold(version);
  log::info("version_loaded",
            {{"dialog", version->names.dialog}, {"moved_from", version->dialog == nullptr}});
}

void Versions::hold(std::shared_ptr<const Version> version) {
  std::erase_if(held_, [&](const Held& one) { return one.version->hash == version->hash; });
  held_.push_front({std::move(version), now_ms()});
  if (held_.size() > kHeldMax) held_.pop_back();
}

// Lanes share the versions, so the one that comes first writes for all.
asio::awaitable<bool> Versions::keep_if_due(std::shared_ptr<const Version> version,
                                            milliseconds ttl) {
  auto last_ms = version->kept_ms.load();
  const auto at_ms = now_ms();
  if (at_ms - last_ms < kWriteAgainMs) co_return true;
  if (!version->kept_ms.compare_exchange_strong(last_ms, at_ms)) co_return true;
  auto kept = co_await store_.keep_version(version, ttl);
  if (kept) co_return true;
  version->kept_ms.store(last_ms);
  log::warn("version_not_kept", {{"reason", kept.error().context}});
  co_return false;
}

asio::awaitable<bool> Versions::keep(std::shared_ptr<const Deployment> deployment) {
  bool all = true;
  const auto ttl = version_ttl(*deployment);
  for (const auto& [hash, version] : deployment->versions()) {
    const bool kept = co_await keep_if_due(version, ttl);
    all = all && kept;
  }
  co_return all;
}

// Of those held only what was used since it was last written: else it would never go.
asio::awaitable<bool> Versions::keep_used() {
  std::vector<std::shared_ptr<const Version>> used;
  for (const auto& one : held_) {
    if (one.used_ms > one.version->kept_ms.load()) used.push_back(one.version);
  }
  bool all = true;
  const auto ttl = version_ttl(*current_.load());
  for (const auto& version : used) {
    const bool kept = co_await keep_if_due(version, ttl);
    all = all && kept;
  }
  co_return all;
}

asio::awaitable<void> Versions::run() {
  while (!stopping_) {
    const bool served = co_await keep(current_.load());
    const bool used = co_await keep_used();
    if (stopping_) break;
    pause_.expires_after(served && used ? kLookAgain : kTryAgain);
    co_await pause_.async_wait(kAwaitTuple);
  }
}

void Versions::stop() {
  stopping_ = true;
  pause_.cancel();
}

}  // namespace jisr::gateway
