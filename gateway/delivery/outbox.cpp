// Claim, deliver, settle.
#include "gateway/delivery/outbox.hpp"

#include <algorithm>

#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {
constexpr std::int64_t kBusyPauseMs = 5;  // between two looks while every hand is full
}

asio::awaitable<void> Outbox::run() {
  bool complained = false;
  while (!stopping_) {
    const auto room =
        config_.concurrency_max - std::min(config_.concurrency_max, deliveries_.size());
    std::int64_t pause_ms = config_.poll_ms;
    if (room > 0) {
      auto claimed = co_await store_.claim_all(room, milliseconds(config_.lease_ms));
      if (!claimed && !complained) {
        log::warn("outbox_waits", {{"reason", claimed.error().context}});
      }
      complained = !claimed;
      if (claimed) {
        // A full hand means that more waits: come back as soon as there is room.
        if (claimed->size() == room) pause_ms = std::min(pause_ms, kBusyPauseMs);
        for (auto& entry : *claimed) deliveries_.spawn("delivery", deliver(std::move(entry)));
      }
    }
    if (room == 0) pause_ms = std::min(pause_ms, kBusyPauseMs);
    if (stopping_) break;
    pause_.expires_after(milliseconds(pause_ms));
    co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void Outbox::stop() {
  stopping_ = true;
  pause_.cancel();
}

asio::awaitable<void> Outbox::deliver(Claimed entry) {
  auto settlement = Settlement::parked("of a kind that this version does not know");
  if (entry.kind == EntryKind::registry) {
    settlement = co_await deliver_registration(entry);
  } else if (entry.kind == EntryKind::sms) {
    settlement = co_await deliver_sms(entry);
  }
  auto settled = co_await store_.settle(entry.partition, entry.id, entry.fence, settlement);
  if (!settled) {
    // The lease runs out and somebody delivers again, with the same key: nothing is lost.
    log::warn("settle_failed", {{"entry", entry.id}, {"reason", settled.error().context}});
  } else if (*settled == SettleOutcome::stale) {
    log::warn("settle_stale", {{"entry", entry.id}});
  }
}

asio::awaitable<Settlement> Outbox::deliver_registration(Claimed& entry) {
  auto registration = decode_registration(entry.payload);
  if (!registration) co_return Settlement::parked("the stored registration cannot be read");
  const auto deployment = current_.load();
  if (deployment->registry() == nullptr) {
    co_return Settlement::retry(milliseconds(60'000), "no registry is configured");
  }
  auto confirmation = registration->confirmation;
  auto outcome = co_await registry_.deliver(deployment->registry(), std::move(*registration));
  co_return settlement_of(entry, outcome, confirmation);
}

Settlement Outbox::settlement_of(const Claimed& entry, const Outcome& outcome,
                                 const std::optional<Confirmation>& confirmation) {
  const int failures = static_cast<int>(std::min<std::uint64_t>(entry.attempts - 1, 60));
  std::optional<OutboxEntry> follow_up;
  if (confirmation) {
    QueuedSms sms{confirmation->channel, confirmation->msisdn, confirmation->text};
    follow_up = OutboxEntry{ids_.next(), EntryKind::sms, encode(sms), {}};
  }
  log::info("delivery", {{"entry", entry.id},
                         {"outcome", name(outcome.verdict)},
                         {"reason", outcome.reason},
                         {"attempt", entry.attempts}});
  switch (outcome.verdict) {
    case Verdict::already_there:
      Counters::add(counters_.already_there);
      [[fallthrough]];
    case Verdict::delivered:
      Counters::add(counters_.delivered);
      return Settlement::delivered(std::move(follow_up));
    case Verdict::duplicate_person:
      Counters::add(counters_.dead);
      return Settlement::refused("the registry has another registration of this person");
    case Verdict::refused:
      Counters::add(counters_.dead);
      return Settlement::refused(outcome.reason);
    case Verdict::parked:
      Counters::add(counters_.dead);
      return Settlement::parked(outcome.reason);
    case Verdict::retry:
    case Verdict::pause:
    case Verdict::reauthenticate:
      break;
  }
  Counters::add(counters_.retried);
  const auto* registry = current_.load()->registry();
  const Backoff backoff = registry != nullptr ? registry->backoff : Backoff{};
  auto delay = next_try_ms(backoff, failures, draw(), outcome.retry_after_ms);
  if (outcome.verdict != Verdict::retry) {
    log::error("registry_needs_a_person", {{"reason", outcome.reason}});
    delay = std::max(delay, backoff.cap_ms / 10);
  }
  return Settlement::retry(milliseconds(delay), outcome.reason);
}

asio::awaitable<Settlement> Outbox::deliver_sms(Claimed& entry) {
  auto sms = decode_sms(entry.payload);
  if (!sms) co_return Settlement::parked("the stored SMS cannot be read");
  const auto channel = sms->channel;
  const auto msisdn = sms->msisdn;
  auto outcome = co_await sms_.send(current_.load(), entry.id, std::move(*sms));
  if (outcome.what == SmsOutcome::What::sent) {
    Counters::add(counters_.sms_sent);
    log::info("sms_sent",
              {{"channel", channel}, {"entry", entry.id}, {"message_id", outcome.message_id}});
    // The next part becomes an entry in the same step that ends this one: none is sent twice.
    std::optional<OutboxEntry> next;
    if (!outcome.rest.empty()) {
      const QueuedSms rest{channel, msisdn, outcome.rest};
      next = OutboxEntry{ids_.next(), EntryKind::sms, encode(rest), {}};
    }
    co_return Settlement::delivered(std::move(next));
  }
  log::warn("sms_not_sent", {{"channel", channel},
                             {"entry", entry.id},
                             {"reason", outcome.reason},
                             {"attempt", entry.attempts}});
  if (outcome.what == SmsOutcome::What::refused) {
    Counters::add(counters_.dead);
    co_return Settlement::refused(outcome.reason);
  }
  if (entry.attempts >= static_cast<std::uint64_t>(config_.sms_attempts_max)) {
    Counters::add(counters_.dead);
    co_return Settlement::parked(outcome.reason);
  }
  Counters::add(counters_.retried);
  Backoff backoff;
  backoff.base_ms = config_.sms_backoff_ms;
  const int failures = static_cast<int>(std::min<std::uint64_t>(entry.attempts - 1, 60));
  const milliseconds delay(std::max(outcome.wait_ms, backoff_ms(backoff, failures, draw())));
  co_return Settlement::retry(delay, outcome.reason);
}

}  // namespace jisr::gateway
