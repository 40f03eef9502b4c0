// Claim, deliver, settle.
#include "gateway/delivery/outbox.hpp"

#include <algorithm>

#include "gateway/delivery/consent.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/reminders.hpp"
#include "gateway/delivery/silent.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {
constexpr std::int64_t kBusyPauseMs = 5;   // between two looks while every hand is full
constexpr milliseconds kSettlePause{500};  // before a settlement that was not stored is tried again

// The answer by which she is found again; empty: none, or it is no registration.
std::string person_of(const UpdatesConfig& config, const Registration& registration) {
  if (config.person.empty() || !registration.kind.empty()) return {};
  return registration.text_of(config.person);
}

bool may_pass(const Error& error) {
  return error.code == Errc::timeout || error.code == Errc::lost || error.code == Errc::unavailable;
}
}  // namespace

asio::awaitable<void> Outbox::run() {
  bool complained = false;
  while (!stopping_) {
    const auto room =
        config_.concurrency_max - std::min(config_.concurrency_max, deliveries_.size());
    std::int64_t pause_ms = config_.poll_ms;
    co_await sms_.count_gateways();
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
  const auto leased_until = std::chrono::steady_clock::now() + milliseconds(config_.lease_ms);
  auto settlement = Settlement::parked("of a kind that this version does not know");
  if (entry.kind == EntryKind::registry) {
    settlement = co_await deliver_registration(entry);
  } else if (entry.kind == EntryKind::sms) {
    settlement = co_await deliver_sms(entry);
  }
  auto settled = co_await store_.settle(entry.partition, entry.id, entry.fence, settlement);
  // Redis may only be restarting: what is not settled is done again, and an SMS comes twice.
  asio::steady_timer pause(co_await asio::this_coro::executor);
  while (!settled && may_pass(settled.error()) && !stopping_ &&
         std::chrono::steady_clock::now() < leased_until) {
    pause.expires_after(kSettlePause);
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    settled = co_await store_.settle(entry.partition, entry.id, entry.fence, settlement);
  }
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
  if (registration->silent) {
    co_return co_await settle_silent(store_, versions_, deployment, &entry,
                                     std::move(*registration));
  }
  if (deployment->registry() == nullptr) {
    co_return Settlement::retry(milliseconds(60'000), "no registry is configured");
  }
  const auto& limits = deployment->registry()->destination;
  const auto wait_ms = destinations_.registry.enter(limits, Clock::now());
  if (wait_ms > 0) {
    co_return Settlement::put_off(milliseconds(wait_ms + spread_ms()), "the registry is waited for",
                                  entry);
  }
  auto confirmation = registration->confirmation;
  const auto reference = registration->reference;
  Noted noted;
  noted.reference = reference;
  noted.person = person_of(deployment->registry()->updates, *registration);
  if (const auto* kind = kind_named(*deployment->registry(), registration->kind)) {
    noted.change = file_change(kind->file, *registration);
  }
  auto outcome = co_await registry_.deliver(deployment->registry(), std::move(*registration));
  if (destinations_.registry.leave(limits, !outcome.away, Clock::now())) {
    log::error("registry_left_alone", {{"ms", limits.pause_ms}, {"reason", outcome.reason}});
  }
  const bool is_noted = co_await note(outcome.verdict, std::move(noted), deployment);
  if (!is_noted) {
    // The registry knows the entry by its key: nothing is doubled when it is sent again.
    co_return Settlement::retry(milliseconds(1'000), "what is kept of it could not be stored");
  }
  co_return settlement_of(entry, outcome, confirmation);
}

// By what she is found again, what becomes of what is kept of her, and what she is told who was
// registered before. False: Redis did not take it.
asio::awaitable<bool> Outbox::note(Verdict verdict, Noted noted,
                                   std::shared_ptr<const Deployment> deployment) {
  const auto& config = deployment->registry()->updates;
  const bool there = verdict == Verdict::delivered || verdict == Verdict::already_there;
  if (there && !noted.person.empty()) {
    const milliseconds keep(config.keep_ms);
    auto kept = co_await store_.note_person(std::move(noted.person), noted.reference, keep);
    if (!kept) co_return false;
  }
  if (there && noted.change) {
    auto changed = co_await change_file(store_, std::move(*noted.change));
    if (!changed) co_return false;
  }
  const bool has_file = !noted.reference.empty();  // a lead of who fell silent has no number
  if (verdict == Verdict::duplicate_person && config.keeps_files() && has_file) {
    Update update;
    update.reference = std::move(noted.reference);
    update.news.status = "duplicate";
    auto kept = co_await updates_.keep(&config, std::move(update));
    if (!kept) co_return false;
  }
  co_return true;
}

Settlement Outbox::settlement_of(const Claimed& entry, const Outcome& outcome,
                                 const std::optional<Confirmation>& confirmation) {
  const int failures = static_cast<int>(std::min<std::uint64_t>(entry.attempts - 1, 60));
  std::optional<OutboxEntry> follow_up;
  if (confirmation) {
    QueuedSms sms;
    sms.channel = confirmation->channel;
    sms.msisdn = confirmation->msisdn;
    sms.text = confirmation->text;
    sms.purpose = Purpose::confirmation;
    follow_up =
        OutboxEntry{sms_entry_id(sms.purpose, ids_.next()), EntryKind::sms, encode(sms), {}};
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
  if (sms->of_call) {
    auto gone = co_await reminder_void(store_, versions_, current_.load(), &entry, &*sms);
    if (gone) co_return std::move(*gone);
  }
  const bool asked = sms->asked;
  auto held = co_await withheld(store_, entry.id, sms->msisdn, asked, counters_);
  if (held) co_return std::move(*held);
  co_return co_await sms_.deliver(entry, std::move(*sms));
}

}  // namespace jisr::gateway
