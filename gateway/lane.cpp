// Putting one lane together, and taking it apart in the right order: callers first, then the
// outbox, then Redis.
#include "gateway/lane.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "gateway/log.hpp"
#include "gateway/own_services.hpp"

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

namespace {

constexpr milliseconds kSettleMax(1'000);

PressureLimits pressure_of(const LimitConfig& config) {
  return {config.turns_max, milliseconds(config.slow_ms)};
}

}  // namespace

Lane::Lane(std::shared_ptr<const Deployment> deployment, const Vault& vault,
           VersionCompiler& compiler, KeptAnswers& service_answers, Destinations& destinations,
           Rates& rates, HttpListen listen)
    : current_(deployment),
      outbox_config_(deployment->config().outbox),
      topology_(redis::make_topology(io_.get_executor(), deployment->config().redis)),
      store_(*topology_, vault, Keys(deployment->config().redis.partitions),
             redis::replication_of(deployment->config().redis)),
      versions_(io_, current_, store_, compiler),
      agents_(std::make_shared<AgentServices>(
          AgentStore(*topology_, vault, Keys(deployment->config().redis.partitions)), vault,
          deployment->config().agents)),
      services_(io_, service_answers, rates, counters_, &builtin_),
      funnel_(io_, current_, store_),
      conversation_(store_, versions_, services_, vault, counters_, funnel_,
                    {deployment->config().redis.partitions, deployment->config().session.ended_ms,
                     deployment->config().session.returning_ms},
                    pressure_of(deployment->config().limits), rates, destinations.sms),
      parts_(io_, store_, counters_),
      receipts_(store_, counters_),
      updates_(store_, counters_),
      client_(io_),
      pages_(io_, client_, counters_),
      callbacks_(current_, conversation_, parts_, pages_, receipts_, updates_, counters_),
      registry_(io_, client_),
      sms_sender_(io_, client_),
      sms_(io_, current_, store_, destinations.sms, rates, sms_sender_, receipts_, counters_,
           outbox_config_),
      outbox_(io_, current_, store_, versions_, registry_, sms_, destinations, updates_, counters_,
              outbox_config_),
      sweeper_(io_, store_, destinations.is_swept, counters_, outbox_config_),
      server_(io_, std::move(listen),
              [this](HttpRequest request) { return callbacks_.answer(std::move(request)); }) {
  add_agent_services(builtin_, agents_);
  add_own_services(builtin_, store_);
}

void Lane::start() {
  server_.start();
  tasks_.spawn("outbox", outbox_.run());
  tasks_.spawn("versions", versions_.run());
  tasks_.spawn("parts", parts_.run());
  tasks_.spawn("funnel", funnel_.run());
  tasks_.spawn("sweep", sweeper_.run());
  std::promise<void> ended;
  ended_ = ended.get_future();
  thread_ = std::thread([this, ended = std::move(ended)]() mutable {
    io_.run();
    ended.set_value();
  });
}

void Lane::replace(std::shared_ptr<const Deployment> next) {
  asio::post(io_, [this, next = std::move(next)]() mutable {
    for (const auto& [hash, version] : current_.load()->versions()) {
      if (!next->version(hash)) versions_.hold(version);
    }
    agents_->limit_by(next->config().agents);
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

// All of it within `limits.stop`; who comes late to it gets a moment.
asio::awaitable<void> Lane::leave() {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + milliseconds(current_.load()->config().limits.stop_ms);
  const auto left = [until] {
    return std::max(kSettleMax, std::chrono::duration_cast<milliseconds>(until - Clock::now()));
  };
  co_await server_.stop(left());
  co_await pages_.drain(left());
  services_.stop();
  co_await services_.drain(left());
  outbox_.stop();
  sweeper_.stop();
  versions_.stop();
  parts_.stop();
  funnel_.stop();
  co_await tasks_.drain(left());  // what a loop has claimed is in hand by then
  const bool delivered = co_await outbox_.drain(left());
  if (!delivered) {  // what hangs ends as unknown, and is due again without waiting for its lease
    client_.stop();
    co_await outbox_.drain(kSettleMax);
  }
  co_await versions_.drain(left());
  client_.stop();
  topology_->stop();
  tell_what_is_left();
}

void Lane::tell_what_is_left() {
  const std::size_t deliveries = outbox_.in_hand();
  const std::size_t lookups = services_.in_hand();
  const std::size_t requests = client_.in_hand();
  if (deliveries + lookups + requests + tasks_.size() == 0) return;
  log::warn("stop_leaves", {{"deliveries", deliveries},
                            {"lookups", lookups},
                            {"requests", requests},
                            {"loops", tasks_.size()}});
}

bool Lane::ends_by(std::chrono::steady_clock::time_point until) const {
  return !ended_.valid() || ended_.wait_until(until) == std::future_status::ready;
}

void Lane::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace jisr::gateway
