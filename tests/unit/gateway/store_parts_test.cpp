// Parts of long SMS in a real redis-server: order, repeats, two lanes at once, the next SMS with
// the same reference, and what never becomes whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/run.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using What = PartsFound::What;

constexpr milliseconds kWait{60'000};

class StorePartsTest : public StoreFixture {
 protected:
  static SmsPart part(unsigned number, unsigned count, std::string text, std::string mark = "") {
    SmsPart one;
    one.channel = "line";
    one.number = number;
    one.count = count;
    one.mark = mark.empty() ? "m" + std::to_string(number) : mark;
    one.text = std::move(text);
    return one;
  }

  PartsFound add(SmsPart one, milliseconds wait = kWait) {
    return tests::run(io_, store_.add_part(set_, std::move(one), wait)).value();
  }

  void finish(const std::string& set) {
    EXPECT_TRUE(tests::run(io_, store_.finish_parts(set_, set, kWait)).has_value());
  }

  std::vector<PartsDropped> drop() { return tests::run(io_, store_.drop_parts()).value(); }

  Result<redis::Reply> ask(Command command) {
    return tests::run(io_, topology_.execute(set_.partition, std::move(command)));
  }

  PartsKey set_ = store_.parts("+212612345678", "line", "77", 3);
};

TEST_F(StorePartsTest, AreJoinedInWhicheverOrderTheyCome) {
  EXPECT_EQ(add(part(3, 3, "three")).what, What::incomplete);
  EXPECT_EQ(add(part(1, 3, "one ")).what, What::incomplete);
  const auto whole = add(part(2, 3, "two "));
  EXPECT_EQ(whole.what, What::whole);
  EXPECT_EQ(whole.text, "one two three");
}

TEST_F(StorePartsTest, ARepeatGivesTheWholeUntilItIsFinished) {
  add(part(1, 2, "a"));
  EXPECT_EQ(add(part(1, 2, "a")).what, What::incomplete) << "twice the same is not two parts";
  const auto whole = add(part(2, 2, "b"));
  ASSERT_EQ(whole.what, What::whole);
  const auto again = add(part(1, 2, "a"));
  EXPECT_EQ(again.what, What::whole) << "the process may have died before it was taken";
  EXPECT_EQ(again.set, whole.set) << "so that the conversation knows it again";
  finish(whole.set);
  EXPECT_EQ(add(part(1, 2, "a")).what, What::done);
  EXPECT_EQ(add(part(2, 2, "b")).what, What::done);
  EXPECT_THAT(ask(Command("HVALS", set_.name)).value().size(), 7) << "the texts are gone";
}

TEST_F(StorePartsTest, HerNextSmsMayHaveTheSameReference) {
  add(part(1, 2, "a"));
  const auto first = add(part(2, 2, "b"));
  finish(first.set);
  EXPECT_EQ(add(part(1, 2, "c", "n1")).what, What::incomplete);
  const auto second = add(part(2, 2, "d", "n2"));
  EXPECT_EQ(second.what, What::whole);
  EXPECT_EQ(second.text, "cd");
  EXPECT_NE(second.set, first.set);
  finish(first.set);
  EXPECT_EQ(add(part(2, 2, "d", "n2")).what, What::whole) << "what came late finishes nothing else";
}

TEST_F(StorePartsTest, PartsOfTwoHaveNothingToDoWithEachOther) {
  const auto key = [&](const char* msisdn, const char* channel, const char* of, unsigned count) {
    return store_.parts(msisdn, channel, of, count).name;
  };
  EXPECT_NE(key("+212612345679", "line", "77", 3), set_.name);
  EXPECT_NE(key("+212612345678", "other", "77", 3), set_.name);
  EXPECT_NE(key("+212612345678", "line", "78", 3), set_.name);
  EXPECT_NE(key("+212612345678", "line", "77", 2), set_.name);
  EXPECT_THAT(set_.name, Not(HasSubstr("612345678")));
}

TEST_F(StorePartsTest, OfTwoLanesAtOnceOneHasTheWhole) {
  redis::Standalone topology{io_.get_executor(), endpoint_of(server_)};
  Store other{topology, vault_, Keys(kPartitions)};
  for (int round = 0; round < 50; ++round) {
    const auto both = store_.parts("+212612345678", "line", std::to_string(round), 2);
    std::vector<PartsFound> found;
    const auto take = [&](std::exception_ptr, Result<PartsFound> one) {
      found.push_back(one.value());
    };
    asio::co_spawn(io_, store_.add_part(both, part(1, 2, "a"), kWait), take);
    asio::co_spawn(io_, other.add_part(both, part(2, 2, "b"), kWait), take);
    tests::run_until(io_, [&] { return found.size() == 2; });
    EXPECT_EQ((found[0].what == What::whole) + (found[1].what == What::whole), 1);
    EXPECT_EQ(found[0].text + found[1].text, "ab");
  }
}

TEST_F(StorePartsTest, AreSealedAndGoByThemselves) {
  add(part(1, 3, "Fatima"));
  const auto stored = ask(Command("HGET", set_.name, "t1")).value();
  EXPECT_THAT(std::string(stored.text()), Not(HasSubstr("Fatima")));
  EXPECT_GT(ask(Command("PTTL", set_.name)).value().integer().value_or(0), 60'000);
}

TEST_F(StorePartsTest, WhatStaysIncompleteIsDroppedAndTold) {
  add(part(1, 3, "a"), milliseconds(1));
  add(part(3, 3, "c"), milliseconds(1));
  const auto waits = store_.parts("+212612345678", "line", "78", 2);
  tests::run(io_, store_.add_part(waits, part(1, 2, "x"), kWait)).value();
  std::vector<PartsDropped> dropped;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (dropped.empty() && std::chrono::steady_clock::now() < until) dropped = drop();
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].channel, "line");
  EXPECT_EQ(dropped[0].there, 2U);
  EXPECT_EQ(dropped[0].count, 3U);
  EXPECT_EQ(ask(Command("EXISTS", set_.name)).value().integer(), 0);
  EXPECT_EQ(ask(Command("EXISTS", waits.name)).value().integer(), 1) << "its time is not over";
  EXPECT_THAT(drop(), IsEmpty());
  EXPECT_EQ(add(part(2, 3, "b")).what, What::incomplete) << "too late: it waits anew";
}

TEST_F(StorePartsTest, WhatIsWholeIsNotDropped) {
  add(part(1, 2, "a"), milliseconds(1));
  const auto whole = add(part(2, 2, "b"), milliseconds(1));
  finish(whole.set);
  EXPECT_THAT(drop(), IsEmpty());
}

}  // namespace
}  // namespace jisr::gateway
