// Putting one lane together, and taking it apart in the right order: callers first, then the
// outbox, then Redis.
#include "gateway/lane.hpp"

#include <boost/asio/post.hpp>

#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using std::chrono::milliseconds;

HttpLimits limits_of(const LimitConfig& config) {
  HttpLimits limits;
  limits.body_bytes_max = config.body_bytes_max;
  limits.connections_max = config.connections_max;
  limits.idle_max = milliseconds(config.idle_ms);
  limits.head_max = milliseconds(config.header_ms);
  limits.body_max = milliseconds(config.body_ms);
  limits.write_max = milliseconds(config.write_ms);
  return limits;
}

Lane::Lane(std::shared_ptr<const Deployment> deployment, const Vault& vault,
           VersionCompiler& compiler, KeptAnswers& service_answers, HttpListen listen)
    : current_(deployment),
      topology_(redis::make_topology(io_.get_executor(), deployment->config().redis)),
      store_(*topology_, vault, Keys(deployment->config().redis.partitions),
             redis::replication_of(deployment->config().redis)),
      versions_(io_, current_, store_, compiler),
      services_(io_, service_answers, counters_),
      conversation_(store_, versions_, services_, vault, counters_,
                    {deployment->config().redis.partitions, deployment->config().session.ended_ms,
                     deployment->config().session.returning_ms}),
      callbacks_(current_, conversation_, counters_),
      client_(io_),
      registry_(io_, client_),
      sms_(io_, client_),
      outbox_(io_, current_, store_, registry_, sms_, counters_, deployment->config().outbox),
      server_(io_, std::move(listen),
              [this](HttpRequest request) { return callbacks_.answer(std::move(request)); }) {}

void Lane::start() {
  server_.start();
  tasks_.spawn("outbox", outbox_.run());
  tasks_.spawn("versions", versions_.run());
  thread_ = std::thread([this] { io_.run(); });
}

void Lane::replace(std::shared_ptr<const Deployment> next) {
  asio::post(io_, [this, next = std::move(next)]() mutable {
    for (const auto& [hash, version] : current_.load()->versions()) {
      if (!next->version(hash)) versions_.hold(version);
    }
    current_.store(std::move(next));
  });
}

void Lane::stop() {
  asio::post(io_, [this] {
    if (std::exchange(stopping_, true)) return;
    asio::co_spawn(io_, leave(), [](std::exception_ptr failed) {
      if (failed) log::error("stop_failed");
    });
  });
}

asio::awaitable<void> Lane::leave() {
  const milliseconds limit(current_.load()->config().limits.stop_ms);
  co_await server_.stop(limit);
  services_.stop();
  co_await services_.drain(limit);
  outbox_.stop();
  versions_.stop();
  co_await outbox_.drain(limit);
  co_await versions_.drain(limit);
  co_await tasks_.drain(limit);
  client_.stop();
  topology_->stop();
}

void Lane::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace jisr::gateway
