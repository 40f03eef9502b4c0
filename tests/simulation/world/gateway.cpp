// Put together as gateway/lane.cpp does, and taken apart in the same order.
#include "tests/simulation/world/gateway.hpp"

#include <boost/asio/co_spawn.hpp>

namespace jisr::simulation {

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr milliseconds kSettleMax(1'000);  // as in gateway/lane.cpp

}  // namespace

Gateway::Gateway(World& world, std::string name,
                 std::shared_ptr<const gateway::Deployment> deployment, const gateway::Vault& vault,
                 gateway::redis::Replication replication)
    : process_(std::make_shared<Process>(world, std::move(name))),
      current_(deployment),
      outbox_config_(deployment->config().outbox),
      rates_(deployment->config().limits.rates),
      topology_(
          gateway::redis::make_topology(process_->get_executor(), deployment->config().redis)),
      store_(*topology_, vault, gateway::Keys(deployment->config().redis.partitions), replication),
      versions_(*process_, current_, store_, compiler_),
      services_(*process_, kept_answers_, rates_, counters_),
      funnel_(*process_, current_, store_),
      conversation_(store_, versions_, services_, vault, counters_, funnel_,
                    {deployment->config().redis.partitions, deployment->config().session.ended_ms,
                     deployment->config().session.returning_ms},
                    {deployment->config().limits.turns_max,
                     milliseconds(deployment->config().limits.slow_ms)},
                    rates_, destinations_.sms),
      parts_(*process_, store_, counters_),
      receipts_(store_, counters_),
      updates_(store_, counters_),
      client_(*process_),
      pages_(*process_, client_, counters_),
      callbacks_(current_, conversation_, parts_, pages_, receipts_, updates_, counters_),
      registry_(*process_, client_),
      sms_sender_(*process_, client_),
      sms_(*process_, current_, store_, destinations_.sms, rates_, sms_sender_, receipts_,
           counters_, outbox_config_),
      outbox_(*process_, current_, store_, versions_, registry_, sms_, destinations_, updates_,
              counters_, outbox_config_),
      sweeper_(*process_, store_, destinations_.is_swept, counters_, outbox_config_),
      tasks_(*process_) {
  tasks_.spawn("outbox", outbox_.run());
  tasks_.spawn("versions", versions_.run());
  tasks_.spawn("parts", parts_.run());
  tasks_.spawn("funnel", funnel_.run());
  tasks_.spawn("sweep", sweeper_.run());
  process_->wake();
}

Gateway::~Gateway() {
  kill();
}

void Gateway::kill() {
  process_->kill();
}

void Gateway::call(gateway::HttpRequest request, Answered answered) {
  if (process_->is_dead()) return;
  auto& world = process_->world();
  asio::co_spawn(*process_, callbacks_.answer(std::move(request)),
                 [&world, answered = std::move(answered)](const std::exception_ptr& thrown,
                                                          gateway::HttpResponse response) {
                   if (thrown) return world.fail("a callback threw");
                   answered(std::move(response));
                 });
  process_->wake();
}

void Gateway::stop() {
  if (std::exchange(leaving_, true) || process_->is_dead()) return;
  asio::co_spawn(*process_, leave(), [](const std::exception_ptr&) {});
  process_->wake();
}

asio::awaitable<void> Gateway::leave() {
  const milliseconds limit(current_.load()->config().limits.stop_ms);
  co_await pages_.drain(limit);
  services_.stop();
  co_await services_.drain(limit);
  outbox_.stop();
  sweeper_.stop();
  versions_.stop();
  parts_.stop();
  funnel_.stop();
  const bool delivered = co_await outbox_.drain(limit);
  if (!delivered) {
    client_.stop();
    co_await outbox_.drain(kSettleMax);
  }
  co_await versions_.drain(limit);
  co_await tasks_.drain(limit);
  client_.stop();
  topology_->stop();
}

}  // namespace jisr::simulation
