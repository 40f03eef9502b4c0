// One master that Sentinels watch: whoever they say is master now serves all partitions. Asked
// before each attempt to connect, and every second besides, so that a master which they have
// replaced, but which still answers us, is left within that second. What was written to it in
// between is lost unless it has `min-replicas-to-write`: see docs/operations.md.
// Source: the Sentinel client specification of redis.io (docs/reference/sentinel-clients).
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "gateway/redis/topology.hpp"

namespace jisr::gateway::redis {

struct SentinelConfig {
  std::string master = "mymaster";  // its name, as the Sentinels have it
  std::vector<RedisEndpoint> sentinels;
  std::chrono::milliseconds answer_max{300};  // of one Sentinel; then the next is asked
  std::chrono::milliseconds look_every{1000};
};

class Sentinel final : public Standalone {
 public:
  // `master` is how to speak to the master: its host and port are the Sentinels' to say.
  Sentinel(boost::asio::any_io_executor executor, SentinelConfig config, RedisEndpoint master);
  ~Sentinel() override;

  boost::asio::awaitable<Result<std::vector<Reply>>> execute_all(std::uint16_t partition,
                                                                 Command commands) override;
  void stop() override;

 private:
  class Watch;

  Sentinel(const boost::asio::any_io_executor& executor, std::shared_ptr<Watch> watch,
           RedisEndpoint master);
  boost::asio::awaitable<Result<Reply>> send(std::uint16_t partition, Command command) override;
  boost::asio::awaitable<Result<std::vector<Reply>>> execute_each(
      std::vector<Addressed<Command>> commands) override;
  void leave_a_replica(ReplyView reply);
  static boost::asio::awaitable<void> look(std::shared_ptr<Watch> watch);

  std::shared_ptr<Watch> watch_;
};

}  // namespace jisr::gateway::redis
