// The map, its refreshing, and the following of redirections.
#include "gateway/redis/cluster.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace jisr::gateway::redis {

namespace asio = boost::asio;

namespace {

using std::chrono::milliseconds;

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);
constexpr int kHopsMax = 6;                 // redirections and TRYAGAINs of one command
constexpr milliseconds kTryAgainPause{50};  // while a slot moves, its keys are on two servers
constexpr milliseconds kLookEvery{1000};
constexpr milliseconds kLookSoon{50};  // after a sign that the map is old

bool starts(ReplyView reply, std::string_view word) {
  return reply.kind() == Kind::error && reply.text().starts_with(word);
}

// Signs that this server does not serve the slot now; nothing was done.
bool map_is_old(ReplyView reply) {
  return starts(reply, "CLUSTERDOWN") || starts(reply, "READONLY") || starts(reply, "MASTERDOWN") ||
         starts(reply, "LOADING");
}

}  // namespace

struct Cluster::Works {
  Works(const asio::any_io_executor& on, std::vector<RedisEndpoint> given,
        std::vector<std::uint16_t> slots_of_partitions)
      : executor(on),
        seeds(std::move(given)),
        slots(std::move(slots_of_partitions)),
        servers(slots.size()),
        timer(on) {
    for (const auto& seed : seeds) server(seed.host, seed.port);
  }

  // The connection to a server, made when it is first named.
  std::shared_ptr<Connection> server(const std::string& host, std::uint16_t port) {
    auto& known = connections[host + ":" + std::to_string(port)];
    if (!known) {
      auto endpoint = seeds.front();
      endpoint.host = host;
      endpoint.port = port;
      endpoint.unix_path.clear();
      endpoint.database = 0;  // a Cluster has no other
      known = std::make_shared<Connection>(executor, std::move(endpoint));
    }
    return known;
  }

  std::shared_ptr<Connection> server(const Redirect& to, const Connection& asked) {
    return server(to.host.empty() ? asked.endpoint().host : to.host, to.port);
  }

  void take_moved(const Redirect& moved, const std::shared_ptr<Connection>& to) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (slots[i] == moved.slot) servers[i] = to;
    }
    look_soon();
  }

  void take_map(const std::vector<SlotRange>& ranges, const Connection& asked) {
    const auto asked_host = asked.endpoint().host;  // the connection may go below
    std::vector<std::shared_ptr<Connection>> fresh(slots.size());
    for (const auto& range : ranges) {
      for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i] < range.first || slots[i] > range.last) continue;
        fresh[i] = server(range.host.empty() ? asked_host : range.host, range.port);
      }
    }
    servers = std::move(fresh);
    // Who serves nothing any more goes, but the seeds stay: they are asked for the map.
    std::erase_if(connections, [&](const auto& one) {
      const auto serves = [&](auto& server) { return server == one.second; };
      const auto is_seed = [&](const RedisEndpoint& seed) { return seed.name() == one.first; };
      return std::none_of(servers.begin(), servers.end(), serves) &&
             std::none_of(seeds.begin(), seeds.end(), is_seed);
    });
  }

  void look_soon() {
    if (soon) return;
    soon = true;
    timer.expires_after(kLookSoon);  // wakes the watcher, which waits on this timer
  }

  // Whether every partition has a server that is connected.
  [[nodiscard]] bool whole() const {
    return std::all_of(servers.begin(), servers.end(),
                       [](const auto& server) { return server && server->ready(); });
  }

  asio::any_io_executor executor;
  std::vector<RedisEndpoint> seeds;
  std::vector<std::uint16_t> slots;                  // by partition
  std::vector<std::shared_ptr<Connection>> servers;  // by partition; null: nobody serves it
  std::map<std::string, std::shared_ptr<Connection>> connections;  // by "host:port"
  asio::steady_timer timer;
  std::atomic<bool> ready{false};
  bool soon = false;
  bool stopped = false;
};

