// When a centre is to act: its hours and days, her wish, the clock that Ramadan turns, and what the
// file may not say.
#include "gateway/delivery/due.hpp"

#include <gtest/gtest.h>

#include "gateway/calendar.hpp"
#include "tests/support/registrations.hpp"

namespace jisr::gateway {
namespace {

constexpr const char* kRule = R"(
time_zone: Africa/Casablanca
notice: 30m
closed: ["01-11", "2026-11-25"]
hours:
  value: "{answers.call_when}"
  map: {morning: {from: "09:00", to: "12:00"}, afternoon: {from: "14:00", to: "16:30"}}
  else: {from: "08:30", to: "16:30"}
)";

DueRule rule_of(const std::string& yaml, dialogs::Findings& findings) {
  return read_due(dialogs::Yaml::parse(yaml, "r.yaml", findings), findings);
}

TEST(Due, IsTheFirstOfTheirHoursAfterSheAsked) {
  dialogs::Findings findings;
  const auto rule = rule_of(kRule, findings);
  ASSERT_TRUE(findings.all().empty()) << findings.all().front().sentence;
  struct Case {
    const char* why;
    const char* asked;
    const char* wish;
    const char* due;
    const char* until;
  };
  const Case cases[] = {
      {"while they are there", "2026-11-23T10:00:00Z", "", "2026-11-23T10:30:00.000Z",
       "2026-11-23T15:30:00.000Z"},
      {"too late for today", "2026-11-23T15:21:07Z", "", "2026-11-24T07:30:00.000Z",
       "2026-11-24T15:30:00.000Z"},
      {"before they come", "2026-11-24T04:00:00.250Z", "", "2026-11-24T07:30:00.000Z",
       "2026-11-24T15:30:00.000Z"},
      {"a weekend", "2026-11-27T20:00:00Z", "", "2026-11-30T07:30:00.000Z",
       "2026-11-30T15:30:00.000Z"},
      {"what is left of the morning", "2026-11-23T10:00:00Z", "morning", "2026-11-23T10:30:00.000Z",
       "2026-11-23T11:00:00.000Z"},
      {"the morning is over", "2026-11-23T10:31:00Z", "morning", "2026-11-24T08:00:00.000Z",
       "2026-11-24T11:00:00.000Z"},
      {"her afternoon", "2026-11-23T10:00:00Z", "afternoon", "2026-11-23T13:00:00.000Z",
       "2026-11-23T15:30:00.000Z"},
      {"a wish that no hours are written for", "2026-11-23T10:00:00Z", "evening",
       "2026-11-23T10:30:00.000Z", "2026-11-23T15:30:00.000Z"},
      {"a day off in each year", "2027-01-10T12:00:00Z", "", "2027-01-12T07:30:00.000Z",
       "2027-01-12T15:30:00.000Z"},
      {"a day off once", "2026-11-24T20:00:00Z", "", "2026-11-26T07:30:00.000Z",
       "2026-11-26T15:30:00.000Z"},
      {"in Ramadan", "2026-02-25T10:00:00Z", "morning", "2026-02-25T10:30:00.000Z",
       "2026-02-25T12:00:00.000Z"},
      {"the clocks are turned before", "2026-02-13T20:00:00Z", "", "2026-02-16T08:30:00.000Z",
       "2026-02-16T16:30:00.000Z"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.why);
    auto registration = test::a_registration();
    registration.completed_at = one.asked;
    if (*one.wish != '\0') registration.answers.emplace_back("call_when", one.wish);
    add_due(rule, registration);
    EXPECT_EQ(registration.due, one.due);
    EXPECT_EQ(registration.due_until, one.until);
  }
}

TEST(Due, IsNothingWhereNobodyIsEverThere) {
  DueRule rule;
  rule.written = true;
  rule.days.clear();
  rule.hours = {0, 600};
  auto registration = test::a_registration();
  add_due(rule, registration);
  EXPECT_EQ(registration.due, "");
  registration.completed_at = "yesterday";
  add_due(DueRule(), registration);
  EXPECT_EQ(registration.due, "");
}

TEST(Due, IsReadStrictly) {
  struct Case {
    const char* yaml;
    const char* found;
  };
  const Case cases[] = {
      {"{time_zone: UTC, hours: {from: \"09:00\", to: \"12:00\"}}", ""},
      {"{time_zone: Morocco, hours: {from: \"09:00\", to: \"12:00\"}}", "E244"},
      {"{hours: {from: \"09:00\", to: \"12:00\"}}", "E110"},
      {"{time_zone: UTC}", "E110"},
      {"{time_zone: UTC, hours: {from: \"09:00\"}}", "E110"},
      {"{time_zone: UTC, hours: {from: \"9\", to: \"12:00\"}}", "E283"},
      {"{time_zone: UTC, hours: {from: \"12:00\", to: \"12:00\"}}", "E407"},
      {"{time_zone: UTC, hours: {value: \"{kind}\", map: {}}}", "E110"},
      {"{time_zone: UTC, hours: {value: \"x{kind}\", else: {from: \"09:00\", to: \"12:00\"}}}",
       "E403"},
      {"{time_zone: UTC, days: [], hours: {from: \"09:00\", to: \"12:00\"}}", "E407"},
      {"{time_zone: UTC, days: [8], hours: {from: \"09:00\", to: \"12:00\"}}", "E102"},
      {"{time_zone: UTC, closed: [\"02-30\"], hours: {from: \"09:00\", to: \"12:00\"}}", "E407"},
      {"{time_zone: UTC, closed: [\"2027-02-29\"], hours: {from: \"09:00\", to: \"12:00\"}}",
       "E407"},
      {"{time_zone: UTC, closed: [\"02-29\"], hours: {from: \"09:00\", to: \"12:00\"}}", ""},
      {"{time_zone: UTC, hour: 3, hours: {from: \"09:00\", to: \"12:00\"}}", "E101"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.yaml);
    dialogs::Findings findings;
    (void)rule_of(one.yaml, findings);
    EXPECT_EQ(findings.all().empty() ? "" : findings.all().front().code, one.found);
  }
}

TEST(Calendar, ReadsTheTimesThatItWrites) {
  for (const std::int64_t ms : {0LL, 1'795'476'600'123LL, 951'782'399'999LL}) {
    EXPECT_EQ(unix_ms_of(rfc3339(ms)), ms);
  }
  EXPECT_EQ(unix_ms_of("2026-11-23T15:21:07Z"), 1'795'447'267'000);
  for (const auto* text : {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z",
                           "2026-11-23T15:21:07+01:00", "2026-11-23 15:21:07.000Z"}) {
    EXPECT_FALSE(unix_ms_of(text)) << text;
  }
}

}  // namespace
}  // namespace jisr::gateway
