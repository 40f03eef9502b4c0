// Commits that must be on a replica: what a repeat on another connection, or a page told again,
// may say of them. With a master and a replica that can be paused.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "gateway/store_scripts.hpp"
#include "tests/support/redis_cluster.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;

const redis::Script kCommit(scripts::kCommit);

// A master whose replica says nothing while it is paused.
class StoreWithReplica : public StoreFixture {
 protected:
  static tests::RedisServerOptions following(const tests::RedisServer& master) {
    tests::RedisServerOptions options;
    options.settings = {"--replicaof", "127.0.0.1 " + std::to_string(master.port())};
    return options;
  }

  void SetUp() override {
    ASSERT_TRUE(execute(Command("CONFIG", "SET", "repl-diskless-sync-delay", "0")));
    bool in_step = false;
    for (int looks = 0; looks < 400 && !in_step; ++looks) {
      a_moment();
      in_step = hears_commands();
    }
    ASSERT_TRUE(in_step);
  }

  // What INFO calls online has its copy; it may not hear commands yet. WAIT alone would count it
  // for a write that came before it.
  bool hears_commands() {
    const auto written = execute(Command("SET", "x", "1"));
    const auto heard = execute(Command("WAIT", "1", "100"));
    const auto info = execute(Command("INFO", "replication"));
    return written && heard && info && heard->integer() == 1 &&
           info->text().find(",offset=0,") == std::string_view::npos;
  }

  void wake_replica() {
    replica_.resume();
    tests::redis_cli(replica_.port(), "PING");  // it runs when it answers
  }

  void a_moment() { io_.run_for(std::chrono::milliseconds(20)); }

  tests::RedisServer replica_{following(server_)};
  redis::Replication one_{1, std::chrono::milliseconds(50)};
};

TEST_F(StoreWithReplica, ARepeatOnANewConnectionIsNoReplica) {
  redis::ScriptCall call(kCommit);
  call.key(key_.session).arg("blob").arg("").arg(60'000).arg("").arg(0);
  replica_.pause();
  auto first = tests::run(io_, topology_.run(key_.partition, call, one_));
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, Errc::timeout);
  redis::Standalone later(io_.get_executor(), endpoint_of(server_));
  auto repeated = tests::run(io_, later.run(key_.partition, call, one_));
  ASSERT_FALSE(repeated) << "written, but on no replica";
  EXPECT_EQ(repeated.error().code, Errc::timeout);
  wake_replica();
  const redis::Replication patient{1, std::chrono::milliseconds(400)};
  EXPECT_TRUE(tests::run(io_, later.run(key_.partition, call, patient)));
  later.stop();
}

TEST_F(StoreWithReplica, WhatWasLoadedIsConfirmedByReplicas) {
  ASSERT_EQ(commit("", "registered"), CommitOutcome::committed);
  replica_.pause();
  ASSERT_EQ(commit(load().token, "registered again"), CommitOutcome::committed);
  redis::Standalone other(io_.get_executor(), endpoint_of(server_));
  Store strict(other, vault_, Keys(kPartitions), one_);
  auto kept = tests::run(io_, strict.confirm(key_));
  ASSERT_FALSE(kept) << "no replica has it";
  EXPECT_EQ(kept.error().code, Errc::timeout);
  wake_replica();
  EXPECT_TRUE(tests::run(io_, strict.confirm(key_)));
  other.stop();
}

// Found by the chaos: the old master went on with one of two while the other was made master.
TEST_F(StoreWithReplica, MoreReplicasThanConfirmAreRefused) {
  const auto fatal = [this](unsigned replicas) {
    Store store(topology_, vault_, Keys(kPartitions), {replicas, one_.wait});
    const auto findings = tests::run(io_, store.inspect()).value();
    return std::count_if(findings.begin(), findings.end(),
                         [](const StoreFinding& one) { return one.fatal; });
  };
  EXPECT_EQ(fatal(1), 0);
  const tests::RedisServer second(following(server_));
  const auto two = [this] {
    const auto info = execute(Command("INFO", "replication"));
    return info && info->text().find("connected_slaves:2") != std::string_view::npos;
  };
  for (int looks = 0; looks < 400 && !two(); ++looks) a_moment();
  EXPECT_EQ(fatal(1), 1);
  EXPECT_EQ(fatal(2), 0);
  EXPECT_EQ(fatal(0), 0) << "nothing is promised";
}

// Found by the simulation: an entry was delivered, the failover took its commit back, and she
// registered again.
TEST_F(StoreWithReplica, NothingLeavesBeforeReplicasHaveIt) {
  redis::Standalone other(io_.get_executor(), endpoint_of(server_));
  Store strict(other, vault_, Keys(kPartitions), one_);
  replica_.pause();
  std::vector<OutboxEntry> effects;
  effects.push_back(entry("a"));
  ASSERT_EQ(commit("", "registered", std::move(effects)), CommitOutcome::committed);
  auto claimed = tests::run(io_, strict.claim(key_.partition, 10, kLease));
  ASSERT_TRUE(claimed);
  EXPECT_TRUE(claimed->empty()) << "a failover would take it back";
  wake_replica();
  for (int looks = 0; looks < 200 && claimed && claimed->empty(); ++looks) {
    a_moment();
    claimed = tests::run(io_, strict.claim(key_.partition, 10, kLease));
  }
  ASSERT_TRUE(claimed);
  ASSERT_EQ(claimed->size(), 1U) << "long before its lease has run out";
  EXPECT_EQ(claimed->front().attempts, 1U) << "that was no attempt";
  other.stop();
}

}  // namespace
}  // namespace jisr::gateway
