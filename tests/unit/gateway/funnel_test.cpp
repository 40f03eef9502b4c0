// Counts on their way from a lane's memory into a real redis-server, and back for people.
#include "gateway/funnel.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using dialogs::CountedTurn;
using dialogs::Date;
using dialogs::ScreenCount;
using redis::Command;

class FunnelTest : public StoreFixture {
 protected:
  static std::shared_ptr<const dialogs::Dialog> dialog_of(std::vector<std::string> screens) {
    auto dialog = std::make_shared<dialogs::Dialog>();
    dialog->name = "tiny";
    for (auto& name : screens) dialog->screens.emplace_back().name = std::move(name);
    return dialog;
  }

  // She comes to the screen `to` from the screen `from`; kNone: with a new call.
  void come(const std::shared_ptr<const dialogs::Dialog>& dialog, std::uint16_t from,
            std::uint16_t to, const Date& day = {2026, 11, 24}) {
    dialogs::Session before;
    before.screen = from;
    dialogs::Session after;
    after.screen = to;
    CountedTurn turn;
    turn.before = from == dialogs::kNone ? nullptr : &before;
    turn.after = &after;
    funnel_.count(dialog, day, turn);
  }

  bool write() { return tests::run(io_, funnel_.write()); }

  std::string stored(const std::string& day = "2026-11-24") {
    const auto counts = tests::run(io_, store_.load_counts("tiny", day));
    if (!counts) return counts.error().context;
    std::map<std::string, ScreenCount> sorted(counts->begin(), counts->end());
    std::string out;
    for (const auto& [name, count] : sorted) {
      out += (out.empty() ? "" : ", ") + name + " " + std::to_string(count.reached) + " " +
             std::to_string(count.went_on);
    }
    return out;
  }

  CurrentDeployment current_{std::make_shared<Deployment>()};
  Funnel funnel_{io_, current_, store_};
};

TEST_F(FunnelTest, AddsUpWhatLanesAndVersionsCount) {
  const auto first = dialog_of({"start", "end"});
  const auto second = dialog_of({"hello", "start", "end"});
  come(first, dialogs::kNone, 0);
  come(first, 0, 1);
  come(second, dialogs::kNone, 1);
  EXPECT_EQ(stored(), "") << "nothing leaves before it is written";
  EXPECT_TRUE(write());
  EXPECT_EQ(stored(), "end 1 0, start 2 1");
  EXPECT_TRUE(write());
  EXPECT_EQ(stored(), "end 1 0, start 2 1") << "written once";
  come(first, dialogs::kNone, 0);
  EXPECT_TRUE(write());
  EXPECT_EQ(stored(), "end 1 0, start 3 1");
}

TEST_F(FunnelTest, KeepsDaysApartAndForATime) {
  const auto dialog = dialog_of({"start"});
  come(dialog, dialogs::kNone, 0);
  come(dialog, dialogs::kNone, 0, {2026, 11, 25});
  come(dialog, dialogs::kNone, 0, {2026, 11, 25});
  EXPECT_TRUE(write());
  EXPECT_EQ(stored(), "start 1 0");
  EXPECT_EQ(stored("2026-11-25"), "start 2 0");
  const auto key = Keys(kPartitions).funnel("tiny", "2026-11-25");
  const auto ttl = number(Command("PTTL", key.name));
  EXPECT_GT(ttl, 89LL * 86'400'000);
  EXPECT_LE(ttl, 90LL * 86'400'000);
}

TEST_F(FunnelTest, WaitsWhileRedisIsAway) {
  const auto dialog = dialog_of({"start"});
  come(dialog, dialogs::kNone, 0);
  ASSERT_TRUE(write());
  come(dialog, dialogs::kNone, 0);
  server_.kill();
  EXPECT_FALSE(execute(Command("PING"))) << "the connection knows";
  EXPECT_FALSE(write());
  come(dialog, dialogs::kNone, 0);
  server_.restart();
  bool written = false;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!written && std::chrono::steady_clock::now() < until) written = write();
  EXPECT_TRUE(written);
  EXPECT_EQ(stored(), "start 3 0");
}

TEST_F(FunnelTest, HasABound) {
  for (std::size_t i = 0; i < Funnel::kTalliesMax + 5; ++i) {
    come(dialog_of({"start"}), dialogs::kNone, 0);
  }
  EXPECT_TRUE(write());
  EXPECT_EQ(stored(), "start " + std::to_string(Funnel::kTalliesMax) + " 0");
}

}  // namespace
}  // namespace jisr::gateway
