// When a thread turns new calls away, and when it takes them again.
#include "gateway/pressure.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace jisr::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PressureTest : public testing::Test {
 protected:
  void hear(int times, int took_ms) {
    for (int i = 0; i < times; ++i) pressure_.note(milliseconds(took_ms), now_);
  }
  [[nodiscard]] bool new_calls() const { return !pressure_.sheds(true, now_); }
  [[nodiscard]] bool calls_in_progress() const { return !pressure_.sheds(false, now_); }

  Pressure pressure_{{3, milliseconds(400)}};
  Pressure::Time now_{std::chrono::hours(1'000)};
};

TEST_F(PressureTest, ASlowRedisTurnsAwayNewCallsOnly) {
  EXPECT_TRUE(new_calls());
  hear(20, 10);
  EXPECT_TRUE(new_calls());
  hear(1, 500);
  EXPECT_TRUE(new_calls()) << "once is no rule";
  hear(6, 500);
  EXPECT_FALSE(new_calls());
  EXPECT_TRUE(calls_in_progress());
  hear(2, 10);
  EXPECT_TRUE(new_calls());
}

TEST_F(PressureTest, WithoutWordOneIsLetInToSee) {
  hear(20, 500);
  EXPECT_FALSE(new_calls());
  now_ += seconds(1);
  EXPECT_TRUE(new_calls());
  hear(1, 500);
  EXPECT_FALSE(pressure_.sheds(false, now_));
  hear(4, 500);
  EXPECT_FALSE(new_calls());
  now_ += std::chrono::hours(100);
  EXPECT_TRUE(new_calls());
}

TEST_F(PressureTest, TooManyInHandTurnAwayNewCallsFirst) {
  std::vector<std::unique_ptr<Pressure::Turn>> turns;
  const auto take = [&](int count) {
    for (int i = 0; i < count; ++i) turns.push_back(std::make_unique<Pressure::Turn>(pressure_));
  };
  take(2);
  EXPECT_TRUE(new_calls());
  take(1);
  EXPECT_FALSE(new_calls());
  EXPECT_TRUE(calls_in_progress());
  take(3);
  EXPECT_FALSE(calls_in_progress());
  turns.clear();
  EXPECT_TRUE(new_calls());
  EXPECT_EQ(pressure_.turns(), 0U);
}

}  // namespace
}  // namespace jisr::gateway
