// Agents: codes, PINs, what is stored of them; the counts of wrong PINs and the women of a day in a
// real Redis; Argon2id beside the io_context.
#include <gmock/gmock.h>

#include <algorithm>

#include "gateway/agents/agent_services.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using Kind = dialogs::LookupOutcome::Kind;

TEST(Agent, CodesAreWrittenInManyWays) {
  EXPECT_EQ(agent_code("ag-017"), "AG017");
  EXPECT_EQ(agent_code(" 17 01 "), "1701");
  for (const auto* none : {"", "1", "code_1", "رمز", "1234567890123"}) {
    EXPECT_EQ(agent_code(none), "") << none;
  }
}

TEST(Agent, WeakPinsAreKnown) {
  for (const auto* weak : {"1111", "1234", "9876", "345678"}) EXPECT_TRUE(is_weak_pin(weak));
  for (const auto* good : {"1212", "4029", "1235"}) EXPECT_FALSE(is_weak_pin(good));
  EXPECT_FALSE(is_agent_pin("123") || is_agent_pin("123456789") || is_agent_pin("12a4"));
  for (int i = 0; i < 200; ++i) {
    const auto pin = draw_agent_pin();
    EXPECT_TRUE(is_agent_pin(pin) && pin.size() == 6 && !is_weak_pin(pin)) << pin;
  }
}

TEST(Agent, IsReadAsItWasWritten) {
  Agent agent{"1701", "أمينة", "guelmim", "10.261", "+212612345678", true, true, true, 7, "hash"};
  const auto again = decode_agent(encode(agent));
  ASSERT_TRUE(again);
  EXPECT_EQ(encode(*again), encode(agent));
  EXPECT_FALSE(decode_agent("{}"));
  EXPECT_FALSE(decode_agent("no"));
}

class AgentsTest : public StoreFixture {
 protected:
  static constexpr const char* kPhone = "+212612345678";
  AgentStore agents() { return AgentStore(topology_, vault_, Keys(kPartitions)); }

  Agent made(const std::string& code, const std::string& pin, bool first = false) {
    Agent agent;
    agent.code = code;
    agent.name = "Amina";
    agent.centre = "guelmim";
    agent.pin_hash = hash_pin(pin);
    agent.new_pin_due = first;
    auto store = agents();
    EXPECT_TRUE(tests::run(io_, store.add(agent)).value());
    return agent;
  }

  BuiltinAnswer ask(const std::string& service, SentValues sent, const std::string& phone = kPhone,
                    const std::string& callback = {}) {
    BuiltinQuestion question;
    question.service = service;
    question.sent = std::move(sent);
    question.caller.msisdn = phone;
    question.caller.callback = callback;
    question.caller.now_ms = 1'000;
    question.caller.day = "2026-11-29";
    return tests::run(io_, services_.ask(std::move(question)));
  }
  std::string state(const std::string& code, const std::string& pin,
                    const std::string& phone = kPhone, const std::string& callback = {}) {
    auto answer = ask("agent_sign_in", {{"code", code}, {"pin", pin}}, phone, callback);
    return answer.kind == Kind::found ? answer.values["state"] : "-";
  }

  AgentServices services_{agents(), vault_};
};

TEST_F(AgentsTest, AddsOnceAndReplacesTheVersionItSaw) {
  const auto agent = made("1701", "402957");
  auto store = agents();
  EXPECT_FALSE(tests::run(io_, store.add(agent)).value());
  auto found = tests::run(io_, store.find("1701")).value();
  ASSERT_TRUE(found);
  auto changed = found->agent;
  changed.disabled = true;
  EXPECT_TRUE(tests::run(io_, store.replace(changed, found->stamp)).value());
  EXPECT_FALSE(tests::run(io_, store.replace(changed, found->stamp)).value());
  EXPECT_FALSE(tests::run(io_, store.find("1702")).value());
  made("1702", "402957");
  EXPECT_EQ(tests::run(io_, store.list()).value().size(), 2U);
}

TEST_F(AgentsTest, GuessesAtTheSameTimeEachCount) {
  made("1701", "402957");
  std::vector<std::string> states;
  for (int i = 0; i < 8; ++i) {
    BuiltinQuestion question;
    question.service = "agent_sign_in";
    question.sent = {{"code", "1701"}, {"pin", "000" + std::to_string(i)}};
    question.caller.msisdn = "+21260000000" + std::to_string(i);
    asio::co_spawn(io_, services_.ask(std::move(question)),
                   [&](const std::exception_ptr&, BuiltinAnswer answer) {
                     states.push_back(answer.values["state"]);
                   });
  }
  io_.restart();
  while (states.size() < 8) io_.run_one();
  EXPECT_EQ(std::count(states.begin(), states.end(), "wrong"), 4);
  EXPECT_EQ(std::count(states.begin(), states.end(), "locked"), 4);
  EXPECT_EQ(state("1701", "402957"), "locked");
  auto store = agents();
  EXPECT_TRUE(tests::run(io_, store.unlock("1701")).has_value());
  EXPECT_EQ(state("1701", "402957"), "ok");
}

TEST_F(AgentsTest, ACallbackThatComesAgainCountsOnceAndARightPinForgets) {
  made("1701", "402957");
  for (int i = 0; i < 9; ++i) EXPECT_EQ(state("1701", "1111", kPhone, "call 1"), "wrong");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(state("1701", "1111"), "wrong");
  EXPECT_EQ(state("1701", "402957"), "ok");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(state("1701", "1111"), "wrong");
}