Cluster::Cluster(asio::any_io_executor executor, std::vector<RedisEndpoint> seeds,
                 std::vector<std::uint16_t> slots)
    : works_(std::make_shared<Works>(executor, std::move(seeds), std::move(slots))) {
  asio::co_spawn(executor, watch(works_), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
}

Cluster::~Cluster() {
  stop();
}

void Cluster::stop() {
  works_->stopped = true;
  works_->ready = false;
  works_->timer.cancel();
  for (auto& [name, connection] : works_->connections) connection->stop();
}

// Asks one server after the other for the map until one has it; then rests until there is a sign
// that it is old.
asio::awaitable<void> Cluster::watch(std::shared_ptr<Works> works) {
  while (!works->stopped) {
    works->soon = false;
    std::vector<std::shared_ptr<Connection>> asked;
    for (const auto& [name, connection] : works->connections) asked.push_back(connection);
    // First who answers now: a dead server costs its whole deadline.
    std::stable_partition(asked.begin(), asked.end(), [](auto& one) { return one->ready(); });
    bool read = false;
    for (std::size_t i = 0; i < asked.size() && !read && !works->stopped; ++i) {
      Command question("CLUSTER", "SLOTS");
      auto reply = co_await asked[i]->execute(std::move(question));
      if (!reply || works->stopped) continue;
      const auto ranges = slot_ranges(*reply);
      if (ranges.empty()) continue;
      works->take_map(ranges, *asked[i]);
      read = true;
    }
    if (works->stopped) break;
    works->ready = read && works->whole();
    works->timer.expires_after(works->ready ? kLookEvery : 2 * kLookSoon);
    if (works->soon) works->timer.expires_after(kLookSoon);
    while (!works->stopped) {  // look_soon() moves the timer, which ends a wait early
      auto [cut] = co_await works->timer.async_wait(kAwaitTuple);
      if (!cut) break;
    }
  }
}

asio::awaitable<Result<std::vector<Reply>>> Cluster::follow(std::shared_ptr<Works> works,
                                                            std::uint16_t partition,
                                                            Command commands) {
  std::shared_ptr<Connection> at = works->servers[partition];
  bool asking = false;
  asio::steady_timer pause(works->executor);
  for (int hops = 0; hops < kHopsMax && !works->stopped; ++hops) {
    if (!at) {  // no map yet, or nobody has the slot
      works->look_soon();
      pause.expires_after(kTryAgainPause);
      co_await pause.async_wait(kAwaitTuple);
      at = works->servers[partition];
      continue;
    }
    Command sent;
    if (asking) sent.then("ASKING");  // of the first command only: a script; its WAIT needs none
    sent.then(commands);
    auto replies = co_await at->execute_all(std::move(sent));
    if (!replies) {
      works->look_soon();
      co_return replies.error();
    }
    if (asking) replies->erase(replies->begin());
    asking = false;
    const Reply& first = replies->front();
    if (const auto redirect = redirect_of(first)) {
      auto next = works->server(*redirect, *at);
      asking = redirect->ask;
      if (!asking) works->take_moved(*redirect, next);
      at = std::move(next);
    } else if (starts(first, "TRYAGAIN")) {
      pause.expires_after(kTryAgainPause);
      co_await pause.async_wait(kAwaitTuple);
    } else {
      if (map_is_old(first)) works->look_soon();
      co_return replies;
    }
  }
  co_return Error{Errc::unavailable, "redis: nobody serves this slot of the cluster now", true};
}

asio::awaitable<Result<Reply>> Cluster::send(std::uint16_t partition, Command command) {
  auto replies = co_await follow(works_, partition, std::move(command));
  if (!replies) co_return replies.error();
  co_return std::move(replies->front());
}

asio::awaitable<Result<std::vector<Reply>>> Cluster::execute_all(std::uint16_t partition,
                                                                 Command commands) {
  return follow(works_, partition, std::move(commands));
}

// One sequence to each server; what was redirected is then asked again by itself.
asio::awaitable<Result<std::vector<Reply>>> Cluster::execute_each(
    std::vector<Addressed<Command>> commands) {
  std::map<std::shared_ptr<Connection>, std::vector<std::size_t>> by_server;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    by_server[works_->servers[commands[i].partition]].push_back(i);
  }
  std::vector<Reply> all(commands.size());
  std::vector<std::size_t> again;
  for (auto& [server, which] : by_server) {
    if (!server) {
      again.insert(again.end(), which.begin(), which.end());
      continue;
    }
    Command sequence;
    for (const auto i : which) sequence.then(commands[i].what);
    auto replies = co_await server->execute_all(std::move(sequence));
    if (!replies) {
      works_->look_soon();
      co_return replies.error();
    }
    for (std::size_t i = 0; i < which.size(); ++i) {
      auto& reply = (*replies)[i];
      if (redirect_of(reply) || starts(reply, "TRYAGAIN")) {
        again.push_back(which[i]);
      } else {
        if (map_is_old(reply)) works_->look_soon();
        all[which[i]] = std::move(reply);
      }
    }
  }
  for (const auto i : again) {
    auto replies = co_await follow(works_, commands[i].partition, commands[i].what);
    if (!replies) co_return replies.error();
    all[i] = std::move(replies->front());
  }
  co_return all;
}

Connection& Cluster::for_partition(std::uint16_t partition) {
  auto& server = works_->servers[partition];
  return server ? *server : *works_->connections.begin()->second;
}

std::vector<std::uint16_t> Cluster::one_of_each_server() const {
  std::vector<std::uint16_t> one;
  std::vector<const Connection*> met;
  for (std::size_t i = 0; i < works_->servers.size(); ++i) {
    const auto* server = works_->servers[i].get();
    if (std::find(met.begin(), met.end(), server) != met.end()) continue;
    met.push_back(server);
    one.push_back(static_cast<std::uint16_t>(i));
  }
  return one;
}

bool Cluster::ready() const {
  return works_->ready;
}

}  // namespace jisr::gateway::redis
