// The outbox in a real redis-server: leases, fences, settling, and what people see and order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class OutboxTest : public StoreFixture {
 protected:
  // Puts an entry in the outbox, under the session of key_.
  void put(OutboxEntry one) {
    std::vector<OutboxEntry> effects;
    effects.push_back(std::move(one));
    ASSERT_EQ(commit(load().token, "session", std::move(effects)), CommitOutcome::committed);
  }
  // Ends the lease, or the pause, of an entry.
  void make_due(const std::string& id) {
    ASSERT_TRUE(execute(Command("ZADD", Keys::due(key_.partition), "XX", 1, id)));
  }
  std::vector<EntryRecord> list(Store::Shelf shelf) {
    return tests::run(io_, store_.list(shelf, 100)).value();
  }
};

TEST_F(OutboxTest, GivesAnEntryToOneOwner) {
  put(entry("a", "the payload"));
  const auto claimed = claim();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed[0].id, "a");
  EXPECT_EQ(claimed[0].kind, EntryKind::registry);
  EXPECT_EQ(claimed[0].payload, "the payload");
  EXPECT_EQ(claimed[0].attempts, 1U);
  EXPECT_EQ(claimed[0].fence, 1U);
  EXPECT_GT(claimed[0].created_ms, 1'600'000'000'000);
  EXPECT_EQ(claimed[0].partition, key_.partition);
  EXPECT_THAT(claim(), IsEmpty());
}

TEST_F(OutboxTest, GivesAnEntryToOneOfTwoWhoAskAtOnce) {
  put(entry("a"));
  std::vector<std::size_t> sizes;
  for (int i = 0; i < 2; ++i) {
    asio::co_spawn(io_, store_.claim(key_.partition, 10, kLease),
                   [&](std::exception_ptr, Result<std::vector<Claimed>> claimed) {
                     sizes.push_back(claimed.value().size());
                   });
  }
  tests::run_until(io_, [&] { return sizes.size() == 2; });
  EXPECT_THAT(sizes, UnorderedElementsAre(0, 1));
}

TEST_F(OutboxTest, GivesItToAnotherWhenTheLeaseIsOver) {
  put(entry("a"));
  const auto first = claim(milliseconds(1));
  ASSERT_EQ(first.size(), 1U);
  std::vector<Claimed> second;
  tests::run_until(io_, [&] {
    second = claim();
    return !second.empty();
  });
  EXPECT_EQ(second[0].attempts, 2U);
  EXPECT_GT(second[0].fence, first[0].fence);
  // The old owner wakes up: whatever it says changes nothing.
  EXPECT_EQ(settle(first[0], Settlement::delivered()), SettleOutcome::stale);
  EXPECT_EQ(settle(first[0], Settlement::retry(milliseconds(0), "x")), SettleOutcome::stale);
  EXPECT_EQ(settle(first[0], Settlement::parked("x")), SettleOutcome::stale);
  EXPECT_THAT(claim(), IsEmpty());
  EXPECT_EQ(settle(second[0], Settlement::delivered()), SettleOutcome::settled);
  EXPECT_THAT(list(Store::Shelf::due), IsEmpty());
}

