// How often is too often; and that nobody is held back for another.
#include "gateway/rates.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace jisr::gateway {
namespace {

using std::chrono::seconds;

TEST(RateTable, LetsABurstThroughAndThenOneAtEachInterval) {
  RateTable table(1'024);
  const RateLimit limit{10, 60'000};
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(table.take(7, limit, 1'000)) << i;
  EXPECT_FALSE(table.may(7, limit, 1'000));
  EXPECT_FALSE(table.take(7, limit, 1'000));
  EXPECT_TRUE(table.take(8, limit, 1'000)) << "somebody else";
  EXPECT_FALSE(table.take(7, limit, 6'900));
  EXPECT_TRUE(table.take(7, limit, 7'000));
  EXPECT_FALSE(table.take(7, limit, 7'000));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(table.take(7, limit, 70'000)) << "as new";
  EXPECT_FALSE(table.take(7, limit, 70'000));
}

TEST(RateTable, ARepeatIsGivenBack) {
  RateTable table(1'024);
  const RateLimit limit{2, 60'000};
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(table.take(7, limit, 1'000)) << i;
    table.give_back(7, limit);
  }
  table.give_back(9, limit);
  EXPECT_TRUE(table.take(7, limit, 1'000));
  EXPECT_TRUE(table.take(7, limit, 1'000));
  EXPECT_FALSE(table.take(7, limit, 1'000));
}

TEST(RateTable, NoLimitIsNone) {
  RateTable table(16);
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(table.take(7, {0, 1'000}, 0));
}

// A crowd never makes somebody wait who was quiet.
TEST(RateTable, IsBoundedToTheAdvantageOfTheQuiet) {
  RateTable table(64);
  const RateLimit limit{1, 3'600'000};
  for (std::uint64_t who = 0; who < 100'000; ++who) EXPECT_TRUE(table.take(who, limit, 5)) << who;
}

TEST(RateTable, CountsRightlyFromManyThreads) {
  RateTable table(1'024);
  const RateLimit limit{1'000, 3'600'000};
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1'000; ++i) taken += table.take(7, limit, 1) ? 1 : 0;
    });
  }
  for (auto& one : threads) one.join();
  // Eight lost races in a row let somebody through; that is rare, and bounded.
  EXPECT_GE(taken, 1'000);
  EXPECT_LE(taken, 1'050);
}

TEST(Rates, EachLimitIsForItself) {
  RateConfig config;
  config.turns_a_minute = 5;
  config.calls_an_hour = 2;
  config.channel_calls_a_second = 10;
  config.calls_a_second = 15;
  Rates rates(config);
  const auto now = Rates::Time::clock::now();
  const RatedTurn call{1, 100, true};
  const RatedTurn answer{1, 100, false};
  EXPECT_EQ(rates.take(call, 1, now), TooOften::no);
  EXPECT_EQ(rates.take(call, 1, now), TooOften::no);
  EXPECT_EQ(rates.take(call, 1, now), TooOften::calls);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(rates.take(answer, 1, now), TooOften::no) << i;
  EXPECT_EQ(rates.take(answer, 1, now), TooOften::turns);
  EXPECT_EQ(rates.take(answer, 1, now + seconds(13)), TooOften::no);
  for (std::uint64_t who = 2; who < 10; ++who) {
    EXPECT_EQ(rates.take({who, 100, true}, 1, now), TooOften::no) << who;
  }
  EXPECT_EQ(rates.take({20, 100, true}, 1, now), TooOften::channel);
  for (std::uint64_t who = 30; who < 35; ++who) {
    EXPECT_EQ(rates.take({who, 200, true}, 1, now), TooOften::no) << who;
  }
  EXPECT_EQ(rates.take({40, 200, true}, 1, now), TooOften::all);
  EXPECT_EQ(rates.take({40, 200, true}, 1, now + seconds(1)), TooOften::no)
      << "what was refused was not counted";
}

TEST(Rates, WhatIsNobodysIsSharedByTheGateways) {
  RateConfig config;
  config.channel_calls_a_second = 10;
  Rates rates(config);
  const auto now = Rates::Time::clock::now();
  int taken = 0;
  for (std::uint64_t who = 0; who < 20; ++who) {
    taken += rates.take({who, 5, true}, 5, now) == TooOften::no ? 1 : 0;
  }
  EXPECT_EQ(taken, 2);
}

TEST(Rates, SmsToOneNumberByHourAndDay) {
  Rates rates{RateConfig{}};
  const auto now = Rates::Time::clock::now();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(rates.may_send(1, 3, 5, now));
    rates.sent(1, 3, 5, now);
  }
  EXPECT_FALSE(rates.may_send(1, 3, 5, now));
  EXPECT_TRUE(rates.may_send(2, 3, 5, now));
  const auto later = now + std::chrono::hours(2);
  for (int i = 0; i < 2; ++i) rates.sent(1, 3, 5, later);
  EXPECT_FALSE(rates.may_send(1, 3, 5, later)) << "five in a day";
}

}  // namespace
}  // namespace jisr::gateway
