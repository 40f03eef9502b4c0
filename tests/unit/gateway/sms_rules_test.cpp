// What is decided about an SMS that leaves: its stored form, its route, its hours, what follows an
// attempt and a receipt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/quiet_hours.hpp"
#include "gateway/delivery/resend.hpp"
#include "gateway/delivery/sms_route.hpp"
#include "gateway/delivery/sms_step.hpp"

namespace jisr::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

QueuedSms sms_for(Purpose purpose) {
  QueuedSms sms;
  sms.channel = "a";
  sms.msisdn = "+212612345678";
  sms.text = "Merci";
  sms.purpose = purpose;
  return sms;
}

TEST(QueuedSms, ComesBackAsItWent) {
  for (const auto purpose : kPurposes) {
    auto sms = sms_for(purpose);
    sms.promised = sms.unsure = sms.fallen = true;
    sms.resent = 2;
    const auto again = decode_sms(encode(sms));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->channel, "a");
    EXPECT_EQ(again->msisdn, sms.msisdn);
    EXPECT_EQ(again->text, sms.text);
    EXPECT_EQ(again->purpose, purpose);
    EXPECT_TRUE(again->promised && again->unsure && again->fallen);
    EXPECT_EQ(again->resent, 2);
  }
}

TEST(QueuedSms, OfTheVersionBeforeIsAConfirmation) {
  const auto sms = decode_sms(R"({"channel":"a","msisdn":"+212612345678","text":"Merci"})");
  ASSERT_TRUE(sms);
  EXPECT_EQ(sms->purpose, Purpose::confirmation);
  EXPECT_FALSE(sms->unsure);
}

// The version before asks for channel, msisdn and text, and sends at any hour.
TEST(QueuedSms, IsReadByTheVersionBeforeUnlessItMustNotSend) {
  EXPECT_THAT(encode(sms_for(Purpose::answer)), HasSubstr(R"("text":"Merci")"));
  EXPECT_THAT(encode(sms_for(Purpose::confirmation)), HasSubstr(R"("text":"Merci")"));
  EXPECT_THAT(encode(sms_for(Purpose::reminder)), Not(HasSubstr(R"("text")")));
  EXPECT_THAT(encode(sms_for(Purpose::news)), Not(HasSubstr(R"("text")")));
}

TEST(QueuedSms, OfALaterVersionIsNotRead) {
  EXPECT_FALSE(decode_sms(R"({"channel":"a","msisdn":"+2126","text":"x","purpose":"invitation"})"));
  EXPECT_FALSE(decode_sms("{}"));
  EXPECT_FALSE(decode_sms("Merci"));
}

SmsConfig two_routes() {
  SmsConfig config;
  SmsRoute wide, narrow;
  wide.prefixes = {"+2126"};
  wide.networks = {"60401"};
  wide.channel = "wide";
  wide.fallback = "other";
  wide.sender = "JISR";
  narrow.prefixes = {"+21266"};
  narrow.channel = "narrow";
  config.routes = {wide, narrow};
  return config;
}

TEST(SmsRoute, WhatIsCertainComesFirst) {
  struct Case {
    const char* what;
    SmsTo to;
    const char* channel;
  };
  const Case cases[] = {
      {"her channel's own", {"+212661000000", "60401", "own", true}, "own"},
      {"the network that the operator tells", {"+212661000000", "60401", "", true}, "wide"},
      {"the longest prefix", {"+212661000000", "", "", true}, "narrow"},
      {"a shorter one", {"+212612000000", "60499", "", true}, "wide"},
      {"no route", {"+33612000000", "", "", true}, ""},
      {"another's number: not her channel, not her network",
       {"+212661000000", "60401", "own", false},
       "narrow"},
      {"another's number without a route", {"+33612000000", "", "own", false}, "own"}};
  const auto config = two_routes();
  for (const auto& one : cases) {
    EXPECT_EQ(sms_channel_for(config, one.to), one.channel) << one.what;
  }
  EXPECT_EQ(sms_channel_for(SmsConfig(), {"+212661000000", "", "", true}), "");
}

TEST(SmsRoute, FallbackAndSenderAreTheRoutesOrTheChannels) {
  const auto config = two_routes();
  SendingConfig sending;
  sending.fallback = "second";
  EXPECT_EQ(fallback_of(config, sending, "wide", "+212612000000"), "other");
  EXPECT_EQ(fallback_of(config, sending, "narrow", "+212661000000"), "second");
  EXPECT_EQ(fallback_of(config, sending, "else", "+212612000000"), "second");
  EXPECT_EQ(fallback_of(config, sending, "second", "+33612000000"), "") << "not to itself";
  EXPECT_EQ(sender_of(config, "wide", "+212612000000"), "JISR");
  EXPECT_EQ(sender_of(config, "other", "+212612000000"), "") << "by its fallback as that one does";
}

