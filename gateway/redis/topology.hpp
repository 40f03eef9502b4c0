// Which Redis holds a partition. Callers name the partition and never a server, so that following a
// moved slot or a failover stays inside an implementation: here one server; Sentinel and Cluster
// are to fit behind the same face. One for each thread, lent to the Store.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <vector>

#include "gateway/redis/command.hpp"
#include "gateway/redis/connection.hpp"
#include "gateway/redis/endpoint.hpp"
#include "gateway/redis/reply.hpp"
#include "gateway/redis/script.hpp"
#include "gateway/result.hpp"

namespace jisr::gateway::redis {

// How many replicas must have a write before it counts, and how long to wait for them (WAIT).
struct Replication {
  unsigned replicas = 0;  // 0: the master alone is enough
  std::chrono::milliseconds wait{0};
};

template <typename What>
struct Addressed {
  std::uint16_t partition;
  What what;
};

class Topology {
 public:
  virtual ~Topology() = default;

  // One command about keys of one partition. A refusal by the server is an Error here, as refusal()
  // has it; so a value is never of Kind::error.
  boost::asio::awaitable<Result<Reply>> execute(std::uint16_t partition, Command command);

  // A sequence about one partition, on one connection. Refusals stay among the replies.
  virtual boost::asio::awaitable<Result<std::vector<Reply>>> execute_all(std::uint16_t partition,
                                                                         Command commands) = 0;

  // Commands (each exactly one) about many partitions, in one round trip to each server. Replies
  // are in the order of the commands; refusals stay among them.
  virtual boost::asio::awaitable<Result<std::vector<Reply>>> execute_each(
      std::vector<Addressed<Command>> commands) = 0;

  // Runs a script by hash, else by source. With Replication, a write that too few replicas have is
  // Errc::timeout: it is done on the master, and the same call must be harmless to repeat.
  boost::asio::awaitable<Result<Reply>> run(std::uint16_t partition, ScriptCall call,
                                            Replication replication);

  // Scripts on many partitions together; like execute_each.
  boost::asio::awaitable<Result<std::vector<Reply>>> run_each(
      std::vector<Addressed<ScriptCall>> calls);

  // The connection that serves a partition at this moment; for readiness and counters, not for
  // commands.
  virtual Connection& for_partition(std::uint16_t partition) = 0;

  // One partition of each server that holds any: for questions about servers themselves.
  virtual std::vector<std::uint16_t> one_of_each_server() const { return {0}; }

  virtual bool ready() const = 0;  // every partition can be served; from any thread
  virtual void stop() = 0;

 protected:
  // One command, with refusals among the replies.
  virtual boost::asio::awaitable<Result<Reply>> send(std::uint16_t partition, Command command) = 0;
};

// One server for all partitions.
class Standalone : public Topology {
 public:
  Standalone(boost::asio::any_io_executor executor, RedisEndpoint endpoint,
             Connection::Finder finder = nullptr)
      : connection_(std::move(executor), std::move(endpoint), std::move(finder)) {}

  boost::asio::awaitable<Result<std::vector<Reply>>> execute_all(std::uint16_t partition,
                                                                 Command commands) override;
  boost::asio::awaitable<Result<std::vector<Reply>>> execute_each(
      std::vector<Addressed<Command>> commands) override;
  Connection& for_partition(std::uint16_t) override { return connection_; }
  bool ready() const override { return connection_.ready(); }
  void stop() override { connection_.stop(); }

 protected:
  boost::asio::awaitable<Result<Reply>> send(std::uint16_t partition, Command command) override;

  Connection connection_;
};

}  // namespace jisr::gateway::redis
