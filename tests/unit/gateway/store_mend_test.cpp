// What people do to entries that were set aside, what leaves first, and what the sweep finds; in a
// real redis-server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gateway/delivery/entry_rank.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MendTest : public StoreFixture {
 protected:
  void put(std::vector<OutboxEntry> entries) {
    ASSERT_EQ(commit(load().token, "session", std::move(entries)), CommitOutcome::committed);
  }
  void put(const std::string& id) {
    std::vector<OutboxEntry> one;
    one.push_back(entry(id));
    put(std::move(one));
  }
  void set_aside(const std::string& id) {
    put(id);
    ASSERT_EQ(settle(claim().at(0), Settlement::refused("422")), SettleOutcome::settled);
  }
  std::vector<EntryRecord> list(Store::Shelf shelf) {
    return tests::run(io_, store_.list(shelf, 100)).value();
  }
  std::uint64_t sweep() {
    SweepPlace place;
    while (!place.done) place = tests::run(io_, store_.sweep(place)).value();
    return place.mended;
  }
};

TEST_F(MendTest, EditedIsSentAgainWithItsNewContent) {
  set_aside("a");
  ASSERT_TRUE(tests::run(io_, store_.retry("a", "corrected")));
  const auto again = claim();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, "a") << "the same idempotency key";
  EXPECT_EQ(again[0].payload, "corrected");
  EXPECT_EQ(again[0].attempts, 1U);
  EXPECT_FALSE(tests::run(io_, store_.retry("a", "x"))) << "it is on its way";
}

TEST_F(MendTest, DroppedIsGoneAndItIsKnownWhy) {
  set_aside("a");
  put("b");
  const auto drop = [&](const char* id) {
    return tests::run(io_, store_.drop(id, "a test call", milliseconds(60'000)));
  };
  EXPECT_FALSE(drop("b")) << "it waits to leave";
  EXPECT_FALSE(drop("c"));
  ASSERT_TRUE(drop("a"));
  EXPECT_FALSE(drop("a"));
  EXPECT_THAT(list(Store::Shelf::dead), IsEmpty());
  const auto dropped = tests::run(io_, store_.dropped(10)).value();
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_THAT(dropped[0].json, HasSubstr(R"("reason":"a test call")"));
  EXPECT_THAT(dropped[0].json, HasSubstr(R"("was":"422")"));
  EXPECT_GT(number(Command("PTTL", Keys::dropped(key_.partition))), 50'000);
  EXPECT_EQ(number(Command("EXISTS", Keys::entry(key_.partition, "a"))), 0);
}

TEST_F(MendTest, BacklogKnowsTheOldestThatNeedsAPerson) {
  EXPECT_EQ(tests::run(io_, store_.backlog()).value().oldest_dead_ms, 0);
  set_aside("a");
  const auto since = list(Store::Shelf::dead).at(0).due_ms;
  set_aside("b");
  const auto backlog = tests::run(io_, store_.backlog()).value();
  EXPECT_EQ(backlog.dead, 2U);
  EXPECT_EQ(backlog.oldest_dead_ms, since);
}

TEST_F(MendTest, RegistrationsLeaveBeforeConfirmationsBeforeReminders) {
  std::vector<OutboxEntry> all;
  for (int i = 0; i < 40; ++i) {
    all.push_back({sms_entry_id(Purpose::news, "n" + std::to_string(i)), EntryKind::sms, "n", {}});
  }
  all.push_back({sms_entry_id(Purpose::reminder, "1"), EntryKind::sms, "r", {}});
  all.push_back({sms_entry_id(Purpose::confirmation, "2"), EntryKind::sms, "c", {}});
  all.push_back({"registration", EntryKind::registry, "x", {}});
  put(std::move(all));
  // Whatever their names and times say: the registration is due last.
  execute(Command("ZADD", Keys::due(key_.partition), "XX", 5'000, "registration"));
  const auto first = tests::run(io_, store_.claim(key_.partition, 3, kLease)).value();
  std::vector<std::string> ids;
  for (const auto& one : first) ids.push_back(one.id);
  EXPECT_THAT(ids, ElementsAre("registration", "c-2", "r-1"));
}

TEST_F(MendTest, TheSweepFindsWhatNobodyWouldLookAt) {
  set_aside("dead");
  put("lost");
  put("well");
  EXPECT_EQ(sweep(), 0U);
  execute(Command("ZREM", Keys::due(key_.partition), "lost"));
  execute(Command("ZREM", Keys::dead(key_.partition), "dead"));
  execute(Command("ZADD", Keys::dead(key_.partition), 1, "nothing"));
  EXPECT_EQ(sweep(), 3U);
  EXPECT_EQ(sweep(), 0U);
  EXPECT_EQ(list(Store::Shelf::due).size(), 2U);
  const auto dead = list(Store::Shelf::dead);
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].id, "dead");
  EXPECT_EQ(dead[0].state, EntryRecord::State::refused);
}

TEST(EntryRank, IsInTheId) {
  EXPECT_EQ(rank_of("017f22e2-79b0-7000-98c4-dc0c0c07398f"), 0);
  EXPECT_LT(rank_of(sms_entry_id(Purpose::answer, "x")),
            rank_of(sms_entry_id(Purpose::confirmation, "x")));
  EXPECT_LT(rank_of(sms_entry_id(Purpose::confirmation, "x")),
            rank_of(sms_entry_id(Purpose::reminder, "x")));
  EXPECT_LT(rank_of(sms_entry_id(Purpose::reminder, "x")),
            rank_of(sms_entry_id(Purpose::news, "x")));
  EXPECT_EQ(plain_id(sms_entry_id(Purpose::news, "017f22e2")), "017f22e2");
  EXPECT_EQ(plain_id("017f22e2-79b0"), "017f22e2-79b0");
}

}  // namespace
}  // namespace jisr::gateway