TEST_F(OutboxTest, HoldsBackWhatIsNotDue) {
  OutboxEntry later = entry("later");
  later.due_in = milliseconds(60'000);
  put(later);
  EXPECT_THAT(claim(), IsEmpty());
  make_due("later");
  EXPECT_EQ(claim().size(), 1U);
}

TEST_F(OutboxTest, DeliversOnceAndLetsTheSmsFollow) {
  put(entry("a"));
  const auto claimed = claim();
  ASSERT_EQ(claimed.size(), 1U);
  OutboxEntry sms{"s", EntryKind::sms, "Merci", milliseconds(0)};
  EXPECT_EQ(settle(claimed[0], Settlement::delivered(sms)), SettleOutcome::settled);
  const auto follow_up = claim();
  ASSERT_EQ(follow_up.size(), 1U);
  EXPECT_EQ(follow_up[0].kind, EntryKind::sms);
  EXPECT_EQ(follow_up[0].payload, "Merci");
  EXPECT_EQ(settle(follow_up[0], Settlement::delivered()), SettleOutcome::settled);
  // A repeat, because its answer was lost, does not bring the SMS back.
  EXPECT_EQ(settle(claimed[0], Settlement::delivered(sms)), SettleOutcome::settled);
  EXPECT_THAT(list(Store::Shelf::due), IsEmpty());
  EXPECT_EQ(number(Command("DBSIZE")), 1);  // the session
}

TEST_F(OutboxTest, TriesAgainLater) {
  put(entry("a"));
  const auto claimed = claim();
  ASSERT_EQ(claimed.size(), 1U);
  const Settlement later = Settlement::retry(milliseconds(60'000), "registry: 503");
  EXPECT_EQ(settle(claimed[0], later), SettleOutcome::settled);
  EXPECT_EQ(settle(claimed[0], later), SettleOutcome::settled);
  EXPECT_THAT(claim(), IsEmpty());
  const auto due = list(Store::Shelf::due);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].last_error, "registry: 503");
  EXPECT_EQ(due[0].attempts, 1U);
  EXPECT_GT(due[0].due_ms, due[0].created_ms + 59'000);
  make_due("a");
  EXPECT_EQ(claim().at(0).attempts, 2U);
}

TEST_F(OutboxTest, SetsAsideAndTakesBack) {
  for (const auto& [id, settlement, state] :
       {std::tuple("r", Settlement::refused("registry: 422"), EntryRecord::State::refused),
        std::tuple("p", Settlement::parked("too old"), EntryRecord::State::parked)}) {
    SCOPED_TRACE(id);
    put(entry(id, "payload of " + std::string(id)));
    const auto claimed = claim();
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(settle(claimed[0], settlement), SettleOutcome::settled);
    EXPECT_EQ(settle(claimed[0], settlement), SettleOutcome::settled);
    EXPECT_EQ(settle(claimed[0], Settlement::delivered()), SettleOutcome::stale);
    EXPECT_THAT(list(Store::Shelf::due), IsEmpty());
    const auto dead = list(Store::Shelf::dead);
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].id, id);
    EXPECT_EQ(dead[0].state, state);
    EXPECT_EQ(dead[0].last_error, settlement.reason());

    const auto shown = tests::run(io_, store_.show(id)).value();
    EXPECT_EQ(shown.payload, "payload of " + std::string(id));
    EXPECT_EQ(shown.record.state, state);

    EXPECT_TRUE(tests::run(io_, store_.retry(id)));
    EXPECT_THAT(list(Store::Shelf::dead), IsEmpty());
    // The settle that set it aside comes once more, late: it must not do so again.
    EXPECT_EQ(settle(claimed[0], settlement), SettleOutcome::stale);
    const auto again = claim();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].attempts, 1U);
    EXPECT_EQ(settle(again[0], Settlement::delivered()), SettleOutcome::settled);
  }
}

TEST_F(OutboxTest, SaysWhenThereIsNothingToRetry) {
  put(entry("a"));
  EXPECT_EQ(tests::run(io_, store_.retry("a")).error().code, Errc::rejected);
  EXPECT_EQ(tests::run(io_, store_.retry("none")).error().code, Errc::rejected);
  EXPECT_EQ(tests::run(io_, store_.show("none")).error().code, Errc::rejected);
  EXPECT_EQ(tests::run(io_, store_.show(std::string(1000, 'x'))).error().code, Errc::rejected);
}

