// The spelling of log lines, above all of what strangers put into them; and the queue behind them.
#include "gateway/log.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>
#include <thread>
#include <vector>

namespace jisr::gateway {
namespace {

using namespace std::chrono_literals;
using log::Format;
using log::Level;
using namespace std::string_view_literals;

constexpr std::chrono::system_clock::time_point kAt{
    1'767'225'600'007ms};  // 2026-01-01T00:00:00.007Z

static_assert(log::is_refused_name("msisdn") && log::is_refused_name("answers"));
static_assert(!log::is_refused_name("channel") && !log::is_refused_name("ms"));
static_assert(!log::is_plain_name("a b") && !log::is_plain_name("") && !log::is_plain_name("A\n"));

TEST(LogLine, IsOneJsonObject) {
  const std::string channel = "iam-ussd";
  EXPECT_EQ(format_line(Format::json, Level::info, kAt, "session_opened",
                        {{"channel", channel},
                         {"ms", 3},
                         {"size", std::size_t{9}},
                         {"load", 0.5},
                         {"first", true},
                         {"dialog", "a \"b\""}}),
            R"({"ts":"2026-01-01T00:00:00.007Z","level":"info","event":"session_opened",)"
            R"("channel":"iam-ussd","ms":3,"size":9,"load":0.5,"first":true,"dialog":"a \"b\""})");
  EXPECT_EQ(format_line(Format::text, Level::warn, kAt, "slow", {{"channel", channel}, {"ms", -3}}),
            R"(2026-01-01T00:00:00.007Z warn slow channel="iam-ussd" ms=-3)");
  EXPECT_EQ(format_line(Format::json, Level::error, kAt - 8ms, "e", {}),
            R"({"ts":"2025-12-31T23:59:59.999Z","level":"error","event":"e"})");
}

TEST(LogLine, EscapesWhatAStrangerSent) {
  const struct {
    std::string_view value, escaped;
  } rows[] = {
      {"plain", "plain"},
      {"a\r\nb", R"(a\u000d\u000ab)"},
      {"\x1b[31mred", R"(\u001b[31mred)"},
      {"nul\0!"sv, R"(nul\u0000!)"},
      {"\x7f", R"(\u007f)"},
      {"\\\"", R"(\\\")"},
      {"Fès – فاس 😀", "Fès – فاس 😀"},
      {"\xc2\x9b", R"(\u009b)"},                        // the one-byte form of ESC [
      {"\xe2\x80\xa8\xe2\x80\xae", R"(\u2028\u202e)"},  // line separator, right-to-left override
      {"\xe2\x80\x8f\xe2\x81\xa6", R"(\u200f\u2066)"},  // direction marks
      {"\xff", R"(\ufffd)"},
      {"a\xc3", R"(a\ufffd)"},          // cut short
      {"\xc0\xaf", R"(\ufffd\ufffd)"},  // overlong '/'
      {"\xe0\x80\xaf", R"(\ufffd\ufffd\ufffd)"},
      {"\xed\xa0\x80", R"(\ufffd\ufffd\ufffd)"},            // surrogate
      {"\xf4\x90\x80\x80", R"(\ufffd\ufffd\ufffd\ufffd)"},  // above U+10FFFF
      {"\xc3\x28", R"(\ufffd()"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.escaped);
    const auto line = format_line(Format::json, Level::info, kAt, "e", {{"v", row.value}});
    const std::string start =
        R"({"ts":"2026-01-01T00:00:00.007Z","level":"info","event":"e","v":")";
    EXPECT_EQ(line, start + std::string(row.escaped) + "\"}");
    EXPECT_NO_THROW(boost::json::parse(line));
    const auto text = format_line(Format::text, Level::info, kAt, "e", {{"v", row.value}});
    EXPECT_TRUE(text.ends_with(" v=\"" + std::string(row.escaped) + "\"")) << text;
  }
}

TEST(LogLine, BoundsAValueAndSaysNoNan) {
  const std::string whole(1024, 'x');
  const std::string line = format_line(Format::text, Level::info, kAt, "e", {{"v", whole + "y"}});
  EXPECT_TRUE(line.ends_with("v=\"" + whole + "...\""));
  EXPECT_NO_THROW(
      boost::json::parse(format_line(Format::json, Level::info, kAt, "e",
                                     {{"v", std::numeric_limits<double>::quiet_NaN()},
                                      {"w", std::numeric_limits<double>::infinity()}})));
}

TEST(Log, WritesEveryLineOfEveryThreadThatIsOn) {
  testing::internal::CaptureStderr();
  log::start(Level::info, Format::json);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t] {
      for (int i = 0; i < 500; ++i) {
        log::info("counted", {{"thread", t}, {"i", i}});
        log::debug("not_counted", {{"thread", t}});
      }
    });
  for (auto& each : threads) each.join();
  const auto lost = log::lost();
  log::stop();
  std::istringstream lines(testing::internal::GetCapturedStderr());
  std::size_t read = 0;
  for (std::string line; std::getline(lines, line); ++read)
    EXPECT_EQ(boost::json::parse(line).at("event").as_string(), "counted");
  EXPECT_EQ(lost, 0U);
  EXPECT_EQ(read, 2000U);
}

TEST(Log, ChangesItsLevelWhileItRuns) {
  testing::internal::CaptureStderr();
  log::start(Level::warn, Format::text);
  log::info("hidden");
  log::set_level(Level::debug);
  log::debug("shown");
  log::set_level(Level::off);
  log::error("hidden");
  log::stop();
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("hidden"), std::string::npos);
  EXPECT_NE(written.find("debug shown\n"), std::string::npos);
}

TEST(Log, SpeaksUpBeforeItIsStarted) {
  testing::internal::CaptureStderr();
  log::info("hidden");
  log::error("shown", {{"reason", "early"}});
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("hidden"), std::string::npos);
  EXPECT_NE(written.find("error shown reason=\"early\"\n"), std::string::npos);
}

}  // namespace
}  // namespace jisr::gateway
