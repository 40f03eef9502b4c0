// `sms` and `sending` as people write them: what is read, and one finding, with its line, for each
// mistake.
#include "gateway/delivery/sending_config.hpp"

#include <gtest/gtest.h>

#include "gateway/delivery/check_sending.hpp"

namespace jisr::gateway {
namespace {

constexpr const char* kSms = R"(routes:
  - {prefixes: ["+2126"], channel: a, fallback: b, sender: JISR}
  - {networks: ["60401"], channel: b}
quiet: {from: "21:00", to: "08:00", except: [confirmation]}
receipts: 3d
)";

constexpr const char* kSending = R"(fallback: b
attempts: 2
rate: {sms: 30, per: 1m}
quiet: {from: "22:30", to: "07:00"}
cost: {sms: "0.12", currency: MAD}
resend: {on: [failed, unknown], times: 2, after: 1m, by: fallback}
concurrency: 8
failures: 4
pause: 10s
)";

dialogs::Yaml parse(const std::string& text, dialogs::Findings& findings) {
  return dialogs::Yaml::parse(text, "x.yaml", findings);
}

std::string with(std::string page, const std::string& from, const std::string& to) {
  const auto at = page.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? page : page.replace(at, from.size(), to);
}

TEST(SendingConfig, IsReadWhole) {
  dialogs::Findings findings;
  const auto sms = read_sms(parse(kSms, findings), findings);
  const auto sending = read_sending(parse(kSending, findings), findings);
  for (const auto& finding : findings.all()) ADD_FAILURE() << dialogs::render(finding, "");
  ASSERT_EQ(sms.routes.size(), 2U);
  EXPECT_EQ(sms.routes[0].sender, "JISR");
  EXPECT_EQ(sms.quiet, (QuietHours{21 * 60, 8 * 60, {Purpose::confirmation}}));
  EXPECT_EQ(sms.receipts_ms, 3 * 86'400'000);
  EXPECT_EQ(sending.rate, (SmsRate{30, 60'000}));
  EXPECT_EQ(sending.quiet, (QuietHours{22 * 60 + 30, 7 * 60, {}}));
  EXPECT_EQ(sending.cost, (SmsCost{120'000, "MAD"}));
  EXPECT_EQ(sending.resend, (ResendRule{true, true, 2, 60'000, true}));
  EXPECT_EQ(sending.concurrency_max, 8U);
  EXPECT_EQ(sending.pause_ms, 10'000);
  EXPECT_TRUE(read_sending(parse("quiet: none", findings), findings).never_quiet);
}

TEST(SendingConfig, OneMistakeIsOneFinding) {
  struct Mistake {
    const char* what;
    const char* page;
    const char* from;
    const char* to;
    const char* code;
    int line;
  };
  const Mistake mistakes[] = {
      {"an unknown key", kSms, "receipts:", "reciepts:", "E101", 5},
      {"a route without a channel", kSms, "channel: b}", "fallback: b}", "E110", 3},
      {"a prefix without its country", kSms, "+2126", "06", "E281", 2},
      {"a network that is a name", kSms, "60401", "IAM", "E281", 3},
      {"a prefix in two routes", kSms, "networks: [\"60401\"]", "prefixes: [\"+2126\"]", "E282", 3},
      {"no time of day", kSms, "21:00", "9 pm", "E283", 4},
      {"an hour that is none", kSms, "21:00", "24:00", "E283", 4},
      {"quiet all day", kSms, "08:00", "21:00", "E283", 4},
      {"half of the hours", kSms, ", to: \"08:00\"", "", "E110", 4},
      {"a purpose that is none", kSms, "confirmation", "confirmations", "E206", 4},
      {"a sender that is too long", kSms, "sender: JISR", "sender: PROGRAMME JISR", "E284", 2},
      {"a sender in Arabic", kSms, "sender: JISR", "sender: جسر", "E284", 2},
      {"a rate without a number", kSending, "sms: 30, ", "", "E110", 3},
      {"a rate without its unit", kSending, "1m}", "60}", "E103", 3},
      {"a cost that is a word", kSending, "\"0.12\"", "cheap", "E285", 5},
      {"a cost without its currency", kSending, ", currency: MAD", "", "E285", 5},
      {"sent again by nobody", kSending, "fallback: b\n", "", "E287", 5},
      {"a receipt's word that is none", kSending, "[failed, unknown]", "[lost]", "E206", 6},
  };
  for (const auto& mistake : mistakes) {
    dialogs::Findings findings;
    const auto yaml = parse(with(mistake.page, mistake.from, mistake.to), findings);
    if (mistake.page == kSms) {
      read_sms(yaml, findings);
    } else {
      read_sending(yaml, findings);
    }
    ASSERT_EQ(findings.all().size(), 1U) << mistake.what;
    EXPECT_EQ(findings.all()[0].code, mistake.code) << mistake.what;
    EXPECT_EQ(findings.all()[0].place.line, mistake.line) << mistake.what;
  }
}

TEST(SendingConfig, AmountsAreWrittenAndReadAlike) {
  EXPECT_EQ(amount_of(0), "0.00");
  EXPECT_EQ(amount_of(120'000), "0.12");
  EXPECT_EQ(amount_of(1'500'000), "1.50");
  EXPECT_EQ(amount_of(12'000'001), "12.000001");
}

class CheckSending : public testing::Test {
 protected:
  CheckSending() {
    for (const char* name : {"a", "b", "ussd"}) {
      auto channel = std::make_unique<Channel>();
      channel->config.name = name;
      channel->config.place = {"x.yaml", 1, 1};
      channel->profile.send.can = name != std::string("ussd");
      channel->profile.receipts.can = name == std::string("a");
      channels_.push_back(std::move(channel));
    }
  }
  SendingConfig& sending(std::size_t channel) {
    auto& config = channels_[channel]->config.sending;
    config.place = {"x.yaml", 7, 1};
    return config;
  }
  std::string found() {
    dialogs::Findings findings;
    check_sending(sms_, channels_, findings);
    std::string codes;
    for (const auto& finding : findings.all()) codes += finding.code;
    return codes;
  }
  SmsConfig sms_;
  std::vector<std::unique_ptr<Channel>> channels_;
};

TEST_F(CheckSending, WhatFitsIsNoFinding) {
  sending(0).fallback = "b";
  sending(0).resend = ResendRule{};
  sms_.routes = {{{"+2126"}, {}, "a", "b", "JISR", {}}};
  channels_[0]->config.settings["sender"] = "8350";
  EXPECT_EQ(found(), "");
}

TEST_F(CheckSending, NamesLeadToChannelsThatSend) {
  sms_.routes = {{{"+2126"}, {}, "c", "", "", {}}};
  EXPECT_EQ(found(), "E202");
  sms_.routes = {{{"+2126"}, {}, "ussd", "", "", {}}};
  EXPECT_EQ(found(), "E280");
  sms_.routes = {{{"+2126"}, {}, "a", "a", "", {}}};
  EXPECT_EQ(found(), "E286");
}

TEST_F(CheckSending, AChannelsFallbackIsAnother) {
  sending(0).fallback = "a";
  EXPECT_EQ(found(), "E286");
  sending(0).fallback = "nowhere";
  EXPECT_EQ(found(), "E202");
}

TEST_F(CheckSending, SendingNeedsAProviderThatSends) {
  sending(2).attempts = 4;
  EXPECT_EQ(found(), "E280");
}

TEST_F(CheckSending, NothingIsResentWithoutReceipts) {
  sending(1).resend = ResendRule{};
  EXPECT_EQ(found(), "W280");
}

TEST_F(CheckSending, ASenderMustBeShown) {
  channels_[0]->config.settings["sender"] = "PROGRAMME JISR";
  EXPECT_EQ(found(), "E284");
}

}  // namespace
}  // namespace jisr::gateway
