// One core's share of the gateway: an io_context with its one thread, and on it a listener, a Redis
// connection, the conversation, an HTTP client and a loop of the outbox. Lanes share nothing but
// the immutable deployment and the vault; what another thread wants of one is posted to it.
#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <thread>

#include "gateway/agents/agent_services.hpp"
#include "gateway/builtin_services.hpp"
#include "gateway/callbacks.hpp"
#include "gateway/conversation.hpp"
#include "gateway/counters.hpp"
#include "gateway/delivery/outbox.hpp"
#include "gateway/delivery/sweeper.hpp"
#include "gateway/delivery/updates.hpp"
#include "gateway/deployment.hpp"
#include "gateway/funnel.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "gateway/parts.hpp"
#include "gateway/rates.hpp"
#include "gateway/redis/make.hpp"
#include "gateway/services.hpp"
#include "gateway/store.hpp"
#include "gateway/task_group.hpp"
#include "gateway/versions.hpp"

namespace jisr::gateway {

HttpLimits limits_of(const LimitConfig& config);

class Lane {
 public:
  // Takes the port: throws std::runtime_error when it cannot. Nothing runs before start().
  Lane(std::shared_ptr<const Deployment> deployment, const Vault& vault, VersionCompiler& compiler,
       KeptAnswers& service_answers, Destinations& destinations, Rates& rates, HttpListen listen);

  void start();                                          // the thread
  void replace(std::shared_ptr<const Deployment> next);  // any thread: after a reload
  void stop();                                           // any thread: finish what is in hand
  void join();                                           // waits for the thread
  // Waits for the thread, no longer than this. False: it still runs, and its log says what holds
  // it.
  [[nodiscard]] bool ends_by(std::chrono::steady_clock::time_point until) const;

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] const Counters& counters() const { return counters_; }
  // Runs a coroutine on the lane's thread; for the admin listener and checks at the start.
  boost::asio::io_context& io() { return io_; }
  Store& store() { return store_; }
  Versions& versions() { return versions_; }
  redis::Topology& topology() { return *topology_; }

 private:
  boost::asio::awaitable<void> leave();
  void tell_what_is_left();

  boost::asio::io_context io_{1};
  Counters counters_;
  CurrentDeployment current_;
  const OutboxConfig outbox_config_;  // until a restart
  std::unique_ptr<redis::Topology> topology_;
  Store store_;
  Versions versions_;
  std::shared_ptr<AgentServices> agents_;
  BuiltinServices builtin_;
  Services services_;
  Funnel funnel_;
  Conversation conversation_;
  Parts parts_;
  Receipts receipts_;
  RegistryUpdates updates_;
  HttpClient client_;
  PageSender pages_;
  Callbacks callbacks_;
  RegistryClient registry_;
  SmsSender sms_sender_;
  SmsDelivery sms_;
  Outbox outbox_;
  Sweeper sweeper_;
  HttpServer server_;
  TaskGroup tasks_{io_};
  std::thread thread_;
  std::future<void> ended_;  // set by the thread, as its last act
  bool stopping_ = false;
};

}  // namespace jisr::gateway
