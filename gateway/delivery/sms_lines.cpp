// Whether it is closed, hands, turn: in this order.
#include "gateway/delivery/sms_lines.hpp"

#include <algorithm>

namespace jisr::gateway {

using std::chrono::milliseconds;

namespace {

constexpr std::int64_t kFullPauseMs = 250;  // when every hand is full; about what one takes
constexpr std::int64_t kFullPauseMsMax = 60'000;

std::int64_t ms_of(SmsLines::Time time) {
  return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

// What does not hurry comes back one after the other, about as fast as hands become free.
std::int64_t SmsLines::full_wait_ms(Line& line, const SendingConfig& sending, Purpose purpose,
                                    Time now) {
  if (purpose <= Purpose::confirmation) return kFullPauseMs;
  const auto now_ms = ms_of(now);
  const auto hands = static_cast<std::int64_t>(sending.concurrency_max);
  const auto turn_ms =
      std::clamp(line.full_until_ms, now_ms + kFullPauseMs, now_ms + kFullPauseMsMax);
  line.full_until_ms = turn_ms + std::max<std::int64_t>(kFullPauseMs / hands, 1);
  return turn_ms - now_ms;
}

SmsLines::Permit SmsLines::enter(const std::string& channel, const SendingConfig& sending,
                                 const QueuedSms& sms, int parts, Time now) {
  const std::lock_guard lock(mutex_);
  auto& line = lines_[channel];
  line.limits = sending;
  Permit permit;
  if (const auto ms = line.destination.closed_ms(sending, now); ms > 0) {
    const bool rests = line.destination.rests(now);
    return {Permit::What::closed, ms, sms.promised,
            rests ? "the provider asked to slow down" : "the channel fails and is left alone"};
  }
  if (line.destination.full(sending)) {
    return {Permit::What::later, full_wait_ms(line, sending, sms.purpose, now), sms.promised,
            "as many are in hand as may be"};
  }
  Pacer::Question question;
  question.now_ms = ms_of(now);
  if (sending.rate.messages > 0) {
    const auto shared_us = sending.rate.per_ms * 1'000 * gateways_;
    question.every_us = (shared_us + sending.rate.messages - 1) / sending.rate.messages;
  }
  question.parts = parts;
  question.rank = static_cast<std::size_t>(sms.purpose);
  question.promised = sms.promised;
  const auto turn = line.pacer.ask(question);
  if (!turn.go) {
    return {Permit::What::later, turn.wait_ms, turn.promised, "waits for its turn"};
  }
  if (!line.destination.enter(sending, now)) {
    return {Permit::What::closed, sending.pause_ms, sms.promised,
            "the channel fails and is left alone"};
  }
  permit.wait_ms = turn.wait_ms;
  return permit;
}

bool SmsLines::leave(const std::string& channel, const SendingConfig& sending,
                     const SmsOutcome& outcome, Time now) {
  const std::lock_guard lock(mutex_);
  auto& line = lines_[channel];
  const auto rest_ms = outcome.slow_down ? outcome.wait_ms : 0;
  return line.destination.leave(sending, !outcome.failing, rest_ms, now);
}

bool SmsLines::is_open(const std::string& channel, const SendingConfig& sending, Time now) const {
  const std::lock_guard lock(mutex_);
  const auto found = lines_.find(channel);
  return found == lines_.end() || found->second.destination.closed_ms(sending, now) == 0;
}

void SmsLines::count(const std::string& channel, int parts, const SmsCost& cost) {
  const std::lock_guard lock(mutex_);
  auto& sum = lines_[channel].sum;
  ++sum.messages;
  sum.parts += static_cast<std::uint64_t>(parts);
  sum.cost_micro += parts * cost.micro;
  sum.currency = cost.currency;
}

bool SmsLines::is_time_to_count(Time now) {
  auto last = counted_at_.load();
  const auto at = now.time_since_epoch().count();
  if (last != 0 && Time::duration(at - last) < kCountEvery) return false;
  return counted_at_.compare_exchange_strong(last, at);
}

std::vector<SmsLines::Sum> SmsLines::sums(Time now) const {
  const std::lock_guard lock(mutex_);
  std::vector<Sum> out;
  for (const auto& [channel, line] : lines_) {
    auto& sum = out.emplace_back(line.sum);
    sum.channel = channel;
    sum.open = line.destination.closed_ms(line.limits, now) == 0;
  }
  return out;
}

}  // namespace jisr::gateway
