// A rate that holds at every moment, in the order of asking, with few questions for each SMS; on
// one gateway and on two that share it.
#include "gateway/delivery/pacing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "gateway/delivery/sms_lines.hpp"

namespace jisr::gateway {
namespace {

// An outbox without Redis: who is due asks, at most `hands` at a look, and is put off or leaves.
struct Outbox {
  struct Sms {
    int number;
    std::size_t rank;
    int parts = 1;
    bool promised = false;
  };
  std::multimap<std::int64_t, Sms> due;
  std::vector<Pacer> pacers{1};
  std::int64_t every_us = 100'000;
  std::mt19937 random{1};

  std::vector<std::pair<std::int64_t, Sms>> left;
  int questions = 0;

  // Looks every 200 ms until nothing is due any more.
  void run(std::int64_t now_ms, std::size_t hands = 32) {
    for (; !due.empty() && now_ms < 100'000'000; now_ms += 200) {
      std::vector<Sms> claimed;
      do {
        claimed.clear();
        while (!due.empty() && due.begin()->first <= now_ms && claimed.size() < hands) {
          claimed.push_back(due.begin()->second);
          due.erase(due.begin());
        }
        for (auto& sms : claimed) ask(now_ms, sms);
      } while (!claimed.empty());
    }
  }

  void ask(std::int64_t now_ms, Sms sms) {
    ++questions;
    auto& pacer = pacers[random() % pacers.size()];
    const auto turn = pacer.ask({now_ms, every_us, sms.parts, sms.rank, sms.promised});
    if (turn.go) {
      EXPECT_LE(turn.wait_ms, Pacer::kInHandMs);
      left.emplace_back(now_ms + turn.wait_ms, sms);
    } else {
      EXPECT_GT(turn.wait_ms, 0);
      sms.promised = turn.promised;
      due.emplace(now_ms + turn.wait_ms, sms);
    }
  }

