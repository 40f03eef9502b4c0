// One simulated gateway process: everything that a Lane has except its HTTP server, on an event
// loop of the simulation. Callbacks are handed to it as the server would.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "gateway/callbacks.hpp"
#include "gateway/conversation.hpp"
#include "gateway/counters.hpp"
#include "gateway/delivery/outbox.hpp"
#include "gateway/delivery/sweeper.hpp"
#include "gateway/delivery/updates.hpp"
#include "gateway/deployment.hpp"
#include "gateway/funnel.hpp"
#include "gateway/http/client.hpp"
#include "gateway/kept_answers.hpp"
#include "gateway/parts.hpp"
#include "gateway/rates.hpp"
#include "gateway/redis/make.hpp"
#include "gateway/services.hpp"
#include "gateway/store.hpp"
#include "gateway/task_group.hpp"
#include "gateway/version_compiler.hpp"
#include "gateway/versions.hpp"
#include "tests/simulation/world/process.hpp"

namespace jisr::simulation {

class Gateway {
 public:
  using Answered = std::function<void(gateway::HttpResponse)>;

  Gateway(World& world, std::string name, std::shared_ptr<const gateway::Deployment> deployment,
          const gateway::Vault& vault, gateway::redis::Replication replication);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  void call(gateway::HttpRequest request, Answered answered);
  void stop();  // SIGTERM: as Lane::leave() does
  void kill();  // SIGKILL
  [[nodiscard]] bool is_leaving() const { return leaving_; }
  Process& process() { return *process_; }
  [[nodiscard]] const gateway::Counters& counters() const { return counters_; }

 private:
  boost::asio::awaitable<void> leave();

  std::shared_ptr<Process> process_;
  gateway::Counters counters_;
  gateway::CurrentDeployment current_;
  const gateway::OutboxConfig outbox_config_;
  gateway::Destinations destinations_;
  gateway::Rates rates_;
  gateway::KeptAnswers kept_answers_;
  gateway::VersionCompiler compiler_;
  std::unique_ptr<gateway::redis::Topology> topology_;
  gateway::Store store_;
  gateway::Versions versions_;
  gateway::Services services_;
  gateway::Funnel funnel_;
  gateway::Conversation conversation_;
  gateway::Parts parts_;
  gateway::Receipts receipts_;
  gateway::RegistryUpdates updates_;
  gateway::HttpClient client_;
  gateway::PageSender pages_;
  gateway::Callbacks callbacks_;
  gateway::RegistryClient registry_;
  gateway::SmsSender sms_sender_;
  gateway::SmsDelivery sms_;
  gateway::Outbox outbox_;
  gateway::Sweeper sweeper_;
  gateway::TaskGroup tasks_;
  bool leaving_ = false;
};

}  // namespace jisr::simulation
