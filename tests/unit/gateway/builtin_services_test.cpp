// Look-ups that the gateway answers itself: what the dialog keeps of the answer, how long she
// waits, and that nothing is asked twice by itself.
#include "gateway/builtin_services.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/services.hpp"
#include "tests/support/run.hpp"

namespace jisr::gateway {
namespace {

using Kind = dialogs::LookupOutcome::Kind;
using std::chrono::milliseconds;
using testing::ElementsAre;
namespace asio = boost::asio;

class Greeter : public BuiltinService {
 public:
  asio::awaitable<BuiltinAnswer> ask(BuiltinQuestion question) override {
    ++asked;
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    co_await timer.async_wait(asio::use_awaitable);
    heard = question.value("code") + '|' + question.caller.msisdn + '|' + question.value("none");
    BuiltinAnswer answer;
    answer.kind = kind;
    answer.values["name"] = "Amina";
    answer.values["centre"] = std::string(60, 'x');
    answer.notes.push_back(CommitNote{"key", "field", "value", milliseconds(1)});
    ended = true;
    co_return answer;
  }
  milliseconds delay{0};
  Kind kind = Kind::found;
  int asked = 0;
  bool ended = false;
  std::string heard;
};

class BuiltinServicesTest : public testing::Test {
 protected:
  BuiltinServicesTest() { builtin_.add("agent_sign_in", greeter_); }

  static ServiceQuestion question() {
    auto dialog = std::make_shared<dialogs::Dialog>();
    dialog->screens.resize(1);
    for (const auto* pointer : {"/name", "/forget", "/centre"}) {
      dialog->screens[0].lookup.kept.push_back({0, pointer});
    }
    ServiceQuestion asked;
    asked.services = std::make_shared<std::vector<ServiceConfig>>();
    asked.dialog = dialog;
    asked.lookup = {0, "agent_sign_in", {{"code", "K7"}}, 2'000};
    asked.asks.msisdn = "+212612345678";
    return asked;
  }
  ServiceAnswer ask(ServiceQuestion asked, milliseconds limit = milliseconds(5'000)) {
    return tests::run(io_, services_.ask(std::move(asked), limit));
  }

  std::shared_ptr<Greeter> greeter_ = std::make_shared<Greeter>();
  BuiltinServices builtin_;
  KeptAnswers kept_;
  Rates rates_{RateConfig{}};
  Counters counters_;
  asio::io_context io_{1};
  Services services_{io_, kept_, rates_, counters_, &builtin_};
};

TEST_F(BuiltinServicesTest, KeepsWhatTheDialogNames) {
  const auto answer = ask(question());
  EXPECT_EQ(answer.kind, Kind::found);
  EXPECT_THAT(answer.kept, ElementsAre("Amina", std::nullopt, std::string(40, 'x')));
  EXPECT_EQ(greeter_->heard, "K7|+212612345678|");
  ASSERT_EQ(answer.notes.size(), 1U);
  EXPECT_EQ(answer.notes[0].field, "field");
}

TEST_F(BuiltinServicesTest, IsAskedEachTimeAndNeverBeforehand) {
  services_.prepare(question());
  ask(question());
  ask(question());
  EXPECT_EQ(greeter_->asked, 2);
  EXPECT_EQ(kept_.size(), 0U);
}

TEST_F(BuiltinServicesTest, WhatIsLateHasFailedAndGoesOnToItsEnd) {
  greeter_->delay = milliseconds(200);
  const auto answer = ask(question(), milliseconds(20));
  EXPECT_EQ(answer.kind, Kind::failed);
  EXPECT_TRUE(answer.notes.empty());
  EXPECT_EQ(counters_.lookups_failed, 1);
  EXPECT_FALSE(greeter_->ended);
  EXPECT_TRUE(tests::run(io_, services_.drain(milliseconds(5'000))));
  EXPECT_TRUE(greeter_->ended);
}

// Else a phone could ask for one national id after the other.
TEST_F(BuiltinServicesTest, WhoAsksForOnePersonAfterTheOtherLearnsNothing) {
  builtin_.add("own_person", greeter_);
  RateConfig two;
  two.lookups_a_day = 2;
  Rates rates{two};
  Services services{io_, kept_, rates, counters_, &builtin_};
  const auto kind_of = [&](const char* service, const char* caller) {
    auto asked = question();
    asked.lookup.service = service;
    asked.caller = caller;
    return tests::run(io_, services.ask(std::move(asked), milliseconds(5'000))).kind;
  };
  EXPECT_EQ(kind_of("own_person", "a"), Kind::found);
  EXPECT_EQ(kind_of("own_person", "a"), Kind::found);
  EXPECT_EQ(kind_of("own_person", "a"), Kind::failed);
  EXPECT_EQ(kind_of("own_person", "b"), Kind::found) << "another phone";
  EXPECT_EQ(kind_of("agent_sign_in", "a"), Kind::found) << "has limits of its own";
  EXPECT_EQ(greeter_->asked, 4);
  EXPECT_EQ(counters_.lookups_limited, 1);
}

TEST(BuiltinShape, GivesWhatStandsBelow) {
  const auto* shape = builtin_shape("own_status");
  ASSERT_NE(shape, nullptr);
  dialogs::Screen screen;
  screen.lookup.sent.push_back({"reference", {}});
  for (const auto* pointer : {"/status", "/params/place", "/params/", "/params/a/b", "/param"}) {
    screen.lookup.kept.push_back({0, pointer});
  }
  dialogs::Findings findings;
  check_builtin(screen, *shape, findings);
  EXPECT_EQ(findings.errors(), 3U);
}

TEST_F(BuiltinServicesTest, WhatNobodyAnswersHasFailed) {
  auto asked = question();
  asked.lookup.service = "agent_today";
  EXPECT_EQ(ask(std::move(asked)).kind, Kind::failed);
}

}  // namespace
}  // namespace jisr::gateway
