// Asking the Sentinels, and leaving a server that is master no more.
#include "gateway/redis/sentinel.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace jisr::gateway::redis {

namespace asio = boost::asio;

// The connections to the Sentinels. Shared with the finder and the looking coroutine, which may end
// after the topology.
class Sentinel::Watch {
 public:
  Watch(const asio::any_io_executor& executor, SentinelConfig config)
      : timer(executor), config_(std::move(config)) {
    for (auto& endpoint : config_.sentinels) {
      endpoint.command_timeout = config_.answer_max;
      endpoint.connect_timeout = config_.answer_max;
      sentinels_.push_back(std::make_unique<Connection>(executor, endpoint));
    }
  }

  // Where the master is, as the first Sentinel that answers says. That one is asked first next
  // time.
  static asio::awaitable<Result<RedisEndpoint>> find(std::shared_ptr<Watch> self) {
    Error last{Errc::unavailable, "no Sentinel answers", true};
    for (std::size_t i = 0; i < self->sentinels_.size(); ++i) {
      Command question("SENTINEL", "get-master-addr-by-name", self->config_.master);
      auto reply = co_await self->sentinels_[i]->execute(std::move(question));
      if (!reply) continue;
      const auto port = (*reply)[1].integer().value_or(0);
      if (reply->size() != 2 || port < 1 || port > 65535) {
        last.context = "the Sentinels know no master \"" + self->config_.master + "\"";
        continue;
      }
      RedisEndpoint found;
      found.host = (*reply)[0].text();
      found.port = static_cast<std::uint16_t>(port);
      std::swap(self->sentinels_[0], self->sentinels_[i]);
      co_return found;
    }
    co_return last;
  }

  void stop() {
    master = nullptr;
    timer.cancel();
    for (auto& sentinel : sentinels_) sentinel->stop();
  }

  [[nodiscard]] std::chrono::milliseconds look_every() const { return config_.look_every; }

  Connection* master = nullptr;  // null: stopped
  asio::steady_timer timer;

 private:
  SentinelConfig config_;
  std::vector<std::unique_ptr<Connection>> sentinels_;
};

namespace {

RedisEndpoint as_master(RedisEndpoint endpoint) {
  endpoint.must_be_master = true;
  endpoint.unix_path.clear();
  return endpoint;
}

}  // namespace

Sentinel::Sentinel(asio::any_io_executor executor, SentinelConfig config, RedisEndpoint master)
    : Sentinel(executor, std::make_shared<Watch>(executor, std::move(config)), std::move(master)) {}

Sentinel::Sentinel(const asio::any_io_executor& executor, std::shared_ptr<Watch> watch,
                   RedisEndpoint master)
    : Standalone(executor, as_master(std::move(master)), [watch] { return Watch::find(watch); }),
      watch_(std::move(watch)) {
  watch_->master = &connection_;
  asio::co_spawn(executor, look(watch_), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
}

Sentinel::~Sentinel() {
  watch_->stop();
}

void Sentinel::stop() {
  watch_->stop();
  Standalone::stop();
}

asio::awaitable<void> Sentinel::look(std::shared_ptr<Watch> watch) {
  constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);
  while (watch->master != nullptr) {
    watch->timer.expires_after(watch->look_every());
    co_await watch->timer.async_wait(kAwaitTuple);
    if (watch->master == nullptr || !watch->master->ready()) continue;
    auto found = co_await Watch::find(watch);
    if (watch->master == nullptr || !found) continue;
    const auto& now = watch->master->endpoint();
    if (found->host == now.host && found->port == now.port) continue;
    watch->master->reconnect("the Sentinels have another master: " + found->name());
  }
}

// A master that was made a replica refuses writes: it is left at once.
void Sentinel::leave_a_replica(ReplyView reply) {
  if (reply.kind() == Kind::error && reply.text().starts_with("READONLY")) {
    connection_.reconnect("it has become a replica");
  }
}

asio::awaitable<Result<Reply>> Sentinel::send(std::uint16_t partition, Command command) {
  auto reply = co_await Standalone::send(partition, std::move(command));
  if (reply.has_value()) leave_a_replica(*reply);
  co_return reply;
}

asio::awaitable<Result<std::vector<Reply>>> Sentinel::execute_all(std::uint16_t partition,
                                                                  Command commands) {
  auto replies = co_await Standalone::execute_all(partition, std::move(commands));
  if (replies.has_value()) leave_a_replica(replies->front());
  co_return replies;
}

asio::awaitable<Result<std::vector<Reply>>> Sentinel::execute_each(
    std::vector<Addressed<Command>> commands) {
  auto replies = co_await Standalone::execute_each(std::move(commands));
  if (!replies) co_return replies;
  for (const auto& reply : *replies) leave_a_replica(reply);
  co_return replies;
}

}  // namespace jisr::gateway::redis
