// STOP and START in a real redis-server: kept for ever, for the subscriber on whichever line, and
// answered in the same step.
#include <gtest/gtest.h>

#include "gateway/counters.hpp"
#include "gateway/delivery/consent.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;

class StoreConsentTest : public StoreFixture {
 protected:
  static inline const std::string kHer = "+212612345678";

  bool set(std::optional<bool> stopped, const std::string& answer = {}) {
    std::optional<OutboxEntry> entry;
    if (!answer.empty()) entry = OutboxEntry{answer, EntryKind::sms, "payload", {}};
    return tests::run(io_, store_.set_stopped(kHer, stopped, std::move(entry))).value();
  }
  bool stopped(const std::string& msisdn = kHer) {
    return tests::run(io_, store_.is_stopped(msisdn)).value();
  }
  std::int64_t waiting() { return number(Command("ZCARD", Keys::due(key_.partition))); }
};

TEST_F(StoreConsentTest, StopIsKeptForEverUnderAPseudonymAndWithoutContent) {
  EXPECT_FALSE(stopped());
  EXPECT_TRUE(set(true));
  EXPECT_TRUE(stopped());
  EXPECT_TRUE(load().stopped) << "a dialog may ask, by whichever medium";
  EXPECT_FALSE(stopped("+212612345679"));
  EXPECT_EQ(number(Command("PTTL", key_.stopped)), -1) << "no end";
  EXPECT_EQ(number(Command("STRLEN", key_.stopped)), 1);
  EXPECT_EQ(key_.stopped.find("612345678"), std::string::npos);
  EXPECT_TRUE(set(false));
  EXPECT_FALSE(stopped());
  EXPECT_FALSE(load().stopped);
}

TEST_F(StoreConsentTest, StopIsAnsweredOnceAndStartEachTime) {
  EXPECT_TRUE(set(true, "a"));
  EXPECT_EQ(waiting(), 1);
  EXPECT_FALSE(set(true, "b")) << "she had said so";
  EXPECT_EQ(waiting(), 1);
  EXPECT_TRUE(set(false, "c"));
  EXPECT_FALSE(set(false, "d"));
  EXPECT_EQ(waiting(), 3);
  EXPECT_FALSE(set(std::nullopt, "e")) << "HELP";
  EXPECT_EQ(waiting(), 4);
  EXPECT_FALSE(stopped());
}

TEST_F(StoreConsentTest, StopEndsAConversationBySmsAndNoCall) {
  const auto by_sms = store_.subscriber(kHer, Medium::sms);
  ASSERT_TRUE(tests::run(io_, store_.commit(by_sms, "", "talk", kTtl, {}, std::nullopt)));
  ASSERT_EQ(commit("", "call"), CommitOutcome::committed);
  set(std::nullopt, "help");
  EXPECT_EQ(tests::run(io_, store_.load(by_sms)).value().session, "talk");
  set(true);
  EXPECT_EQ(tests::run(io_, store_.load(by_sms)).value().session, "");
  EXPECT_EQ(load().session, "call");
}

TEST_F(StoreConsentTest, AnEndSaysItInTheStepThatStoresIt) {
  const auto say = [&](std::string token, std::optional<bool> word) {
    CommitAlso also;
    also.stopped = word;
    return tests::run(io_, store_.commit(key_, std::move(token), "end", kTtl, {}, std::nullopt,
                                         std::move(also)))
        .value();
  };
  ASSERT_EQ(say("", true), CommitOutcome::committed);
  EXPECT_TRUE(stopped());
  EXPECT_EQ(say("stale", false), CommitOutcome::conflict);
  EXPECT_TRUE(stopped()) << "a conflict changes nothing";
  ASSERT_EQ(say(load().token, std::nullopt), CommitOutcome::committed);
  EXPECT_TRUE(stopped());
  ASSERT_EQ(say(load().token, false), CommitOutcome::committed);
  EXPECT_FALSE(stopped());
}

TEST_F(StoreConsentTest, WhatWasQueuedBeforeStopIsWithheldAndCounted) {
  Counters counters;
  const auto held = [&](bool asked) {
    return tests::run(io_, withheld(store_, "id", kHer, asked, counters));
  };
  EXPECT_FALSE(held(false));
  set(true);
  EXPECT_FALSE(held(true)) << "she wrote first";
  EXPECT_EQ(counters.sms_withheld, 0u);
  const auto settlement = held(false);
  ASSERT_TRUE(settlement);
  EXPECT_EQ(settlement->verdict(), Settlement::Verdict::delivered) << "gone, and no error";
  EXPECT_EQ(counters.sms_withheld, 1u);
  server_.pause();
  const auto later = held(false);
  server_.resume();
  ASSERT_TRUE(later);
  EXPECT_EQ(later->verdict(), Settlement::Verdict::retry) << "who cannot be asked is not sent to";
}

TEST_F(StoreConsentTest, ASessionGoesOverToTheOtherMediumWithItsCommit) {
  const auto by_sms = store_.subscriber(kHer, Medium::sms);
  const auto move = [&](std::string expected, std::string session, milliseconds ttl) {
    CommitAlso also;
    also.other = CommitAlso::Other{std::move(expected), std::move(session), ttl};
    return tests::run(io_, store_.commit(key_, load().token, "call", kTtl, {entry("m")},
                                         std::nullopt, std::move(also)))
        .value();
  };
  EXPECT_EQ(move("stale", "talk", kTtl), CommitOutcome::conflict);
  EXPECT_EQ(load().session, "") << "both or none";
  EXPECT_EQ(waiting(), 0);
  ASSERT_EQ(move("", "talk", milliseconds(900'000)), CommitOutcome::committed);
  auto there = tests::run(io_, store_.load(by_sms)).value();
  EXPECT_EQ(there.session, "talk");
  EXPECT_EQ(there.other, "call") << "each sees the other";
  EXPECT_EQ(load().other_token, there.token);
  EXPECT_GT(number(Command("PTTL", by_sms.session)), 800'000);
  EXPECT_EQ(waiting(), 1);
  ASSERT_EQ(settle(claim().at(0), Settlement::delivered()), SettleOutcome::settled);
  ASSERT_EQ(move(there.token, "less", milliseconds(0)), CommitOutcome::committed);
  EXPECT_GT(number(Command("PTTL", by_sms.session)), 800'000) << "its time goes on";
  ASSERT_EQ(settle(claim().at(0), Settlement::delivered()), SettleOutcome::settled);
  ASSERT_EQ(move(load().other_token, "", milliseconds(0)), CommitOutcome::committed);
  EXPECT_EQ(load().other, "");
}

}  // namespace
}  // namespace jisr::gateway