TEST(QuietHours, WaitForTheMorning) {
  constexpr std::int64_t kHour = 3'600'000;
  // 2026-11-28 is +01:00 in Casablanca: 20:59:59 there is 19:59:59 UTC.
  constexpr std::int64_t kNine = 1'795'896'000'000;  // 2026-11-28T20:00:00Z, 21:00 there
  const QuietHours night{21 * 60, 8 * 60, {}};
  const std::string zone = "Africa/Casablanca";
  const auto wait = [&](std::int64_t at, Purpose purpose = Purpose::confirmation) {
    return quiet_wait_ms(night, purpose, at, zone);
  };
  EXPECT_EQ(wait(kNine - 1), 0);
  EXPECT_EQ(wait(kNine), 11 * kHour);
  EXPECT_EQ(wait(kNine + 3 * kHour), 8 * kHour) << "midnight";
  EXPECT_EQ(wait(kNine + 11 * kHour - 60'000), 60'000);
  EXPECT_EQ(wait(kNine + 11 * kHour), 0);
  EXPECT_EQ(wait(kNine, Purpose::answer), 0) << "she is awake: she has just sent one";
  EXPECT_EQ(wait(kNine, Purpose::reminder), 11 * kHour);

  const QuietHours lenient{21 * 60, 8 * 60, {Purpose::confirmation}};
  EXPECT_EQ(quiet_wait_ms(lenient, Purpose::confirmation, kNine, zone), 0);
  EXPECT_EQ(quiet_wait_ms(lenient, Purpose::news, kNine, zone), 11 * kHour);

  const QuietHours noon{12 * 60, 14 * 60 + 30, {}};
  EXPECT_EQ(quiet_wait_ms(noon, Purpose::news, kNine - 9 * kHour, zone), kHour * 5 / 2);
  EXPECT_EQ(quiet_wait_ms(noon, Purpose::news, kNine, zone), 0);
}

TEST(QuietHours, KnowThatTheClocksAreTurnedMeanwhile) {
  // In Paris 2026-03-29 02:00 becomes 03:00: from 21:00 to 08:00 are ten hours.
  constexpr std::int64_t kNine = 1'774'728'000'000;  // 2026-03-28T20:00:00Z
  EXPECT_EQ(quiet_wait_ms({21 * 60, 8 * 60, {}}, Purpose::news, kNine, "Europe/Paris"),
            10 * 3'600'000);
}

TEST(SmsStep, NeverByBothChannels) {
  const SmsBounds bounds{20, 3, true};
  const SmsBounds alone{20, 3, false};
  struct Case {
    const char* what;
    SmsTry outcome;
    bool unsure, fallen;
    std::uint64_t attempts;
    SmsBounds bounds;
    SmsStep step;
  };
  const Case cases[] = {
      {"taken", SmsTry::taken, false, false, 1, bounds, SmsStep::done},
      {"refused", SmsTry::refused, false, false, 1, bounds, SmsStep::fall_back},
      {"refused, no other", SmsTry::refused, false, false, 1, alone, SmsStep::refuse},
      {"refused by the other as well", SmsTry::refused, false, true, 1, bounds, SmsStep::refuse},
      {"refused, but an attempt before may have done it", SmsTry::refused, true, false, 2, bounds,
       SmsStep::refuse},
      {"not taken, early", SmsTry::not_taken, false, false, 2, bounds, SmsStep::again},
      {"not taken, given up", SmsTry::not_taken, false, false, 3, bounds, SmsStep::fall_back},
      {"not taken, no other", SmsTry::not_taken, false, false, 3, alone, SmsStep::again},
      {"not taken by the other", SmsTry::not_taken, false, true, 19, bounds, SmsStep::again},
      {"not taken, for ever", SmsTry::not_taken, false, true, 20, bounds, SmsStep::park},
      {"unknown stays with its channel", SmsTry::unknown, false, false, 19, bounds, SmsStep::again},
      {"also when a later attempt certainly fails", SmsTry::not_taken, true, false, 19, bounds,
       SmsStep::again},
      {"unknown, for ever", SmsTry::unknown, false, false, 20, bounds, SmsStep::park}};
  for (const auto& one : cases) {
    QueuedSms sms;
    // The caller notes an unknown outcome before it asks.
    sms.unsure = one.unsure || one.outcome == SmsTry::unknown;
    sms.fallen = one.fallen;
    EXPECT_EQ(next_step(one.outcome, sms, one.attempts, one.bounds), one.step) << one.what;
  }
}

TEST(Resend, AsOftenAsTheRuleSays) {
  using Status = providers::Receipt::Status;
  ResendRule rule;
  rule.failed = true;
  rule.times = 2;
  EXPECT_TRUE(is_resent(rule, Status::failed, 0));
  EXPECT_TRUE(is_resent(rule, Status::failed, 1));
  EXPECT_FALSE(is_resent(rule, Status::failed, 2));
  EXPECT_FALSE(is_resent(rule, Status::unknown, 0));
  EXPECT_FALSE(is_resent(rule, Status::delivered, 0));
  EXPECT_FALSE(is_resent(rule, Status::pending, 0));
  rule.unknown = true;
  EXPECT_TRUE(is_resent(rule, Status::unknown, 0));

  auto sms = sms_for(Purpose::confirmation);
  sms.unsure = sms.promised = true;
  auto again = sent_again(sms, rule, "b");
  EXPECT_EQ(again.channel, "a");
  EXPECT_EQ(again.resent, 1);
  EXPECT_FALSE(again.unsure || again.promised || again.fallen);
  rule.by_fallback = true;
  again = sent_again(sms, rule, "b");
  EXPECT_EQ(again.channel, "b");
  EXPECT_TRUE(again.fallen);
  EXPECT_EQ(sent_again(again, rule, "a").channel, "b") << "not back and forth";
  EXPECT_EQ(sent_again(sms, rule, "").channel, "a");
}

}  // namespace
}  // namespace jisr::gateway
