// The table, and what is asked of it.
#include "gateway/rates.hpp"

#include <algorithm>
#include <bit>

namespace jisr::gateway {

namespace {

constexpr int kTimeBits = 44;
constexpr std::uint64_t kTimeMask = (std::uint64_t{1} << kTimeBits) - 1;
constexpr std::int64_t kTicks = 64;  // of a millisecond: 44 bits of them are eight years
constexpr int kRacesMax = 8;         // then he may: a limit is not worth waiting for

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 86'400'000;

constexpr std::size_t kSubscribers = 65'536;
constexpr std::size_t kLines = 1'024;
constexpr std::uint64_t kAll = 1;
constexpr std::uint64_t kLog = 2;

// splitmix64: callers' hashes need not be good ones.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

std::int64_t interval(RateLimit limit) {
  return std::max<std::int64_t>(limit.per_ms * kTicks / limit.times, 1);
}

// How far ahead of now he may be even: the burst without its last.
std::int64_t ahead_max(RateLimit limit) {
  return limit.per_ms * kTicks - interval(limit);
}

std::int64_t even_at(std::uint64_t cell) {
  return static_cast<std::int64_t>(cell & kTimeMask);
}

std::int64_t shared(int limit, std::int64_t gateways) {
  if (limit == 0) return 0;
  return std::max<std::int64_t>(limit / std::max<std::int64_t>(gateways, 1), 1);
}

}  // namespace

RateTable::RateTable(std::size_t size)
    : sets_(std::bit_ceil(std::max(size / kWays, std::size_t{1}))),
      cells_(std::make_unique<std::atomic<std::uint64_t>[]>(sets_ * kWays)) {}

RateTable::Place RateTable::place_of(std::uint64_t who) const {
  const auto hash = mixed(who);
  return {(hash & (sets_ - 1)) * kWays, std::max<std::uint64_t>(hash >> kTimeBits, 1)};
}

bool RateTable::may(std::uint64_t who, RateLimit limit, std::int64_t now_ms) const {
  if (limit.times <= 0) return true;
  const auto [set, tag] = place_of(who);
  for (std::size_t i = set; i < set + kWays; ++i) {
    const auto cell = cells_[i].load(std::memory_order_relaxed);
    if (cell >> kTimeBits == tag) return even_at(cell) - now_ms * kTicks <= ahead_max(limit);
  }
  return true;
}

bool RateTable::take(std::uint64_t who, RateLimit limit, std::int64_t now_ms) {
  if (limit.times <= 0) return true;
  const auto [set, tag] = place_of(who);
  const auto now = now_ms * kTicks;
  for (int race = 0; race < kRacesMax; ++race) {
    // His cell, or that of whoever was even first.
    std::size_t at = set;
    std::uint64_t cell = cells_[set].load(std::memory_order_relaxed);
    for (std::size_t i = set; i < set + kWays; ++i) {
      const auto other = cells_[i].load(std::memory_order_relaxed);
      const bool his = other >> kTimeBits == tag;
      if (his || even_at(other) < even_at(cell)) {
        at = i;
        cell = other;
      }
      if (his) break;
    }
    const bool his = cell >> kTimeBits == tag;
    const auto even = his ? std::max(even_at(cell), now) : now;
    if (even - now > ahead_max(limit)) return false;
    const auto next = static_cast<std::uint64_t>(even + interval(limit)) & kTimeMask;
    if (cells_[at].compare_exchange_weak(cell, tag << kTimeBits | next,
                                         std::memory_order_relaxed)) {
      return true;
    }
  }
  return true;
}

void RateTable::give_back(std::uint64_t who, RateLimit limit) {
  if (limit.times <= 0) return;
  const auto [set, tag] = place_of(who);
  for (std::size_t i = set; i < set + kWays; ++i) {
    auto cell = cells_[i].load(std::memory_order_relaxed);
    for (int race = 0; race < kRacesMax && cell >> kTimeBits == tag; ++race) {
      const auto even = std::max<std::int64_t>(even_at(cell) - interval(limit), 0);
      const auto next = tag << kTimeBits | static_cast<std::uint64_t>(even);
      if (cells_[i].compare_exchange_weak(cell, next, std::memory_order_relaxed)) return;
    }
  }
}

const char* name(TooOften what) {
  switch (what) {
    case TooOften::turns:
      return "turns_a_minute";
    case TooOften::calls:
      return "calls_an_hour";
    case TooOften::channel:
      return "channel_calls_a_second";
    case TooOften::all:
      return "calls_a_second";
    case TooOften::no:
      break;
  }
  return "no";
}

Rates::Rates(RateConfig config)
    : config_(config),
      turns_(kSubscribers),
      calls_(kSubscribers),
      lookups_(kSubscribers),
      lines_(kLines),
      sms_hour_(kSubscribers),
      sms_day_(kSubscribers) {}

std::int64_t Rates::ms(Time now) const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_).count();
}

TooOften Rates::take(const RatedTurn& turn, std::int64_t gateways, Time now) {
  const auto at = ms(now);
  const RateLimit turns{config_.turns_a_minute, kMinuteMs};
  const RateLimit calls{config_.calls_an_hour, kHourMs};
  const RateLimit channel{shared(config_.channel_calls_a_second, gateways), 1'000};
  const RateLimit all{shared(config_.calls_a_second, gateways), 1'000};
  if (!turns_.take(turn.who, turns, at)) return TooOften::turns;
  if (!turn.begins) return TooOften::no;
  auto what = TooOften::no;
  if (!calls_.take(turn.who, calls, at)) {
    what = TooOften::calls;
  } else if (!lines_.take(turn.channel, channel, at)) {
    calls_.give_back(turn.who, calls);
    what = TooOften::channel;
  } else if (!lines_.take(kAll, all, at)) {
    calls_.give_back(turn.who, calls);
    lines_.give_back(turn.channel, channel);
    what = TooOften::all;
  }
  if (what != TooOften::no) turns_.give_back(turn.who, turns);
  return what;
}

void Rates::give_back(const RatedTurn& turn, std::int64_t gateways) {
  turns_.give_back(turn.who, {config_.turns_a_minute, kMinuteMs});
  if (!turn.begins) return;
  calls_.give_back(turn.who, {config_.calls_an_hour, kHourMs});
  lines_.give_back(turn.channel, {shared(config_.channel_calls_a_second, gateways), 1'000});
  lines_.give_back(kAll, {shared(config_.calls_a_second, gateways), 1'000});
}

bool Rates::take_lookup(std::uint64_t who, Time now) {
  return lookups_.take(who, {config_.lookups_a_day, kDayMs}, ms(now));
}

bool Rates::may_send(std::uint64_t number, int hour, int day, Time now) const {
  return sms_hour_.may(number, {hour, kHourMs}, ms(now)) &&
         sms_day_.may(number, {day, kDayMs}, ms(now));
}

void Rates::sent(std::uint64_t number, int hour, int day, Time now) {
  sms_hour_.take(number, {hour, kHourMs}, ms(now));
  sms_day_.take(number, {day, kDayMs}, ms(now));
}

bool Rates::may_tell(Time now) {
  return lines_.take(kLog, {1, 1'000}, ms(now));
}

}  // namespace jisr::gateway