  // The most that left within any second.
  [[nodiscard]] int most_in_a_second() const {
    int most = 0;
    for (std::size_t first = 0, last = 0; last < left.size(); ++last) {
      while (left[last].first - left[first].first >= 1'000) ++first;
      int parts = 0;
      for (auto i = first; i <= last; ++i) parts += left[i].second.parts;
      most = std::max(most, parts);
    }
    return most;
  }
};

TEST(Pacing, HoldsTheRateInOrderWithFewQuestions) {
  Outbox outbox;
  constexpr int kSms = 1'000;
  for (int i = 0; i < kSms; ++i) outbox.due.emplace(1'000'000 + i / 100, Outbox::Sms{i, 2});
  outbox.run(1'000'000);
  ASSERT_EQ(outbox.left.size(), kSms);
  EXPECT_LE(outbox.most_in_a_second(), 10);
  for (int i = 0; i < kSms; ++i) EXPECT_EQ(outbox.left[i].second.number, i);
  EXPECT_LT(outbox.left.back().first - 1'000'000, kSms * 100 * 12 / 10) << "most of the rate";
  EXPECT_LT(outbox.questions, kSms * 5 / 2);
}

TEST(Pacing, HoldsOverMoreThanItPromises) {
  Outbox outbox;
  constexpr int kSms = 15'000;  // 25 minutes at ten a second
  for (int i = 0; i < kSms; ++i) outbox.due.emplace(1'000'000 + i / 100, Outbox::Sms{i, 2});
  outbox.run(1'000'000);
  ASSERT_EQ(outbox.left.size(), kSms);
  EXPECT_LE(outbox.most_in_a_second(), 10);
  EXPECT_LT(outbox.questions, kSms * 5);
  int before = 0;
  for (int i = 1; i < kSms; ++i) {
    before += outbox.left[i].second.number < outbox.left[i - 1].second.number;
  }
  EXPECT_LT(before, kSms / 100) << "in their order";
}

TEST(Pacing, AnAnswerDoesNotQueueBehindNews) {
  Outbox outbox;
  for (int i = 0; i < 1'000; ++i) outbox.due.emplace(1'000'000, Outbox::Sms{i, 3});
  outbox.due.emplace(1'020'000, Outbox::Sms{5'000, 0});
  outbox.run(1'000'000);
  const auto answer = std::find_if(outbox.left.begin(), outbox.left.end(),
                                   [](const auto& one) { return one.second.rank == 0; });
  ASSERT_NE(answer, outbox.left.end());
  EXPECT_LT(answer->first, 1'021'500);
  EXPECT_LE(outbox.most_in_a_second(), 10);
}

TEST(Pacing, LongSmsTakeMoreTurns) {
  Outbox outbox;
  for (int i = 0; i < 100; ++i) outbox.due.emplace(1'000'000, Outbox::Sms{i, 1, 1 + i % 3});
  outbox.run(1'000'000);
  ASSERT_EQ(outbox.left.size(), 100U);
  EXPECT_LE(outbox.most_in_a_second(), 12) << "the last may be a long one";
  EXPECT_GE(outbox.left.back().first - 1'000'000, 19'000);
}

TEST(Pacing, TwoGatewaysShareTheRate) {
  Outbox outbox;
  outbox.pacers.resize(2);
  outbox.every_us = 200'000;  // each its half
  constexpr int kSms = 1'000;
  for (int i = 0; i < kSms; ++i) outbox.due.emplace(1'000'000 + i / 100, Outbox::Sms{i, 2});
  outbox.run(1'000'000);
  ASSERT_EQ(outbox.left.size(), kSms);
  EXPECT_LE(outbox.most_in_a_second(), 11);
  EXPECT_LT(outbox.left.back().first - 1'000'000, kSms * 100 * 3 / 2);
}

TEST(Pacing, WithoutALimitNothingWaits) {
  Pacer pacer;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(pacer.ask({1'000, 0, 3, 2, false}).go);
}

class SmsLinesTest : public testing::Test {
 protected:
  using What = SmsLines::Permit::What;
  SmsLines::Permit enter(Purpose purpose = Purpose::answer) {
    QueuedSms sms;
    sms.purpose = purpose;
    return lines_.enter("a", sending_, sms, 1, now_);
  }
  void leave(SmsOutcome outcome) { lines_.leave("a", sending_, outcome, now_); }
  static SmsOutcome failing() {
    SmsOutcome outcome;
    outcome.failing = true;
    return outcome;
  }

  SmsLines lines_;
  SendingConfig sending_;
  SmsLines::Time now_{std::chrono::hours(1'000)};
};

TEST_F(SmsLinesTest, ARestHoldsForAllThreads) {
  ASSERT_EQ(enter().what, What::go);
  SmsOutcome slow;
  slow.slow_down = true;
  slow.wait_ms = 5'000;
  leave(slow);
  const auto permit = enter();
  EXPECT_EQ(permit.what, What::closed);
  EXPECT_EQ(permit.wait_ms, 5'000);
  EXPECT_FALSE(lines_.is_open("a", sending_, now_));
  now_ += std::chrono::seconds(5);
  EXPECT_EQ(enter().what, What::go);
}

TEST_F(SmsLinesTest, AChannelThatFailsIsLeftAloneAndTriedAgain) {
  for (int i = 0; i < sending_.failures_max; ++i) {
    ASSERT_EQ(enter().what, What::go);
    leave(failing());
  }
  EXPECT_EQ(enter().what, What::closed);
  now_ += std::chrono::milliseconds(sending_.pause_ms);
  EXPECT_EQ(enter().what, What::go) << "one sees whether it is back";
  EXPECT_EQ(enter().what, What::closed);
  leave(SmsOutcome{});
  EXPECT_EQ(enter().what, What::go);
  EXPECT_EQ(enter().what, What::go);
}

TEST_F(SmsLinesTest, NoMoreInHandThanMayBe) {
  sending_.concurrency_max = 2;
  ASSERT_EQ(enter().what, What::go);
  ASSERT_EQ(enter().what, What::go);
  EXPECT_EQ(enter().what, What::later);
  const auto first = enter(Purpose::news).wait_ms;
  EXPECT_GT(enter(Purpose::news).wait_ms, first) << "one after the other";
  leave(SmsOutcome{});
  EXPECT_EQ(enter().what, What::go);
}

TEST_F(SmsLinesTest, GatewaysShareARate) {
  sending_.rate = {1, 1'000};
  lines_.share_among(4);
  ASSERT_EQ(enter().what, What::go);
  EXPECT_EQ(enter().wait_ms, 4'000);
}

}  // namespace
}  // namespace jisr::gateway
