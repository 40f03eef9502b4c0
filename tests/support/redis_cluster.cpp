// Putting servers together. Every wait is bounded.
#include "tests/support/redis_cluster.hpp"

#include <poll.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <stdexcept>

namespace jisr::tests {

namespace {

constexpr std::chrono::seconds kReadyMax{30};
constexpr int kMasters = 3;
constexpr int kSlots = 16384;

void wait_until(const char* what, const std::function<bool()>& is_so) {
  const auto until = std::chrono::steady_clock::now() + kReadyMax;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error(what);
    poll(nullptr, 0, 20);
  }
}

std::unique_ptr<RedisServer> cluster_server() {
  RedisServerOptions options;
  options.settings = {"--cluster-enabled",
                      "yes",
                      "--cluster-node-timeout",
                      "1000",
                      "--cluster-port",
                      std::to_string(free_port()),
                      "--cluster-require-full-coverage",
                      "no",
                      "--repl-diskless-sync-delay",
                      "0"};
  return std::make_unique<RedisServer>(std::move(options));
}

bool in_step(const RedisServer& replica) {
  return redis_cli(replica.port(), "INFO replication").find("master_link_status:up") !=
         std::string::npos;
}

}  // namespace

std::string redis_cli(std::uint16_t port, const std::string& words) {
  const auto command = "redis-cli -p " + std::to_string(port) + " " + words + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("redis-cli does not start");
  std::string said;
  std::array<char, 4096> piece;
  while (const auto size = fread(piece.data(), 1, piece.size(), pipe))
    said.append(piece.data(), size);
  pclose(pipe);
  while (said.ends_with('\n') || said.ends_with('\r')) said.pop_back();
  return said;
}

std::size_t RedisCluster::owner(std::uint16_t slot) {
  return static_cast<std::size_t>(slot * kMasters / kSlots);
}

RedisCluster::RedisCluster(int replicas) {
  for (int i = 0; i < kMasters; ++i) masters_.push_back(cluster_server());
  for (int i = 0; i < kMasters * replicas; ++i) replicas_.push_back(cluster_server());
  int epoch = 1;
  const auto meet = [&](const RedisServer& server) {
    redis_cli(server.port(), "CLUSTER SET-CONFIG-EPOCH " + std::to_string(epoch++));
    const auto bus = redis_cli(server.port(), "CONFIG GET cluster-port");
    redis_cli(masters_[0]->port(), "CLUSTER MEET 127.0.0.1 " + std::to_string(server.port()) + " " +
                                       bus.substr(bus.rfind('\n') + 1));
  };
  for (std::size_t i = 0; i < masters_.size(); ++i) {
    const int first = (static_cast<int>(i) * kSlots + kMasters - 1) / kMasters;
    const int last = (static_cast<int>(i + 1) * kSlots + kMasters - 1) / kMasters - 1;
    redis_cli(masters_[i]->port(),
              "CLUSTER ADDSLOTSRANGE " + std::to_string(first) + " " + std::to_string(last));
    meet(*masters_[i]);
  }
  for (const auto& replica : replicas_) meet(*replica);
  for (std::size_t i = 0; i < replicas_.size(); ++i) {
    const auto command = "CLUSTER REPLICATE " + id(i % masters_.size());
    wait_until("a replica does not know its master",
               [&] { return redis_cli(replicas_[i]->port(), command) == "OK"; });
  }
  for (const auto& server : masters_) {
    wait_until("the cluster does not come up", [&] {
      return redis_cli(server->port(), "CLUSTER INFO").find("cluster_state:ok") !=
             std::string::npos;
    });
  }
  for (const auto& replica : replicas_) {
    wait_until("a replica does not follow", [&] { return in_step(*replica); });
  }
}

RedisSentinels::RedisSentinels() {
  const std::vector<std::string> quick = {"--repl-diskless-sync-delay", "0"};
  RedisServerOptions options;
  options.settings = quick;
  master_ = std::make_unique<RedisServer>(options);
  options.settings.insert(options.settings.end(),
                          {"--replicaof", "127.0.0.1 " + std::to_string(master_->port())});
  replica_ = std::make_unique<RedisServer>(options);
  wait_until("the replica does not follow", [&] { return in_step(*replica_); });
  for (int i = 0; i < 3; ++i) {
    RedisServerOptions sentinel;
    sentinel.sentinel = "sentinel monitor jisr 127.0.0.1 " + std::to_string(master_->port()) +
                        " 2\nsentinel down-after-milliseconds jisr 500\n"
                        "sentinel failover-timeout jisr 3000\n";
    sentinels_.push_back(std::make_unique<RedisServer>(std::move(sentinel)));
  }
  for (const auto& sentinel : sentinels_) {
    wait_until("a Sentinel does not see the others", [&] {
      const auto said = redis_cli(sentinel->port(), "SENTINEL master jisr");
      return said.find("num-other-sentinels\n2") != std::string::npos &&
             said.find("num-slaves\n1") != std::string::npos;
    });
  }
}

std::vector<std::uint16_t> RedisSentinels::ports() const {
  std::vector<std::uint16_t> all;
  for (const auto& sentinel : sentinels_) all.push_back(sentinel->port());
  return all;
}

}  // namespace jisr::tests