TEST_F(AgentsTest, APhoneThatGuessesCodesIsNotHeard) {
  made("1701", "402957");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(state("9" + std::to_string(i + 10), "1111"), "wrong");
  EXPECT_EQ(state("1701", "402957"), "locked");
  EXPECT_EQ(state("1701", "402957", "+212600000009"), "ok");
}

TEST_F(AgentsTest, ItsLimitsMayBeOthersAndChangeWhileItRuns) {
  made("1701", "402957");
  AgentConfig strict;
  strict.tries_max = 2;
  strict.phone_tries_max = 3;
  strict.signed_in_ms = 60'000;
  services_.limit_by(strict);
  EXPECT_EQ(state("1701", "1111"), "wrong");
  EXPECT_EQ(state("1701", "1111"), "locked");
  auto store = agents();
  EXPECT_TRUE(tests::run(io_, store.unlock("1701")).has_value());
  EXPECT_EQ(state("1799", "1111"), "wrong");
  EXPECT_EQ(state("1701", "402957"), "locked") << "the phone";
  constexpr const char* kOther = "+212600000009";
  EXPECT_EQ(state("1701", "402957", kOther), "ok");
  const auto signed_in = tests::run(io_, store.signed_in(kOther)).value();
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->until_ms, 1'000 + 60'000);
}

TEST_F(AgentsTest, AFirstPinOpensNothingButTheChoiceOfAnother) {
  made("1701", "402957", true);
  EXPECT_EQ(state("1701", "402957"), "new_pin");
  EXPECT_EQ(ask("agent_signed_in", {}).kind, Kind::not_found);
  EXPECT_EQ(ask("agent_new_pin", {{"pin", "1234"}}).values["state"], "weak");
  EXPECT_EQ(ask("agent_new_pin", {{"pin", "402957"}}).values["state"], "same");
  EXPECT_EQ(ask("agent_new_pin", {{"pin", "2957"}}, "+212600000009").kind, Kind::not_found);
  EXPECT_EQ(ask("agent_new_pin", {{"pin", "2957"}}).values["state"], "ok");
  EXPECT_EQ(ask("agent_signed_in", {}).values["code"], "1701");
  EXPECT_EQ(state("1701", "402957", "+212600000009"), "wrong");
  EXPECT_EQ(ask("agent_sign_out", {}).kind, Kind::found);
  EXPECT_EQ(ask("agent_signed_in", {}).kind, Kind::not_found);
}

TEST_F(AgentsTest, AWomanIsKnownWhenHerNoteIsCommittedOnWhicheverPhone) {
  made("1701", "402957");
  ASSERT_EQ(state("1701", "402957"), "ok");
  const auto once = [&](const char* phone) {
    return ask("agent_once", {{"person", "JA1"}}, phone);
  };
  const auto first = once(kPhone);
  EXPECT_EQ(first.kind, Kind::not_found);
  ASSERT_EQ(first.notes.size(), 1U);
  EXPECT_EQ(once(kPhone).kind, Kind::not_found) << "nothing was committed";
  EXPECT_TRUE(ask("agent_known", {{"person", "JA1"}}).notes.empty());
  CommitAlso also;
  also.notes = first.notes;
  tests::run(io_, store_.commit(key_, "", "session", kTtl, {}, std::nullopt, std::move(also)))
      .value();
  EXPECT_EQ(once(kPhone).kind, Kind::found);
  EXPECT_EQ(ask("agent_today", {}).values["count"], "1");
  ASSERT_EQ(state("1701", "402957", "+212600000009"), "ok");
  EXPECT_EQ(once("+212600000009").kind, Kind::found);
  EXPECT_EQ(ask("agent_today", {}, "+212600000009").values["count"], "1");
  EXPECT_EQ(ask("agent_known", {{"person", "JA2"}}).kind, Kind::not_found);
}

TEST_F(AgentsTest, ArgonLeavesTheIoContextFree) {
  PinHasher hasher;
  const auto hash = tests::run(io_, hasher.hash("402957")).value();
  EXPECT_TRUE(hash.starts_with("$argon2id$")) << hash;
  EXPECT_TRUE(tests::run(io_, hasher.verify(hash, "402957")).value());
  EXPECT_FALSE(tests::run(io_, hasher.verify(hash, "402958")).value());
  EXPECT_FALSE(tests::run(io_, hasher.verify("", "402957")).value()) << "an unknown code";
  // More at once than may wait: the rest is told so at once, and nothing is blocked meanwhile.
  std::size_t refused = 0;
  std::size_t ended = 0;
  constexpr std::size_t kAsked = PinHasher::kThreads + PinHasher::kWaitingMax + 5;
  for (std::size_t i = 0; i < kAsked; ++i) {
    asio::co_spawn(io_, hasher.hash("402957"),
                   [&](const std::exception_ptr&, const Result<std::string>& made) {
                     ++ended;
                     if (!made) ++refused;
                   });
  }
  io_.restart();
  while (ended < 5) io_.poll_one();
  EXPECT_EQ(refused, 5U);
  while (ended < kAsked) io_.run_one();
  EXPECT_EQ(refused, 5U);
}

}  // namespace
}  // namespace jisr::gateway
