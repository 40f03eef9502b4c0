// The engine with a memory of one session, and a clock that moves when it is told to.
#include "dialogs/calls.hpp"

#include <algorithm>
#include <chrono>

#include <stdexcept>
#include "dialogs/days.hpp"
#include "dialogs/ending.hpp"
#include "dialogs/opening.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kDayMinutes = 24 * 60;

Date plus_days(const Date& date, std::int64_t count) {
  using namespace std::chrono;
  const year_month_day day(sys_days(calendar_day(date)) + days(count));
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

LookupOutcome outcome_of(const Dialog& dialog, const Lookup& lookup, const ServiceAnswer& answer) {
  LookupOutcome outcome{answer.kind, {}};
  for (const auto& kept : dialog.screens[lookup.screen].lookup.kept) {
    auto& value = outcome.kept.emplace_back();
    for (const auto& [field, found] : answer.found) {
      if (dialog.fields[kept.field].name == field) value = found;
    }
  }
  return outcome;
}

}  // namespace

Calls::Calls(const Dialog& dialog, CallWorld world, AskService ask)
    : dialog_(dialog), world_(std::move(world)), ask_(std::move(ask)) {}

Surroundings Calls::around() const {
  Surroundings around{world_.limit, world_.today};
  around.pin_key = world_.pin_key;
  around.reference = world_.reference;
  around.channel = world_.channel;
  around.sms = world_.sms;
  around.hour = world_.minute / 60;
  around.returning = world_.returning;
  around.stopped = world_.stopped;
  around.sms_possible = !world_.sms && !world_.stopped;
  return around;
}

void Calls::dial(const std::vector<std::string>& answers) {
  asked_.clear();
  registered_.reset();
  in_call_ = true;
  keep(begin_with(dialog_, session_, answers, around()));
}

void Calls::type(std::string_view input) {
  if (!in_call_ || !session_) throw std::logic_error("an answer without a call");
  asked_.clear();
  registered_.reset();
  keep(answer(dialog_, std::move(*session_), input, around()));
}

void Calls::keep(Step step) {
  for (int turn = 0; step.lookup && turn < kLookupsMax; ++turn) {
    asked_.push_back(*step.lookup);
    const auto answer = ask_ ? ask_(*step.lookup) : ServiceAnswer{};
    const auto outcome = outcome_of(dialog_, *step.lookup, answer);
    step = resume(dialog_, std::move(step.session), outcome, around());
  }
  const auto bytes = encode(step.session);
  session_bytes_max_ = std::max(session_bytes_max_, bytes.size());
  session_ = decode(bytes);
  if (!session_) throw std::logic_error("a session that cannot be read back");
  registered_ = std::move(step.effect);
  if (registered_) world_.returning = true;
  const auto consent = consent_of(dialog_, *session_);
  if (consent != SmsConsent::unsaid) world_.stopped = consent == SmsConsent::stop;
  if (session_->state == Session::State::ended) in_call_ = false;
  idle_ms_ = 0;
}

void Calls::forget() {
  session_.reset();
  in_call_ = false;
}

void Calls::wait(std::int64_t ms) {
  idle_ms_ += ms;
  const auto minutes = world_.minute + ms / kMinuteMs;
  world_.today = plus_days(world_.today, minutes / kDayMinutes);
  world_.minute = static_cast<int>(minutes % kDayMinutes);
  if (!session_) return;
  const bool ended = session_->state == Session::State::ended && !session_->gave_up;
  if (idle_ms_ > (ended ? world_.ended_ms : world_.open_ms)) {
    session_.reset();
    in_call_ = false;
  }
}

Shown Calls::page() const {
  if (!session_) throw std::logic_error("a page without a call");
  return show(dialog_, *session_, around());
}

bool Calls::asks_language() const {
  return session_ && !session_->resuming && session_->state == Session::State::open &&
         dialog_.screens[session_->screen].kind == Screen::Kind::language;
}

std::string Calls::language_key(std::string_view code) const {
  if (!asks_language()) return {};
  const auto& screen = dialog_.screens[session_->screen];
  for (const auto& choice : screen.choices) {
    const bool named = choice.language < dialog_.languages.size();
    if (named && dialog_.languages[choice.language].code == code) return choice.key;
  }
  return {};
}

}  // namespace jisr::dialogs
