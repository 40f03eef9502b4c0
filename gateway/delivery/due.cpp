// std::chrono's calendar tells the days, ICU the clock there, which Morocco turns for Ramadan.
#include "gateway/delivery/due.hpp"

#include <algorithm>
#include <chrono>

#include "dialogs/days.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/payload_yaml.hpp"
#include "gateway/delivery/sending_config.hpp"

namespace jisr::gateway {

namespace {

using dialogs::Findings;
using dialogs::Yaml;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr int kDaysMax = 366;  // that are looked through for one that is open
constexpr std::int64_t kNoticeMost = 30 * kDayMs;

// The Unix time at which clocks there show `there_ms`, counted from 1970 there.
std::int64_t unix_of(std::int64_t there_ms, const std::string& zone) {
  const auto near_ms = there_ms - zone_offset_ms(there_ms, zone);
  return there_ms - zone_offset_ms(near_ms, zone);
}

bool is_open(const DueRule& rule, std::int64_t day) {
  const std::chrono::sys_days date{std::chrono::days(day)};
  if (!rule.days.contains(std::chrono::weekday(date).iso_encoding())) return false;
  const auto named = dialogs::iso_date(date);
  return !rule.closed.contains(named) && !rule.closed.contains(named.substr(named.find('-') + 1));
}

// "05-01" or "2027-03-10".
bool is_day(const std::string& text) {
  const auto whole = text.size() == 5 ? "2024-" + text : text;  // which has a 29th of February
  return whole.size() == 10 && whole >= "1000" && unix_ms_of(whole + "T00:00:00Z").has_value();
}

std::optional<DayHours> read_hours(const Yaml& yaml, Findings& findings) {
  yaml.only_keys(findings, "hours", {"from", "to"});
  if (!yaml["from"].exists() || !yaml["to"].exists()) {
    findings.error("E110", yaml.place(), "hours need `from` and `to`",
                   "{from: \"09:00\", to: \"12:00\"}");
    return std::nullopt;
  }
  const auto from = read_minute(yaml["from"], findings);
  const auto to = read_minute(yaml["to"], findings);
  if (!from || !to) return std::nullopt;
  if (*from >= *to) {
    findings.error("E407", yaml["to"].place(), "hours that end before they begin",
                   "those of one day, such as {from: \"09:00\", to: \"12:00\"}",
                   yaml["to"].width());
    return std::nullopt;
  }
  return DayHours{*from, *to};
}

// {from, to}, or {value: "{…}", map: {WISH: {from, to}}, else: {from, to}}.
void read_all_hours(const Yaml& yaml, DueRule& to, Findings& findings) {
  if (!yaml["value"].exists()) {
    to.hours = read_hours(yaml, findings).value_or(DayHours{});
    return;
  }
  yaml.only_keys(findings, "hours by a value", {"value", "map", "else"});
  to.by = payload_of(yaml["value"], findings);
  if (to.by.kind != PayloadTemplate::Kind::field) {
    findings.error("E403", yaml["value"].place(), "the value of a table is one {…} alone");
  }
  for (const auto& [wish, hours] : yaml["map"].entries()) {
    to.wished[wish] = read_hours(hours, findings).value_or(DayHours{});
  }
  if (!yaml["else"].exists()) {
    findings.error("E110", yaml.key_place(), "hours by a value need `else`",
                   "the hours of who wishes for none", 5);
    return;
  }
  to.hours = read_hours(yaml["else"], findings).value_or(DayHours{});
}

}  // namespace

std::optional<Due> due_after(const DueRule& rule, const std::string& wish, std::int64_t unix_ms) {
  const auto found = rule.wished.find(wish);
  const auto& hours = found == rule.wished.end() ? rule.hours : found->second;
  const auto earliest_ms = unix_ms + rule.notice_ms;
  const auto there_ms = earliest_ms + zone_offset_ms(earliest_ms, rule.time_zone);
  const auto first_day = there_ms / kDayMs;
  for (auto day = first_day; day < first_day + kDaysMax; ++day) {
    if (!is_open(rule, day)) continue;
    const auto at = [&](int minute) {
      return unix_of(day * kDayMs + minute * kMinuteMs, rule.time_zone);
    };
    const Due due{std::max(at(hours.from_minute), earliest_ms), at(hours.to_minute)};
    if (due.from_ms < due.until_ms) return due;
  }
  return std::nullopt;
}

void add_due(const DueRule& rule, Registration& registration) {
  const auto asked_ms = unix_ms_of(registration.completed_at);
  if (!rule.written || !asked_ms) return;
  const auto wish = build_payload(rule.by, registration);
  const auto due = due_after(rule, wish ? words_of(*wish) : std::string(), *asked_ms);
  if (!due) return;
  registration.due = rfc3339(due->from_ms);
  registration.due_until = rfc3339(due->until_ms);
}

DueRule read_due(const Yaml& yaml, Findings& findings) {
  DueRule rule;
  if (!yaml.exists()) return rule;
  rule.written = true;
  yaml.only_keys(findings, "due", {"time_zone", "notice", "days", "closed", "hours"});
  if (!yaml.is_map()) return rule;
  for (const auto* needed : {"time_zone", "hours"}) {
    if (yaml[needed].exists()) continue;
    findings.error("E110", yaml.key_place(), std::string("due needs `") + needed + '`', {}, 3);
  }
  const auto zone = yaml["time_zone"];
  rule.time_zone = zone.as_string(findings).value_or(rule.time_zone);
  if (zone.exists() && !is_time_zone(rule.time_zone)) {
    findings.error("E244", zone.place(), "there is no time zone \"" + rule.time_zone + '"',
                   "a name of the IANA list, such as Africa/Casablanca", zone.width());
  }
  if (const auto ms = yaml["notice"].as_duration_ms(findings)) {
    rule.notice_ms = std::min(*ms, kNoticeMost);
  }
  if (yaml["days"].exists()) rule.days.clear();
  for (const auto& day : yaml["days"].items()) {
    const auto number = day.as_integer(findings, 1, 7);
    if (number) rule.days.insert(static_cast<unsigned>(*number));
  }
  if (rule.days.empty()) {
    findings.error("E407", yaml["days"].place(), "no day of the week",
                   "a list, 1 is Monday: [1, 2, 3, 4, 5]");
  }
  for (const auto& day : yaml["closed"].items()) {
    const auto text = day.as_string(findings).value_or("");
    rule.closed.insert(text);
    if (is_day(text)) continue;
    findings.error("E407", day.place(), "not a day", "\"05-01\" in each year, or \"2027-03-10\"",
                   day.width());
  }
  if (yaml["hours"].exists()) read_all_hours(yaml["hours"], rule, findings);
  return rule;
}

}  // namespace jisr::gateway
