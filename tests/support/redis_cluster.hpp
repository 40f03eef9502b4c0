// Several redis-servers that make up a Cluster, or a master with its replica and Sentinels, all on
// 127.0.0.1. What to do to them is said with redis-cli.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/support/redis_server.hpp"

namespace jisr::tests {

// `redis-cli -p port words…`: what it printed, without the last line end.
std::string redis_cli(std::uint16_t port, const std::string& words);

class RedisCluster {
 public:
  // Three masters that share the slots evenly, each with `replicas` replicas in step with it. Ready
  // when the constructor returns.
  explicit RedisCluster(int replicas = 0);

  RedisServer& master(std::size_t i) { return *masters_[i]; }
  std::string id(std::size_t i) const { return redis_cli(masters_[i]->port(), "CLUSTER MYID"); }
  // Which master a slot was given to at the start.
  static std::size_t owner(std::uint16_t slot);

 private:
  std::vector<std::unique_ptr<RedisServer>> masters_;
  std::vector<std::unique_ptr<RedisServer>> replicas_;
};

// A master and a replica in step with it, watched by three Sentinels that call it "jisr".
class RedisSentinels {
 public:
  RedisSentinels();

  RedisServer& master() { return *master_; }
  RedisServer& replica() { return *replica_; }
  std::vector<std::uint16_t> ports() const;  // of the Sentinels

 private:
  std::unique_ptr<RedisServer> master_;
  std::unique_ptr<RedisServer> replica_;
  std::vector<std::unique_ptr<RedisServer>> sentinels_;
};

}  // namespace jisr::tests
