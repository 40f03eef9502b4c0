// A Redis Cluster: each partition's keys share a hash tag, so a partition is in one slot, and the
// slot map says which master serves it. Follows MOVED and ASK, waits out TRYAGAIN, and reads the
// map anew after a lost connection, a redirection, or when servers are down; so resharding and the
// promotion of a replica need no restart. One for each thread.
// Source: the Redis Cluster specification (redis.io, docs/reference/cluster-spec).
#pragma once
#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/redis/slots.hpp"
#include "gateway/redis/topology.hpp"

namespace jisr::gateway::redis {

class Cluster final : public Topology {
 public:
  // `seeds` are how to speak to each server, and where some of them are; the map names the others,
  // which are spoken to as the first seed is. `slots` has the slot of each partition.
  Cluster(boost::asio::any_io_executor executor, std::vector<RedisEndpoint> seeds,
          std::vector<std::uint16_t> slots);
  ~Cluster() override;

  boost::asio::awaitable<Result<std::vector<Reply>>> execute_all(std::uint16_t partition,
                                                                 Command commands) override;
  boost::asio::awaitable<Result<std::vector<Reply>>> execute_each(
      std::vector<Addressed<Command>> commands) override;
  Connection& for_partition(std::uint16_t partition) override;
  std::vector<std::uint16_t> one_of_each_server() const override;
  bool ready() const override;
  void stop() override;

 private:
  struct Works;  // shared with the coroutine that reads the map
  using Replies = std::vector<Reply>;

  static boost::asio::awaitable<void> watch(std::shared_ptr<Works> works);
  static boost::asio::awaitable<Result<Replies>> follow(std::shared_ptr<Works> works,
                                                        std::uint16_t partition, Command commands);
  boost::asio::awaitable<Result<Reply>> send(std::uint16_t partition, Command command) override;

  std::shared_ptr<Works> works_;
};

}  // namespace jisr::gateway::redis
