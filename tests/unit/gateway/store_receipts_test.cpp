// SMS that left, in a real redis-server: receipts before and after, once and twice; what is put in
// their place; what they cost; how many gateways there are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;
using testing::IsEmpty;

class SentTest : public StoreFixture {
 protected:
  std::string note(const std::string& record = "record") {
    return tests::run(io_, store_.note_sent(sent_, record, milliseconds(60'000))).value();
  }
  std::string take(const std::string& state, std::optional<OutboxEntry> again = std::nullopt) {
    return tests::run(io_, store_.take_receipt(sent_, state, std::move(again))).value();
  }
  std::optional<std::string> record() { return tests::run(io_, store_.sent_record(sent_)).value(); }
  std::size_t due() { return tests::run(io_, store_.list(Store::Shelf::due, 10)).value().size(); }
  static OutboxEntry again(std::string id) { return {std::move(id), EntryKind::sms, "again", {}}; }

  SentKey sent_ = store_.sent_key("a-sms", "id-1");
};

TEST_F(SentTest, IsFoundByItsReceipt) {
  EXPECT_EQ(record(), std::nullopt);
  EXPECT_EQ(note(), "sent");
  EXPECT_EQ(record(), "record");
  EXPECT_EQ(take("pending"), "sent");
  EXPECT_EQ(take("delivered"), "pending");
  EXPECT_EQ(take("failed"), "delivered") << "the last word was spoken";
  EXPECT_EQ(take("delivered"), "delivered");
  EXPECT_NE(store_.sent_key("b-sms", "id-1").key, sent_.key) << "each provider has its own ids";
}

TEST_F(SentTest, AReceiptMayBeFaster) {
  EXPECT_EQ(take("failed"), "");
  EXPECT_EQ(note(), "failed");
}

TEST_F(SentTest, IsForgotten) {
  note();
  EXPECT_GT(number(Command("EXISTS", sent_.key)), 0);
  const auto ttl = tests::run(io_, topology_.execute(sent_.partition, Command("PTTL", sent_.key)));
  EXPECT_GT(ttl.value().integer().value_or(0), 50'000);
  sent_ = store_.sent_key("a-sms", "stray");
  take("delivered");
  const auto stray =
      tests::run(io_, topology_.execute(sent_.partition, Command("PTTL", sent_.key)));
  EXPECT_GT(stray.value().integer().value_or(0), 500'000);
}

TEST_F(SentTest, IsSentAgainOnceWhateverIsRepeated) {
  note();
  EXPECT_EQ(take("unknown", again("x")), "sent");
  EXPECT_EQ(due(), 1U);
  EXPECT_EQ(take("unknown", again("y")), "unknown");
  EXPECT_EQ(take("failed", again("z")), "unknown");
  EXPECT_EQ(due(), 1U);
}

TEST_F(SentTest, NothingOfItCanBeRead) {
  note("+212612345678 Merci");
  const auto raw =
      tests::run(io_, topology_.execute(sent_.partition, Command("HGET", sent_.key, "p")));
  EXPECT_EQ(std::string(raw.value().text()).find("Merci"), std::string::npos);
  EXPECT_EQ(sent_.key.find("id-1"), std::string::npos);
}

class TallyTest : public StoreFixture {
 protected:
  Claimed claimed(const std::string& id) {
    std::vector<OutboxEntry> effects;
    effects.push_back({id, EntryKind::sms, "sms", {}});
    EXPECT_EQ(commit(load().token, "session", std::move(effects)), CommitOutcome::committed);
    return claim().at(0);
  }
  static Settlement delivered(std::int64_t parts) {
    Tally tally;
    tally.day = "2026-11-28";
    tally.channel = "a-sms";
    tally.parts = parts;
    tally.cost_micro = parts * 120'000;
    tally.currency = "MAD";
    return Settlement::delivered().with_tally(std::move(tally));
  }
};

TEST_F(TallyTest, CountsEachOnceHoweverOftenItIsSettled) {
  const auto first = claimed("a");
  EXPECT_EQ(settle(first, delivered(2)), SettleOutcome::settled);
  EXPECT_EQ(settle(first, delivered(2)), SettleOutcome::settled);
  EXPECT_EQ(settle(claimed("b"), delivered(1)), SettleOutcome::settled);
  const auto all = tests::run(io_, store_.tallies({"2026-11-27", "2026-11-28"})).value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].channel, "a-sms");
  EXPECT_EQ(all[0].messages, 2);
  EXPECT_EQ(all[0].parts, 3);
  EXPECT_EQ(all[0].cost_micro, 360'000);
  EXPECT_EQ(all[0].currency, "MAD");
}

TEST_F(TallyTest, PutOffIsNoAttemptAndMayChangeTheEntry) {
  auto one = claimed("a");
  EXPECT_EQ(one.attempts, 1U);
  for (int i = 0; i < 2; ++i) {  // the second is a repeat: its answer was lost
    auto later = Settlement::put_off(milliseconds(0), "quiet hours", one).with_payload("changed");
    EXPECT_EQ(settle(one, std::move(later)), SettleOutcome::settled);
  }
  one = claim().at(0);
  EXPECT_EQ(one.attempts, 1U);
  EXPECT_EQ(one.payload, "changed");
  EXPECT_EQ(settle(one, Settlement::retry(milliseconds(0), "503").with_payload("again")),
            SettleOutcome::settled);
  one = claim().at(0);
  EXPECT_EQ(one.attempts, 2U);
  EXPECT_EQ(one.payload, "again");
}

TEST_F(TallyTest, GatewaysAreCountedWhileTheyRun) {
  const auto count = [&](const std::string& who, int gone_ms) {
    return tests::run(io_, store_.count_gateways(who, milliseconds(gone_ms))).value();
  };
  EXPECT_EQ(count("a", 60'000), 1);
  EXPECT_EQ(count("b", 60'000), 2);
  EXPECT_EQ(count("a", 60'000), 2);
  tests::run_until(io_, [&] { return count("a", 1) == 1; });
}

}  // namespace
}  // namespace jisr::gateway
