// Asks each decision in its order, and carries out what they say.
#include "gateway/delivery/sms_delivery.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "dialogs/charset.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/quiet_hours.hpp"
#include "gateway/delivery/retry.hpp"
#include "gateway/delivery/sms_route.hpp"
#include "gateway/log.hpp"
#include "gateway/turn.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct SmsDelivery::Leaving {
  const Claimed* entry;
  std::shared_ptr<const Deployment> deployment;
  const Channel* channel;
  QueuedSms sms;
  std::string fallback;
  int parts = 1;

  [[nodiscard]] const SendingConfig& sending() const { return channel->config.sending; }
  [[nodiscard]] SmsBounds bounds(const OutboxConfig& config) const {
    SmsBounds bounds;
    bounds.attempts_max = static_cast<std::uint64_t>(config.sms_attempts_max);
    bounds.attempts_before_fallback = static_cast<std::uint64_t>(sending().attempts);
    bounds.has_fallback = !fallback.empty();
    return bounds;
  }
};

namespace {

constexpr milliseconds kGatewayGone = 3 * SmsLines::kCountEvery;

// Nobody waits for a reminder: it has quiet hours also where nothing is configured.
QuietHours night() {
  QuietHours hours;
  hours.from_minute = 21 * 60;
  hours.to_minute = 8 * 60;
  return hours;
}

std::int64_t quiet_ms(const Deployment& deployment, const Channel& channel, Purpose purpose) {
  const auto& sending = channel.config.sending;
  const auto& hours = sending.quiet ? sending.quiet : deployment.config().sms.quiet;
  if (sending.never_quiet) return 0;
  if (!hours && purpose == Purpose::reminder) {
    return quiet_wait_ms(night(), purpose, now_ms(), channel.time_zone);
  }
  if (!hours) return 0;
  return quiet_wait_ms(*hours, purpose, now_ms(), channel.time_zone);
}

// SMS to dear numbers are how strangers earn by our sending.
bool is_served(const std::string& msisdn, const Channel& channel, const SmsConfig& sms) {
  const auto begins = [&](const std::string& prefix) { return msisdn.starts_with(prefix); };
  return providers::is_mobile(msisdn, channel.numbering) ||
         std::any_of(sms.abroad.begin(), sms.abroad.end(), begins);
}

Tally tally_of(const Channel& channel, int parts) {
  const auto& cost = channel.config.sending.cost;
  Tally tally;
  tally.day = date_of(now_ms(), channel.time_zone);
  tally.channel = channel.config.name;
  tally.parts = parts;
  tally.cost_micro = parts * cost.micro;
  tally.currency = cost.currency;
  return tally;
}

}  // namespace

asio::awaitable<Settlement> SmsDelivery::deliver(Claimed& entry, QueuedSms sms) {
  Leaving leaving;
  leaving.entry = &entry;
  leaving.deployment = current_.load();
  leaving.channel = leaving.deployment->channel(sms.channel);
  if (leaving.channel == nullptr) {
    Counters::add(counters_.dead);
    co_return Settlement::refused("there is no channel \"" + sms.channel + "\" any more");
  }
  leaving.sms = std::move(sms);
  const auto& channel = *leaving.channel;
  if (!is_served(leaving.sms.msisdn, channel, leaving.deployment->config().sms)) {
    Counters::add(counters_.dead);
    co_return Settlement::refused("a number outside of the country's mobile ranges (sms.abroad)");
  }
  const auto quiet = quiet_ms(*leaving.deployment, channel, leaving.sms.purpose);
  if (quiet > 0) co_return Settlement::put_off(milliseconds(quiet), "quiet hours", entry);
  leaving.fallback = fallback_of(leaving.deployment->config().sms, channel.config.sending,
                                 channel.config.name, leaving.sms.msisdn);
  if (leaving.deployment->channel(leaving.fallback) == nullptr) leaving.fallback.clear();
  if (!channel.profile.send.split) {
    leaving.parts = static_cast<int>(dialogs::sms_parts(leaving.sms.text));
  }
  co_return co_await hand_over(leaving);
}

