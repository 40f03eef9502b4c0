// Sessions in a real redis-server: compare-and-set, repeats, references, sealing, and the checks
// before the start.
#include "gateway/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gateway/redis/cluster.hpp"
#include "gateway/reference.hpp"
#include "tests/support/redis_cluster.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StoreTest : public StoreFixture {};

TEST_F(StoreTest, LoadsWhatWasCommitted) {
  EXPECT_EQ(load().token, "");
  EXPECT_EQ(load().session, "");
  EXPECT_EQ(commit("", "first"), CommitOutcome::committed);
  const Stored first = load();
  EXPECT_EQ(first.session, "first");
  EXPECT_EQ(first.token.size(), Vault::kStampBytes);
  EXPECT_EQ(commit(first.token, std::string("\0binary\xff", 8)), CommitOutcome::committed);
  EXPECT_EQ(load().session, std::string("\0binary\xff", 8));
  EXPECT_NE(load().token, first.token);
}

TEST_F(StoreTest, KeepsLittleMoreThanTheSession) {
  commit("", std::string(100, 'x'));
  EXPECT_LE(number(Command("STRLEN", key_.session)), 160);
  const auto ttl = number(Command("PTTL", key_.session));
  EXPECT_GT(ttl, 50'000);
  EXPECT_LE(ttl, 60'000);
}

TEST_F(StoreTest, KnowsWhoRegisteredByWhicheverMedium) {
  const auto reference = reference::draw(key_.partition, kPartitions, 7);
  const auto registered = [&](std::string token, milliseconds known) {
    return tests::run(io_, store_.commit(key_, std::move(token), "x", kTtl, {entry(token + "e")},
                                         reference, known))
        .value();
  };
  ASSERT_EQ(commit("", "first", {entry("a")}), CommitOutcome::committed);
  EXPECT_FALSE(load().returning) << "an effect alone is no registration";
  ASSERT_EQ(registered(load().token, milliseconds(90'000)), CommitOutcome::committed);
  EXPECT_TRUE(load().returning);
  const auto ttl = number(Command("PTTL", key_.registered));
  EXPECT_GT(ttl, 80'000);
  EXPECT_LE(ttl, 90'000);
  const auto by_sms = store_.subscriber("+212612345678", Medium::sms);
  const auto seen = tests::run(io_, store_.load(by_sms)).value();
  EXPECT_TRUE(seen.returning);
  EXPECT_EQ(seen.session, "");
  ASSERT_EQ(registered("stale", milliseconds(1)), CommitOutcome::conflict);
  EXPECT_GT(number(Command("PTTL", key_.registered)), 80'000) << "a conflict changes nothing";
}

TEST_F(StoreTest, RefusesAnOldToken) {
  ASSERT_EQ(commit("", "first"), CommitOutcome::committed);
  const std::string old = load().token;
  ASSERT_EQ(commit(old, "second"), CommitOutcome::committed);
  EXPECT_EQ(commit(old, "third", {entry("a")}), CommitOutcome::conflict);
  EXPECT_EQ(commit("", "third"), CommitOutcome::conflict);
  EXPECT_EQ(load().session, "second");
  EXPECT_EQ(number(Command("ZCARD", Keys::due(key_.partition))), 0);
}

TEST_F(StoreTest, OfTwoAtOnceOneWins) {
  ASSERT_EQ(commit("", "first"), CommitOutcome::committed);
  const std::string token = load().token;
  std::vector<CommitOutcome> outcomes;
  for (const std::string name : {"left", "right"}) {
    std::vector<OutboxEntry> effects;
    effects.push_back(entry(name));
    asio::co_spawn(io_, store_.commit(key_, token, name, kTtl, std::move(effects), std::nullopt),
                   [&](std::exception_ptr, Result<CommitOutcome> outcome) {
                     outcomes.push_back(outcome.value());
                   });
  }
  tests::run_until(io_, [&] { return outcomes.size() == 2; });
  EXPECT_THAT(outcomes, ElementsAre(CommitOutcome::committed, CommitOutcome::conflict));
  EXPECT_EQ(load().session, "left");
  EXPECT_EQ(number(Command("ZCARD", Keys::due(key_.partition))), 1);
}

// The server does what it was told but its answer never comes: the commit is repeated by itself
// with the same bytes, finds its own work, and says so. Nothing happens twice.
TEST_F(StoreTest, RepeatsACommitWhoseOutcomeIsUnknown) {
  const std::string reference = reference::draw(key_.partition, kPartitions, 7);
  const SubscriberKey other = store_.subscriber("+212699999999", Medium::ussd);
  ASSERT_TRUE(tests::run(io_, store_.commit(other, "", "x", kTtl, {}, std::nullopt)));  // loads it
  server_.pause();
  std::optional<Result<CommitOutcome>> outcome;
  std::vector<OutboxEntry> effects;
  effects.push_back(entry("only"));
  asio::co_spawn(
      io_, store_.commit(key_, "", "session", kTtl, std::move(effects), reference),
      [&](std::exception_ptr, Result<CommitOutcome> what) { outcome.emplace(std::move(what)); });
  redis::Connection& connection = topology_.for_partition(0);
  tests::run_until(io_, [&] { return connection.counters().timeouts == 1; });
  server_.resume();
  tests::run_until(io_, [&] { return outcome.has_value(); });
  ASSERT_TRUE(outcome->has_value()) << outcome->error().context;
  EXPECT_EQ(**outcome, CommitOutcome::committed);
  EXPECT_EQ(connection.counters().timeouts, 1U);
  EXPECT_EQ(load().session, "session");
  EXPECT_EQ(number(Command("ZCARD", Keys::due(key_.partition))), 1);
  EXPECT_EQ(number(Command("BITCOUNT", Keys::refs(key_.partition))), 1);
}

TEST_F(StoreTest, SaysThatTheOutcomeIsUnknownWhenItStaysSo) {
  ASSERT_TRUE(execute(Command("PING")));
  server_.pause();
  auto outcome = tests::run(io_, store_.commit(key_, "", "x", kTtl, {}, std::nullopt));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::timeout);
}

TEST_F(StoreTest, GivesAReferenceOnce) {
  const std::string reference = reference::draw(key_.partition, kPartitions, 12345);
  EXPECT_EQ(commit("", "mine", {}, reference), CommitOutcome::committed);
  const std::string token = load().token;
  EXPECT_EQ(commit(token, "again", {entry("a")}, reference), CommitOutcome::reference_taken);
  EXPECT_EQ(load().session, "mine");
  EXPECT_EQ(number(Command("EXISTS", Keys::entry(key_.partition, "a"))), 0);
  const std::string other = reference::draw(key_.partition, kPartitions, 12346);
  EXPECT_EQ(commit(token, "again", {}, other), CommitOutcome::committed);
  const auto next = static_cast<std::uint16_t>((key_.partition + 1) % kPartitions);
  for (const std::string& bad : {std::string("12345678"), reference::draw(next, kPartitions, 1)}) {
    auto outcome = tests::run(io_, store_.commit(key_, token, "x", kTtl, {}, bad));
    EXPECT_EQ(outcome.error().code, Errc::malformed_input);
  }
}

TEST_F(StoreTest, ChecksEverythingBeforeItWrites) {
  ASSERT_TRUE(execute(Command("SET", Keys::due(key_.partition), "not a sorted set")));
  std::vector<OutboxEntry> effects;
  effects.push_back(entry("a"));
  auto outcome =
      tests::run(io_, store_.commit(key_, "", "x", kTtl, std::move(effects), std::nullopt));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(number(Command("EXISTS", key_.session)), 0);
  EXPECT_EQ(number(Command("EXISTS", Keys::entry(key_.partition, "a"))), 0);
}

TEST_F(StoreTest, RefusesWhenMemoryIsFullButDrains) {
  ASSERT_EQ(commit("", "x", {entry("a")}), CommitOutcome::committed);
  ASSERT_TRUE(execute(Command("CONFIG", "SET", "maxmemory", "1")));
  auto outcome = tests::run(io_, store_.commit(key_, load().token, "y", kTtl, {}, std::nullopt));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::unavailable);
  EXPECT_THAT(outcome.error().context, HasSubstr("OOM"));
  EXPECT_EQ(load().session, "x");
  auto claimed = tests::run(io_, store_.claim(key_.partition, 10, kLease)).value();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(settle(claimed[0], Settlement::delivered(entry("sms"))), SettleOutcome::settled);
  EXPECT_EQ(number(Command("EXISTS", Keys::entry(key_.partition, "a"))), 0);
}

TEST_F(StoreTest, RunsScriptsThatTheServerForgot) {
  ASSERT_EQ(commit("", "one", {entry("a")}), CommitOutcome::committed);
  ASSERT_TRUE(execute(Command("SCRIPT", "FLUSH")));
  ASSERT_EQ(commit(load().token, "two", {entry("b")}), CommitOutcome::committed);
  ASSERT_TRUE(execute(Command("SCRIPT", "FLUSH")));
  EXPECT_EQ(tests::run(io_, store_.claim_all(10, kLease)).value().size(), 2U);
}

TEST_F(StoreTest, WantsAsManyReplicasAsItIsTold) {
  Store strict(topology_, vault_, Keys(kPartitions), {1, std::chrono::milliseconds(1)});
  auto outcome = tests::run(io_, strict.commit(key_, "", "x", kTtl, {}, std::nullopt));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::timeout);
  EXPECT_THAT(outcome.error().context, HasSubstr("replicas"));
  EXPECT_EQ(load().session, "x");
}

TEST_F(StoreTest, DoesNotOpenAValueThatWasMoved) {
  commit("", "hers");
  const SubscriberKey other = store_.subscriber("+212699999999", Medium::ussd);
  ASSERT_TRUE(execute(Command("COPY", key_.session, other.session)));
  auto stored = tests::run(io_, store_.load(other));
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().code, Errc::malformed_input);
}

TEST_F(StoreTest, WritesNothingInTheClear) {
  commit("", "canary-in-the-session", {entry("a", "canary-in-the-payload")});
  auto claimed = tests::run(io_, store_.claim(key_.partition, 10, kLease)).value();
  settle(claimed.at(0), Settlement::delivered(entry("b", "canary-in-the-sms")));
  ASSERT_TRUE(execute(Command("CONFIG", "SET", "rdbcompression", "no")));
  ASSERT_TRUE(execute(Command("SAVE")));
  std::string dumps;
  for (const auto& file : std::filesystem::recursive_directory_iterator(server_.folder())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    dumps.append(std::istreambuf_iterator<char>(in), {});
  }
  EXPECT_NE(dumps.find(key_.session), std::string::npos);  // it is the right dump
  EXPECT_EQ(dumps.find("canary"), std::string::npos);
  EXPECT_EQ(dumps.find("612345678"), std::string::npos);
}

TEST_F(StoreTest, SurvivesAKillWithAppendOnly) {
  ASSERT_EQ(commit("", "kept", {entry("a")}), CommitOutcome::committed);
  server_.restart();
  tests::run_until(io_, [&] { return !topology_.ready(); });
  tests::run_until(io_, [&] { return topology_.ready(); });
  EXPECT_EQ(load().session, "kept");
  EXPECT_EQ(tests::run(io_, store_.claim_all(10, kLease)).value().size(), 1U);
}

TEST_F(StoreTest, StartsOnlyOnTheDeploymentThatItKnows) {
  EXPECT_TRUE(tests::run(io_, store_.open_meta()));
  EXPECT_TRUE(tests::run(io_, store_.open_meta()));
  const struct {
    const char* name;
    std::uint16_t partitions;
    std::string sealing, pseudonyms;
    const char* says;
  } cases[] = {{"partitions", 32, kSealing, kPseudonyms, "64 partitions, not 32"},
               {"sealing key", 64, kPseudonyms, kPseudonyms, "another sealing key"},
               {"pseudonym key", 64, kSealing, kSealing, "another pseudonym key"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const Vault vault = make_vault(c.sealing, c.pseudonyms);
    Store other(topology_, vault, Keys(c.partitions));
    auto opened = tests::run(io_, other.open_meta());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::misconfigured);
    EXPECT_THAT(opened.error().context, HasSubstr(c.says));
  }
  EXPECT_TRUE(tests::run(io_, store_.open_meta()));
}

TEST_F(StoreTest, RenewsTheProofAfterARotation) {
  ASSERT_TRUE(tests::run(io_, store_.open_meta()));
  std::vector<SealingKey> both;
  both.push_back({2, SecretKey::parse(kPseudonyms).value()});
  both.push_back({1, SecretKey::parse(kSealing).value()});
  const Vault rotating(std::move(both), SecretKey::parse(kPseudonyms).value());
  Store during(topology_, rotating, Keys(kPartitions));
  ASSERT_TRUE(tests::run(io_, during.open_meta()));
  std::vector<SealingKey> last;
  last.push_back({2, SecretKey::parse(kPseudonyms).value()});
  const Vault rotated(std::move(last), SecretKey::parse(kPseudonyms).value());
  Store after(topology_, rotated, Keys(kPartitions));
  EXPECT_TRUE(tests::run(io_, after.open_meta()));
}

TEST_F(StoreTest, LooksWhetherRedisKeepsWhatItIsGiven) {
  EXPECT_THAT(tests::run(io_, store_.inspect()).value(), IsEmpty());
  ASSERT_TRUE(execute(Command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")));
  ASSERT_TRUE(execute(Command("CONFIG", "SET", "appendonly", "no")));
  const auto findings = tests::run(io_, store_.inspect()).value();
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_TRUE(findings[0].fatal);
  EXPECT_THAT(findings[0].text, HasSubstr("allkeys-lru"));
  EXPECT_FALSE(findings[1].fatal);

  ASSERT_TRUE(execute(Command("ACL", "SETUSER", "poor", "on", ">pw", "~*", "+@all", "-config")));
  RedisEndpoint endpoint = endpoint_of(server_);
  endpoint.user = "poor";
  endpoint.password = "pw";
  redis::Standalone poor(io_.get_executor(), endpoint);
  Store store(poor, vault_, Keys(kPartitions));
  const auto denied = tests::run(io_, store.inspect()).value();
  ASSERT_EQ(denied.size(), 1U);
  EXPECT_FALSE(denied[0].fatal);
}

TEST_F(StoreTest, LooksWhetherAClusterGoesOnWithoutOneOfItsMasters) {
  tests::RedisCluster servers;
  std::vector<std::uint16_t> slots;
  for (std::uint16_t i = 0; i < kPartitions; ++i) slots.push_back(redis::slot_of(Keys::due(i)));
  RedisEndpoint first;
  first.port = servers.master(0).port();
  redis::Cluster cluster(io_.get_executor(), {first}, slots);
  Store store(cluster, vault_, Keys(kPartitions));
  const auto coverage = [&] {
    const auto findings = tests::run(io_, store.inspect()).value();
    return std::count_if(findings.begin(), findings.end(), [](const StoreFinding& one) {
      return !one.fatal && one.text.find("cluster-require-full-coverage") != std::string::npos;
    });
  };
  EXPECT_EQ(coverage(), 0);
  tests::redis_cli(servers.master(1).port(), "CONFIG SET cluster-require-full-coverage yes");
  EXPECT_EQ(coverage(), 1);
}

}  // namespace
}  // namespace jisr::gateway
