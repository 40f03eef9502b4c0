// One connection to one Redis, for many coroutines of ONE thread: commands that are asked for while
// others are under way leave together (pipelining), replies are matched in order. Connects by
// itself, and again with backoff whenever the connection is lost. Owned by a Topology.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/redis/command.hpp"
#include "gateway/redis/endpoint.hpp"
#include "gateway/redis/reply.hpp"
#include "gateway/result.hpp"

namespace jisr::gateway::redis {

class Connection {
 public:
  struct Counters {
    std::uint64_t round_trips = 0;  // commands, or sequences, that were answered
    std::uint64_t connects = 0;     // times that the connection came up
    std::uint64_t losses = 0;       // times that it was lost after that
    std::uint64_t timeouts = 0;     // of those, because a command was not answered in time
  };

  // Says where the server is now. Asked before each attempt to connect, so that a failover is
  // followed; of what it gives only host and port are used. Keeps alive what it needs.
  using Finder = std::function<boost::asio::awaitable<Result<RedisEndpoint>>()>;

  // Begins to connect at once, on `executor`, which belongs to an io_context run by one thread.
  // All members are called on that thread.
  Connection(boost::asio::any_io_executor executor, RedisEndpoint endpoint,
             Finder finder = nullptr);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();  // stops it

  // Sends one command and gives its reply; an error reply of the server is a Reply too (see
  // refusal()). Ends within command_timeout, whatever happens, and therefore ignores cancellation.
  // Errors:
  //   timeout, lost   written, but not answered: the outcome is unknown; run it again only if
  //                   that is harmless. The connection is closed, which ends all
  //                   commands that share it.
  //   unavailable     not written: there is no connection, or too much is waiting.
  // Commands asked for while the first connection is being made wait for it.
  boost::asio::awaitable<Result<Reply>> execute(Command command);

  // The same for a sequence (Command::then): its replies in order, as many as there are commands.
  boost::asio::awaitable<Result<std::vector<Reply>>> execute_all(Command commands);

  // Leaves this server and connects anew, as after a loss: what was written and not answered is
  // `lost`. For a server that is not the right one any more.
  void reconnect(std::string why);

  // Closes for good; whoever waits gets lost or unavailable. May be called again.
  void stop();

  bool ready() const;  // connected and authenticated; from any thread
  // Where it is, or last was, connected to.
  const RedisEndpoint& endpoint() const;
  const Counters& counters() const;
  const std::string& last_failure() const;  // why it is, or last was, not ready; for people

 private:
  class Link;
  std::shared_ptr<Link> link_;  // shared with its own operations, which end after stop()
};

}  // namespace jisr::gateway::redis