// More SMS than one woman needs. Counted before it leaves: many at once are not let through. An
// answer is worth nothing later; the rest waits for its turn.
std::optional<Settlement> SmsDelivery::too_many(const Leaving& leaving) {
  constexpr milliseconds kLater(600'000);
  const auto& limits = leaving.deployment->config().sms;
  const auto number = fingerprint(leaving.sms.msisdn);
  const auto now = Clock::now();
  if (rates_.may_send(number, limits.number_hour, limits.number_day, now)) {
    rates_.sent(number, limits.number_hour, limits.number_day, now);
    return std::nullopt;
  }
  Counters::add(counters_.sms_limited);
  if (leaving.sms.purpose != Purpose::answer) {
    return Settlement::put_off(kLater, "the number had too many SMS", *leaving.entry);
  }
  log::warn("sms_withheld",
            {{"entry", leaving.entry->id}, {"reason", "the number had too many SMS"}});
  return Settlement::delivered();
}

asio::awaitable<Settlement> SmsDelivery::hand_over(Leaving& leaving) {
  using What = SmsLines::Permit::What;
  const auto& name = leaving.channel->config.name;
  const auto permit =
      lines_.enter(name, leaving.sending(), leaving.sms, leaving.parts, Clock::now());
  if (permit.what == What::closed && may_fall_back(leaving.sms, leaving.bounds(config_))) {
    const auto* other = leaving.deployment->channel(leaving.fallback);
    const bool open = lines_.is_open(leaving.fallback, other->config.sending, Clock::now());
    if (open) co_return fall_back(leaving, permit.reason);
  }
  if (permit.what != What::go) co_return put_off(leaving, permit);
  if (permit.wait_ms > 0) {
    asio::steady_timer turn(io_, milliseconds(permit.wait_ms));
    co_await turn.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (auto held = too_many(leaving)) {
    SmsOutcome nothing;  // was asked of the channel: it is as it was
    nothing.what = SmsOutcome::What::sent;
    lines_.leave(name, leaving.sending(), nothing, Clock::now());
    co_return std::move(*held);
  }
  auto sender = sender_of(leaving.deployment->config().sms, name, leaving.sms.msisdn);
  auto sms = leaving.sms;
  auto outcome = co_await sender_.send(leaving.deployment, leaving.entry->id, std::move(sender),
                                       std::move(sms));
  if (lines_.leave(name, leaving.sending(), outcome, Clock::now())) {
    log::error("channel_left_alone",
               {{"channel", name}, {"ms", leaving.sending().pause_ms}, {"reason", outcome.reason}});
  }
  if (outcome.what == SmsOutcome::What::sent) {
    co_return co_await taken(leaving, std::move(outcome));
  }
  co_return not_taken(leaving, outcome);
}

asio::awaitable<Settlement> SmsDelivery::taken(Leaving& leaving, SmsOutcome outcome) {
  const auto& channel = *leaving.channel;
  Counters::add(counters_.sms_sent);
  lines_.count(channel.config.name, leaving.parts, leaving.sending().cost);
  log::info("sms_sent", {{"channel", channel.config.name},
                         {"entry", leaving.entry->id},
                         {"purpose", name(leaving.sms.purpose)},
                         {"message_id", outcome.message_id}});
  auto sent = leaving.sms;
  sent.text.resize(sent.text.size() - outcome.rest.size());
  auto again = co_await receipts_.note_sent(leaving.deployment, leaving.channel,
                                            std::move(outcome.message_id), leaving.entry->id,
                                            std::move(sent));
  // What follows becomes an entry in the same step that ends this one: none is sent twice.
  std::optional<OutboxEntry> next;
  if (!outcome.rest.empty()) {
    auto rest = leaving.sms;
    rest.text = std::move(outcome.rest);
    rest.promised = false;
    rest.unsure = false;
    next = entry_of(rest);
  } else if (again) {
    next = entry_of(*again);
    next->due_in = milliseconds(leaving.sending().resend->after_ms);
  }
  auto settlement = Settlement::delivered(std::move(next));
  co_return std::move(settlement).with_tally(tally_of(channel, leaving.parts));
}

Settlement SmsDelivery::not_taken(const Leaving& leaving, const SmsOutcome& outcome) {
  const auto attempts = leaving.entry->attempts;
  log::warn("sms_not_sent", {{"channel", leaving.channel->config.name},
                             {"entry", leaving.entry->id},
                             {"reason", outcome.reason},
                             {"attempt", attempts}});
  auto sms = leaving.sms;
  sms.unsure = sms.unsure || outcome.unknown;
  auto what = outcome.unknown ? SmsTry::unknown : SmsTry::not_taken;
  if (outcome.what == SmsOutcome::What::refused) what = SmsTry::refused;
  switch (next_step(what, sms, attempts, leaving.bounds(config_))) {
    case SmsStep::fall_back:
      return fall_back(leaving, outcome.reason);
    case SmsStep::refuse:
      Counters::add(counters_.dead);
      return Settlement::refused(outcome.reason);
    case SmsStep::park:
      Counters::add(counters_.dead);
      return Settlement::parked(outcome.reason);
    case SmsStep::done:
    case SmsStep::again:
      break;
  }
  Counters::add(counters_.retried);
  Backoff backoff;
  backoff.base_ms = config_.sms_backoff_ms;
  const int failures = static_cast<int>(std::min<std::uint64_t>(attempts - 1, 60));
  const double random = std::uniform_real_distribution<double>(0, 1)(random_);
  std::optional<std::int64_t> asked;
  if (outcome.wait_ms > 0) asked = outcome.wait_ms;
  auto again = Settlement::retry(milliseconds(next_try_ms(backoff, failures, random, asked)),
                                 outcome.reason);
  if (sms.unsure == leaving.sms.unsure) return again;
  return std::move(again).with_payload(encode(sms));
}

// The other channel gets an entry of its own in the step that ends this one.
Settlement SmsDelivery::fall_back(const Leaving& leaving, const std::string& why) {
  log::warn("sms_falls_back", {{"channel", leaving.channel->config.name},
                               {"by", leaving.fallback},
                               {"entry", leaving.entry->id},
                               {"reason", why}});
  Counters::add(counters_.fallen_back);
  auto sms = leaving.sms;
  sms.channel = leaving.fallback;
  sms.fallen = true;
  sms.promised = false;
  return Settlement::delivered(entry_of(sms));
}

Settlement SmsDelivery::put_off(const Leaving& leaving, const SmsLines::Permit& permit) {
  auto settlement =
      Settlement::put_off(milliseconds(permit.wait_ms), permit.reason, *leaving.entry);
  if (permit.promised == leaving.sms.promised) return settlement;
  auto sms = leaving.sms;
  sms.promised = permit.promised;
  return std::move(settlement).with_payload(encode(sms));
}

std::optional<OutboxEntry> SmsDelivery::entry_of(const QueuedSms& sms) {
  return OutboxEntry{sms_entry_id(sms.purpose, ids_.next()), EntryKind::sms, encode(sms), {}};
}

asio::awaitable<void> SmsDelivery::count_gateways() {
  if (!lines_.is_time_to_count(Clock::now())) co_return;
  auto counted = co_await store_.count_gateways(lines_.name(), kGatewayGone);
  if (counted) lines_.share_among(*counted);
}

}  // namespace jisr::gateway
