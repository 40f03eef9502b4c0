// gateway.yaml: what is said about time must fit together.
#include "gateway/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace jisr::gateway {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ~ConfigTest() override { std::filesystem::remove(file_); }
  Config read(const std::string& yaml) {
    std::ofstream(file_) << yaml;
    Sources sources;
    findings_ = {};
    return read_config(file_, findings_, sources);
  }

  const std::string file_ = std::filesystem::temp_directory_path() /
                            ("jisr-config-test-" + std::to_string(getpid()) + ".yaml");
  dialogs::Findings findings_;
};

TEST_F(ConfigTest, ASlowRedisIsNoticedBeforeItsTimeIsOver) {
  EXPECT_EQ(read("redis: {command: 250ms}").limits.slow_ms, 200);
  EXPECT_EQ(read("limits: {slow: 100ms, turns: 50}").limits.slow_ms, 100);
  EXPECT_FALSE(findings_.has_errors());
  read("limits:\n  slow: 500ms");
  ASSERT_EQ(findings_.all().size(), 1U);
  EXPECT_EQ(findings_.all()[0].code, "E132");
  EXPECT_EQ(findings_.all()[0].place.line, 2);
}

TEST_F(ConfigTest, AnAnswerMustFitTheOperatorsTime) {
  read("redis: {command: 2s}");
  ASSERT_EQ(findings_.all().size(), 1U);
  EXPECT_EQ(findings_.all()[0].code, "E130");
}

TEST_F(ConfigTest, AnAdminListenerForOthersAsksForAToken) {
  const auto codes = [&](const std::string& admin) {
    read("listen: {admin: {" + admin + "}}");
    std::string all;
    for (const auto& one : findings_.all()) all += one.code + " ";
    return all;
  };
  EXPECT_EQ(codes("port: 1"), "");
  EXPECT_EQ(codes("address: localhost"), "");
  EXPECT_EQ(codes("address: \"::1\""), "");
  EXPECT_EQ(codes("address: 127.9.9.9"), "");
  EXPECT_EQ(codes("address: 0.0.0.0"), "E610 ");
  EXPECT_EQ(codes("address: 10.0.0.1, token_file: a"), "W610 ");
  EXPECT_EQ(codes("address: 10.0.0.1, token_file: a, tls: {certificate: a, key: b}"), "");
  EXPECT_NE(codes("token_file: a, tokens: b"), "") << "an unknown key";
  read("listen: {callbacks: {token_file: a}}");
  EXPECT_TRUE(findings_.has_errors()) << "callbacks have checks of their own";
}

TEST_F(ConfigTest, SealingKeysAreOneOrSeveral) {
  EXPECT_EQ(read("keys: {sealing_file: /a}").keys.sealing_files, (std::vector<std::string>{"/a"}));
  EXPECT_EQ(read("keys: {sealing_files: [/b, /a]}").keys.sealing_files,
            (std::vector<std::string>{"/b", "/a"}));
  EXPECT_FALSE(findings_.has_errors());
  read("keys: {sealing_file: /a, sealing_files: [/b]}");
  ASSERT_EQ(findings_.all().size(), 1U);
  EXPECT_EQ(findings_.all()[0].code, "E611");
}

TEST_F(ConfigTest, AgentsLimitsHaveBounds) {
  const auto usual = read("threads: 1").agents;
  EXPECT_EQ(usual.signed_in_ms, 8 * 3'600'000);
  EXPECT_EQ(usual.tries_max, 5);
  const auto set =
      read("agents: {signed_in: 10h, tries: 3, phone_tries: 6, phone_pause: 30m}").agents;
  EXPECT_EQ(set.signed_in_ms, 10 * 3'600'000);
  EXPECT_EQ(set.tries_max, 3);
  EXPECT_EQ(set.phone_tries_max, 6);
  EXPECT_EQ(set.phone_pause_ms, 1'800'000);
  EXPECT_FALSE(findings_.has_errors());
  read("agents:\n  signed_in: 10s\n  tries: 0\n  phone_tries: 101\n  phone_pause: 8d");
  std::string found;
  for (const auto& one : findings_.all()) {
    found += one.code + ":" + std::to_string(one.place.line) + ":" +
             std::to_string(one.place.column) + " ";
  }
  EXPECT_EQ(found, "E102:2:14 E102:3:10 E102:4:16 E102:5:16 ");
  read("agents: {pins: 3}");
  EXPECT_TRUE(findings_.has_errors());
}

TEST_F(ConfigTest, HowOftenIsTooOften) {
  const auto rates = read("limits: {rates: {turns_a_minute: 7, calls_a_second: 0}}").limits.rates;
  EXPECT_EQ(rates.turns_a_minute, 7);
  EXPECT_EQ(rates.calls_a_second, 0);
  EXPECT_EQ(rates.lookups_a_day, RateConfig().lookups_a_day);
  const auto sms = read("sms: {one_number: {hour: 3}, abroad: \"+33\"}").sms;
  EXPECT_EQ(sms.number_hour, 3);
  EXPECT_EQ(sms.number_day, SmsConfig().number_day);
  EXPECT_EQ(sms.abroad, (std::vector<std::string>{"+33"}));
  EXPECT_FALSE(findings_.has_errors());
  read("sms: {abroad: [33]}");
  EXPECT_TRUE(findings_.has_errors());
}

}  // namespace
}  // namespace jisr::gateway
