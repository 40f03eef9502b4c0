// What answers mean, and when to try again.
#include "gateway/delivery/outcome.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace jisr::gateway {
namespace {

namespace json = boost::json;
constexpr std::int64_t kNowS = 784'111'777;  // Sun, 06 Nov 1994 08:49:37 GMT

Outcome judged(int status, const std::string& body, const OutcomeRules& rules = {}) {
  ClientResponse response;
  response.status = status;
  response.body = body;
  return judge(rules, response, Backoff{}, kNowS);
}

struct Case {
  int status;
  const char* body;
  Verdict verdict;
  bool counts;
};

TEST(Outcome, FollowsHttpWithoutRules) {
  const Case cases[] = {
      {200, "", Verdict::delivered, false},
      {201, "{}", Verdict::delivered, false},
      {204, "", Verdict::delivered, false},
      {201, " \r\n", Verdict::delivered, false},
      {200, "<html>Please sign in</html>", Verdict::retry, true},
      {201, "OK", Verdict::retry, true},
      {409, "", Verdict::already_there, false},
      {409, R"({"code":"other"})", Verdict::already_there, false},
      {409, R"({"code":"in_progress"})", Verdict::retry, false},
      {409, R"({"code":"duplicate_person"})", Verdict::duplicate_person, false},
      {409, "not json", Verdict::already_there, false},
      {408, "", Verdict::retry, false},
      {425, "", Verdict::retry, false},
      {429, "", Verdict::retry, false},
      {500, "", Verdict::retry, true},
      {501, "", Verdict::retry, true},
      {502, "", Verdict::retry, false},
      {503, "", Verdict::retry, false},
      {504, "", Verdict::retry, false},
      {507, "", Verdict::retry, true},
      {401, "", Verdict::reauthenticate, false},
      {403, "", Verdict::reauthenticate, false},
      {400, "", Verdict::refused, false},
      {404, "", Verdict::refused, false},
      {422, R"({"code":"in_progress"})", Verdict::refused, false},
      {301, "", Verdict::pause, false},
      {302, "", Verdict::pause, false},
      {199, "", Verdict::pause, false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::to_string(one.status) + ' ' + one.body);
    const auto outcome = judged(one.status, one.body);
    EXPECT_EQ(name(outcome.verdict), name(one.verdict));
    EXPECT_EQ(outcome.counts, one.counts);
    EXPECT_NE(outcome.reason.find(std::to_string(one.status)), std::string::npos);
  }
}

TEST(Outcome, LetsTheFirstMatchingRuleWin) {
  const auto code = JsonPointer::parse("/errors/*/errorCode").value();
  OutcomeRules rules;
  rules.rules = {
      {{{409, 409}}, code, {json::value("E1064")}, Verdict::duplicate_person},
      {{{409, 409}, {500, 599}}, code, {json::value("E1002"), json::value(7)}, Verdict::delivered},
      {{{200, 299}},
       JsonPointer::parse("/status").value(),
       {json::value("ERROR")},
       Verdict::refused},
      {{{404, 404}}, {}, {}, Verdict::retry},
      {{}, JsonPointer::parse("/go").value(), {json::value("away")}, Verdict::parked},
  };
  const Case cases[] = {
      {409, R"({"errors":[{"errorCode":"E1"},{"errorCode":"E1064"}]})", Verdict::duplicate_person,
       false},
      {409, R"({"errors":[{"errorCode":"E1002"},{"errorCode":"E1064"}]})",
       Verdict::duplicate_person, false},
      {500, R"({"errors":[{"errorCode":7}]})", Verdict::delivered, false},
      {500, R"({"errors":[]})", Verdict::retry, true},
      {500, R"({"errors":{"errorCode":7}})", Verdict::retry, true},
      {200, R"({"status":"ERROR"})", Verdict::refused, false},
      {200, R"({"status":"OK"})", Verdict::delivered, false},
      {404, "", Verdict::retry, true},
      {418, R"({"go":"away"})", Verdict::parked, false},
      {418, R"({"go":1})", Verdict::refused, false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::to_string(one.status) + ' ' + one.body);
    const auto outcome = judged(one.status, one.body, rules);
    EXPECT_EQ(name(outcome.verdict), name(one.verdict));
    EXPECT_EQ(outcome.counts, one.counts);
  }
}

TEST(Outcome, LooksIntoNoBodyThatIsTooDeep) {
  OutcomeRules rules;
  rules.rules = {{{}, JsonPointer(), {json::value("x")}, Verdict::delivered}};
  EXPECT_EQ(judged(500, R"("x")", rules).verdict, Verdict::delivered);
  EXPECT_EQ(judged(500, std::string(10'000, '['), rules).verdict, Verdict::retry);
}

TEST(Outcome, ReadsErrors) {
  EXPECT_EQ(judge(Error{Errc::timeout, "", true}).verdict, Verdict::retry);
  EXPECT_EQ(judge(Error{Errc::lost, "", true}).verdict, Verdict::retry);
  EXPECT_EQ(judge(Error{Errc::misconfigured, "", false}).verdict, Verdict::pause);
  EXPECT_EQ(judge(Error{Errc::rejected, "", false}).verdict, Verdict::refused);
  EXPECT_TRUE(judge(Error{Errc::malformed_input, "", true}).counts);
}

TEST(Outcome, ParksOnlyWhatTheRegistryFailsOn) {
  EXPECT_EQ(park_after(judged(500, ""), 1, 3).verdict, Verdict::retry);
  EXPECT_EQ(park_after(judged(500, ""), 2, 3).verdict, Verdict::parked);
  EXPECT_EQ(park_after(judged(503, ""), 99, 3).verdict, Verdict::retry);
  EXPECT_EQ(park_after(judged(200, ""), 99, 3).verdict, Verdict::delivered);
}

TEST(Outcome, HasANameForEachVerdict) {
  for (const auto* word : {"delivered", "already_there", "duplicate_person", "retry", "refused",
                           "parked", "pause", "reauthenticate"}) {
    const auto verdict = verdict_named(word);
    ASSERT_TRUE(verdict) << word;
    EXPECT_EQ(name(*verdict), word);
  }
  EXPECT_FALSE(verdict_named("created"));
}

TEST(JsonPointer, ReadsRfc6901) {
  const auto document = json::parse(R"({"a/b":1,"m~n":2,"":3,"l":[4,5],"~1":6})");
  struct PointerCase {
    const char* pointer;
    int value;  // 0: leads nowhere
  };
  const PointerCase cases[] = {{"/a~1b", 1}, {"/m~0n", 2}, {"/", 3},    {"/l/1", 5}, {"/~01", 6},
                               {"/l/2", 0},  {"/l/-1", 0}, {"/l/x", 0}, {"/x", 0},   {"/l/0/y", 0}};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.pointer);
    int found = 0;
    const bool leads =
        JsonPointer::parse(one.pointer)->any(document, [&](const json::value& value) {
          found = static_cast<int>(value.as_int64());
          return true;
        });
    EXPECT_EQ(found, one.value);
    EXPECT_EQ(leads, one.value != 0);
  }
  EXPECT_FALSE(JsonPointer::parse("a"));
  EXPECT_FALSE(JsonPointer::parse("/a~2"));
  EXPECT_FALSE(JsonPointer::parse("/a~"));
  EXPECT_FALSE(JsonPointer::parse(std::string(40, '/')));
}

struct RetryAfterCase {
  const char* header;
  std::int64_t expected_ms;  // -1: ignored
};

TEST(Retry, ReadsRetryAfter) {
  const RetryAfterCase cases[] = {
      {"0", 0},
      {"120", 120'000},
      {"3600", 3'600'000},
      {"3601", 3'600'000},
      {"99999999999999999999999999", 3'600'000},
      {"-1", -1},
      {"+1", -1},
      {"1.5", -1},
      {"", -1},
      {"soon", -1},
      {"Sun, 06 Nov 1994 08:50:37 GMT", 60'000},
      {"Sun, 06 Nov 1994 08:49:37 GMT", 0},
      {"Sun, 06 Nov 1983 08:49:37 GMT", 0},
      {"Sun, 06 Nov 2094 08:49:37 GMT", 3'600'000},
      {"Sun, 31 Feb 2094 08:49:37 GMT", -1},
      {"Sun, 06 Nov 1994 24:49:37 GMT", -1},
      {"Sun, 06 Nov 1994 08:49:37 UTC", -1},
      {"Sunday, 06-Nov-94 08:49:37 GMT", -1},
      {"Sun, -6 Nov 1994 08:49:37 GMT", -1},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.header);
    EXPECT_EQ(parse_retry_after_ms(one.header, kNowS, 3'600'000).value_or(-1), one.expected_ms);
  }
}

TEST(Retry, BacksOffWithFullJitter) {
  const Backoff backoff{1'000, 600'000, 3'600'000};
  EXPECT_EQ(backoff_ms(backoff, 0, 0.0), 0);
  EXPECT_EQ(backoff_ms(backoff, 0, 0.5), 500);
  EXPECT_EQ(backoff_ms(backoff, 3, 0.5), 4'000);
  EXPECT_EQ(backoff_ms(backoff, 9, 0.999), 511'488);
  for (const int failures : {10, 31, 64, 1'000'000}) {
    EXPECT_EQ(backoff_ms(backoff, failures, 0.5), 300'000) << failures;
  }
  EXPECT_EQ(backoff_ms(backoff, -1, 0.5), 500);
}

TEST(Retry, WaitsAtLeastAsLongAsAsked) {
  const Backoff backoff{1'000, 600'000, 3'600'000};
  EXPECT_EQ(next_try_ms(backoff, 0, 0.5, std::nullopt), 500);
  EXPECT_EQ(next_try_ms(backoff, 0, 0.5, 2'000), 2'500) << "not all at the same moment";
  EXPECT_EQ(next_try_ms(backoff, 5, 0.5, 2'000), 16'000);
  EXPECT_EQ(next_try_ms(backoff, 0, 0.0, 99'000'000), 3'600'000);
}

}  // namespace
}  // namespace jisr::gateway
