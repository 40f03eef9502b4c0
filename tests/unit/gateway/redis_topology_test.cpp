// Cluster and Sentinel against real servers: every partition is served, slots move, masters die.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "gateway/keys.hpp"
#include "gateway/redis/cluster.hpp"
#include "gateway/redis/sentinel.hpp"
#include "tests/support/redis_cluster.hpp"
#include "tests/support/run.hpp"

namespace jisr::gateway::redis {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using tests::redis_cli;
using tests::RedisCluster;
using tests::RedisSentinels;
using tests::run;

constexpr std::uint16_t kPartitions = 16;

std::vector<std::uint16_t> slots() {
  std::vector<std::uint16_t> all;
  for (std::uint16_t i = 0; i < kPartitions; ++i) all.push_back(slot_of(Keys::due(i)));
  return all;
}

RedisEndpoint at(std::uint16_t port) {
  RedisEndpoint endpoint;
  endpoint.port = port;
  endpoint.command_timeout = milliseconds(400);
  endpoint.connect_timeout = milliseconds(400);
  return endpoint;
}

std::string said(asio::io_context& io, Topology& topology, std::uint16_t partition,
                 Command command) {
  auto reply = run(io, topology.execute(partition, std::move(command)));
  return reply ? std::string(reply->text()) : "failed: " + reply.error().context;
}

// Asks again until it is answered; how long that took.
milliseconds until_answered(asio::io_context& io, Topology& topology, std::uint16_t partition,
                            const Command& command, seconds most) {
  const auto begun = steady_clock::now();
  while (said(io, topology, partition, command).starts_with("failed")) {
    if (steady_clock::now() - begun > most) {
      ADD_FAILURE() << "not answered in time";
      break;
    }
    io.run_for(milliseconds(20));
  }
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
}

// Whether a replica has what was written. Asked on the connection that wrote: for another one WAIT
// has nothing to wait for.
bool replicated(asio::io_context& io, Topology& topology, std::uint16_t partition) {
  for (int tries = 0; tries < 20; ++tries) {
    const auto reply = run(io, topology.execute(partition, Command("WAIT", "1", "200")));
    if (reply && reply->integer() == 1) return true;
  }
  return false;
}

TEST(Slots, AreThoseOfTheSpecification) {
  EXPECT_EQ(slot_of("123456789"), 0x31C3);  // the specification's own test value, below 16384
  EXPECT_EQ(slot_of("{user1000}.following"), slot_of("{user1000}.followers"));
  EXPECT_EQ(slot_of("foo{}{bar}"), slot_of("foo{}{bar}"));
  EXPECT_NE(slot_of("foo{}{bar}"), slot_of("bar"));  // an empty tag is none
  EXPECT_EQ(slot_of("foo{{bar}}zap"), slot_of("{bar"));
  EXPECT_EQ(slot_of("foo{bar}{zap}"), slot_of("bar"));
}

TEST(RedisCluster, ServesEveryPartitionFromItsMaster) {
  RedisCluster servers;
  asio::io_context io;
  Cluster cluster(io.get_executor(), {at(servers.master(1).port())}, slots());
  std::vector<Addressed<Command>> writes;
  for (std::uint16_t i = 0; i < kPartitions; ++i) {
    writes.push_back({i, Command("ZADD", Keys::due(i), i, "entry")});
  }
  const auto written = run(io, cluster.execute_each(std::move(writes)));
  ASSERT_TRUE(written) << written.error().context;
  for (std::uint16_t i = 0; i < kPartitions; ++i) {
    EXPECT_EQ(said(io, cluster, i, Command("ZSCORE", Keys::due(i), "entry")), std::to_string(i));
    const auto owner = RedisCluster::owner(slot_of(Keys::due(i)));
    EXPECT_EQ(redis_cli(servers.master(owner).port(), "ZSCORE " + Keys::due(i) + " entry"),
              std::to_string(i));
  }
  EXPECT_TRUE(cluster.ready());
  EXPECT_EQ(cluster.one_of_each_server().size(), 3U);
  // A key that is of no partition is found by the redirection.
  EXPECT_EQ(said(io, cluster, 0, Command("SET", Keys::kMeta, "1")), "OK");
  EXPECT_EQ(said(io, cluster, 0, Command("GET", Keys::kMeta)), "1");
}

TEST(RedisCluster, FollowsASlotThatMoves) {
  RedisCluster servers;
  asio::io_context io;
  Cluster cluster(io.get_executor(), {at(servers.master(0).port())}, slots());
  const auto slot = slot_of(Keys::due(3));
  const auto from = RedisCluster::owner(slot);
  const auto to = (from + 1) % 3;
  const auto from_port = servers.master(from).port();
  const auto to_port = servers.master(to).port();
  const auto number = std::to_string(slot);
  const std::string other = "jisr:{3}:other";
  ASSERT_EQ(slot_of(other), slot);
  EXPECT_EQ(said(io, cluster, 3, Command("SET", other, "old")), "OK");

  // Half way: a key that is not there any more is asked for at the new master, by ASK.
  EXPECT_EQ(redis_cli(to_port, "CLUSTER SETSLOT " + number + " IMPORTING " + servers.id(from)),
            "OK");
  EXPECT_EQ(redis_cli(from_port, "CLUSTER SETSLOT " + number + " MIGRATING " + servers.id(to)),
            "OK");
  EXPECT_EQ(said(io, cluster, 3, Command("SET", "jisr:{3}:new", "new")), "OK");
  EXPECT_EQ(said(io, cluster, 3, Command("GET", other)), "old");
  EXPECT_TRUE(redis_cli(from_port, "EXISTS 'jisr:{3}:new'").starts_with("ASK "));

  // Both keys in one script: neither server has them all (TRYAGAIN), until the move is done.
  const Command both("MGET", other, "jisr:{3}:new");
  EXPECT_TRUE(said(io, cluster, 3, both).starts_with("failed"));
  EXPECT_EQ(redis_cli(from_port,
                      "MIGRATE 127.0.0.1 " + std::to_string(to_port) + " '" + other + "' 0 1000"),
            "OK");
  for (const auto port : {to_port, from_port}) {
    EXPECT_EQ(redis_cli(port, "CLUSTER SETSLOT " + number + " NODE " + servers.id(to)), "OK");
  }
  EXPECT_FALSE(said(io, cluster, 3, both).starts_with("failed"));
  EXPECT_EQ(said(io, cluster, 3, Command("GET", other)), "old");
  EXPECT_EQ(cluster.for_partition(3).endpoint().port, to_port);
}

TEST(RedisCluster, GoesOnWithTheReplicaOfADeadMaster) {
  RedisCluster servers(1);
  asio::io_context io;
  Cluster cluster(io.get_executor(), {at(servers.master(0).port())}, slots());
  std::uint16_t partition = 0;  // one that the master to be killed serves
  while (RedisCluster::owner(slot_of(Keys::due(partition))) != 2) ++partition;
  EXPECT_EQ(said(io, cluster, partition,
                 Command("SET", "jisr:{" + std::to_string(partition) + "}:x", "kept")),
            "OK");
  EXPECT_TRUE(replicated(io, cluster, partition));
  servers.master(2).kill();
  const Command read("GET", "jisr:{" + std::to_string(partition) + "}:x");
  until_answered(io, cluster, partition, read, seconds(20));
  EXPECT_EQ(said(io, cluster, partition, read), "kept");
  std::uint16_t elsewhere = 0;
  while (RedisCluster::owner(slot_of(Keys::due(elsewhere))) == 2) ++elsewhere;
  const Command count("ZCARD", Keys::due(elsewhere));
  until_answered(io, cluster, elsewhere, count, seconds(5));
  EXPECT_EQ(said(io, cluster, elsewhere, count), "");
}

TEST(RedisSentinel, FollowsAFailoverAndNeverWritesToTheOldMaster) {
  RedisSentinels servers;
  asio::io_context io;
  SentinelConfig config;
  config.master = "jisr";
  for (const auto port : servers.ports()) config.sentinels.push_back(at(port));
  Sentinel topology(io.get_executor(), config, at(1));
  EXPECT_EQ(said(io, topology, 0, Command("SET", "x", "kept")), "OK");
  EXPECT_TRUE(replicated(io, topology, 0));
  EXPECT_EQ(topology.for_partition(0).endpoint().port, servers.master().port());

  servers.master().kill();
  until_answered(io, topology, 0, Command("SET", "y", "1"), seconds(20));
  EXPECT_EQ(said(io, topology, 0, Command("GET", "x")), "kept");
  EXPECT_EQ(topology.for_partition(0).endpoint().port, servers.replica().port());

  // The old master comes back, believing itself master: the Sentinels say otherwise.
  servers.master().restart();
  topology.for_partition(0).reconnect("a test");
  until_answered(io, topology, 0, Command("SET", "z", "1"), seconds(5));
  EXPECT_EQ(topology.for_partition(0).endpoint().port, servers.replica().port());
}

TEST(RedisSentinel, AMasterThatNobodyKnowsIsSaid) {
  RedisSentinels servers;
  asio::io_context io;
  SentinelConfig config;
  config.master = "nobody";
  for (const auto port : servers.ports()) config.sentinels.push_back(at(port));
  Sentinel topology(io.get_executor(), config, at(1));
  EXPECT_FALSE(run(io, topology.execute(0, Command("PING"))));
  EXPECT_NE(topology.for_partition(0).last_failure().find("\"nobody\""), std::string::npos);
}

}  // namespace
}  // namespace jisr::gateway::redis
