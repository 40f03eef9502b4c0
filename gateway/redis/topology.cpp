// What all topologies share (scripts, replication, refusals), and the one with a single server.
#include "gateway/redis/topology.hpp"

#include <utility>

namespace jisr::gateway::redis {

namespace asio = boost::asio;

asio::awaitable<Result<Reply>> Topology::execute(std::uint16_t partition, Command command) {
  auto reply = co_await send(partition, std::move(command));
  if (!reply) co_return reply;
  if (auto refused = refusal(*reply)) co_return std::move(*refused);
  co_return reply;
}

asio::awaitable<Result<Reply>> Topology::run(std::uint16_t partition, ScriptCall call,
                                             Replication replication) {
  Command command = call.by_hash();
  if (replication.replicas == 0) {
    auto reply = co_await send(partition, std::move(command));
    if (reply.has_value() && is_unknown_script(*reply)) {
      command = call.by_source();
      reply = co_await send(partition, std::move(command));
    }
    if (!reply) co_return reply;
    if (auto refused = refusal(*reply)) co_return std::move(*refused);
    co_return reply;
  }
  // WAIT is refused inside scripts and counts for its own connection: it follows in one sequence.
  Command wait("WAIT", replication.replicas, replication.wait.count());
  command.then(wait);
  auto replies = co_await execute_all(partition, std::move(command));
  if (replies.has_value() && is_unknown_script(replies->front())) {
    command = call.by_source();
    command.then(wait);
    replies = co_await execute_all(partition, std::move(command));
  }
  if (!replies) co_return replies.error();
  if (auto refused = refusal(replies->front())) co_return std::move(*refused);
  if (replies->back().integer().value_or(0) < replication.replicas) {
    co_return Error{Errc::timeout, "redis: written, but not yet on enough replicas", true};
  }
  co_return std::move(replies->front());
}

asio::awaitable<Result<std::vector<Reply>>> Topology::run_each(
    std::vector<Addressed<ScriptCall>> calls) {
  std::vector<Addressed<Command>> commands;
  for (const auto& call : calls) commands.push_back({call.partition, call.what.by_hash()});
  auto replies = co_await execute_each(std::move(commands));
  if (!replies) co_return replies;

  std::vector<std::size_t> unknown;
  std::vector<Addressed<Command>> again;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (!is_unknown_script((*replies)[i])) continue;
    unknown.push_back(i);
    again.push_back({calls[i].partition, calls[i].what.by_source()});
  }
  if (again.empty()) co_return replies;
  auto repeated = co_await execute_each(std::move(again));
  if (!repeated) co_return repeated;
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    (*replies)[unknown[i]] = std::move((*repeated)[i]);
  }
  co_return replies;
}

asio::awaitable<Result<Reply>> Standalone::send(std::uint16_t, Command command) {
  return connection_.execute(std::move(command));
}

asio::awaitable<Result<std::vector<Reply>>> Standalone::execute_all(std::uint16_t,
                                                                    Command commands) {
  return connection_.execute_all(std::move(commands));
}

asio::awaitable<Result<std::vector<Reply>>> Standalone::execute_each(
    std::vector<Addressed<Command>> commands) {
  Command all;
  for (const auto& command : commands) all.then(command.what);
  return connection_.execute_all(std::move(all));
}

}  // namespace jisr::gateway::redis