TEST_F(OutboxTest, CutsAReasonThatIsTooLong) {
  put(entry("a"));
  settle(claim().at(0), Settlement::parked(std::string(10'000, 'x')));
  EXPECT_EQ(list(Store::Shelf::dead).at(0).last_error.size(), 200U);
}

TEST_F(OutboxTest, ParksAnEntryThatDoesNotOpen) {
  put(entry("a"));
  put(entry("b", "good"));
  const std::string a = Keys::entry(key_.partition, "a");
  const std::string b = Keys::entry(key_.partition, "b");
  const std::string swapped(execute(Command("HGET", b, "p")).value().text());
  ASSERT_TRUE(execute(Command("HSET", a, "p", swapped)));
  const auto claimed = claim();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed[0].payload, "good");
  const auto dead = list(Store::Shelf::dead);
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].id, "a");
  EXPECT_THAT(dead[0].last_error, HasSubstr("does not open"));
}

TEST_F(OutboxTest, ForgetsAnIdWithoutEntry) {
  ASSERT_TRUE(execute(Command("ZADD", Keys::due(key_.partition), 1, "ghost")));
  EXPECT_THAT(claim(), IsEmpty());
  EXPECT_EQ(number(Command("ZCARD", Keys::due(key_.partition))), 0);
}

TEST_F(OutboxTest, ClaimsFromAllPartitionsInTheirTurn) {
  constexpr int kEntries = 100;
  for (int i = 0; i < kEntries; ++i) {
    const auto key = store_.subscriber("+2126" + std::to_string(10'000'000 + i), Medium::sms);
    std::vector<OutboxEntry> effects;
    effects.push_back(entry("id" + std::to_string(i)));
    if (i == 50) effects.back().due_in = milliseconds(-1000);
    ASSERT_TRUE(
        tests::run(io_, store_.commit(key, "", "s", kTtl, std::move(effects), std::nullopt)));
  }
  const auto backlog = tests::run(io_, store_.backlog()).value();
  EXPECT_EQ(backlog.due, static_cast<std::uint64_t>(kEntries));
  EXPECT_EQ(backlog.dead, 0U);
  EXPECT_GT(backlog.oldest_due_ms, 1'600'000'000'000);
  const auto listed = tests::run(io_, store_.list(Store::Shelf::due, 7)).value();
  ASSERT_EQ(listed.size(), 7U);
  EXPECT_EQ(listed[0].id, "id50");
  std::set<std::string> ids;
  for (const std::size_t expected : {30U, 30U, 30U, 10U, 0U}) {
    const auto claimed = tests::run(io_, store_.claim_all(30, kLease)).value();
    EXPECT_EQ(claimed.size(), expected);
    for (const Claimed& one : claimed) ids.insert(one.id);
  }
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(kEntries));
}

TEST_F(OutboxTest, DoesNotLetOnePartitionKeepTheOthersWaiting) {
  Store two(topology_, vault_, Keys(2));
  for (int i = 0; i < 10; ++i) {
    const auto key = two.subscriber("+2126" + std::to_string(i), Medium::ussd);
    std::vector<OutboxEntry> effects;
    effects.push_back(entry("id" + std::to_string(i)));
    ASSERT_TRUE(tests::run(io_, two.commit(key, "", "s", kTtl, std::move(effects), std::nullopt)));
  }
  const auto first = tests::run(io_, two.claim_all(1, kLease)).value();
  const auto second = tests::run(io_, two.claim_all(1, kLease)).value();
  EXPECT_NE(first.at(0).partition, second.at(0).partition);
}

TEST_F(OutboxTest, LooksForWorkInOneRoundTrip) {
  ASSERT_TRUE(execute(Command("PING")));
  tests::run(io_, store_.claim_all(30, kLease)).value();
  const auto before = topology_.for_partition(0).counters().round_trips;
  EXPECT_THAT(tests::run(io_, store_.claim_all(30, kLease)).value(), IsEmpty());
  EXPECT_EQ(topology_.for_partition(0).counters().round_trips, before + 1);
}

}  // namespace
}  // namespace jisr::gateway
