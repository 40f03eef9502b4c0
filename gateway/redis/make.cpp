// From the configuration to servers.
#include "gateway/redis/make.hpp"

#include <stdexcept>
#include <utility>

#include "gateway/keys.hpp"
#include "gateway/redis/cluster.hpp"
#include "gateway/redis/sentinel.hpp"

namespace jisr::gateway::redis {

using std::chrono::milliseconds;

namespace {

// Each node is spoken to as `settings` says.
std::vector<RedisEndpoint> endpoints_of(const RedisConfig& config, const RedisEndpoint& settings) {
  std::vector<RedisEndpoint> all;
  for (const auto& node : config.nodes) {
    const auto colon = node.rfind(':');
    auto& endpoint = all.emplace_back(settings);
    endpoint.unix_path.clear();
    endpoint.host = node.substr(0, colon);
    endpoint.port = static_cast<std::uint16_t>(std::stoi(node.substr(colon + 1)));
  }
  return all;
}

}  // namespace

RedisEndpoint endpoint_of(const RedisConfig& config) {
  RedisEndpoint endpoint;
  endpoint.host = config.host;
  endpoint.port = config.port;
  endpoint.unix_path = config.unix_path;
  endpoint.user = config.user;
  endpoint.database = static_cast<unsigned>(config.database);
  endpoint.connect_timeout = milliseconds(config.connect_ms);
  endpoint.command_timeout = milliseconds(config.command_ms);
  if (!config.password_file.empty()) {
    auto password = read_secret(config.password_file);
    if (!password) throw std::runtime_error("cannot read " + config.password_file);
    endpoint.password = std::move(*password);
  }
  if (config.tls) {
    RedisTls tls;
    tls.ca_file = config.ca_file;
    tls.certificate_file = config.certificate;
    tls.key_file = config.key;
    endpoint.tls = std::move(tls);
  }
  return endpoint;
}

std::unique_ptr<Topology> make_topology(boost::asio::any_io_executor executor,
                                        const RedisConfig& config) {
  auto endpoint = endpoint_of(config);
  if (config.kind == RedisConfig::Kind::sentinel) {
    SentinelConfig sentinel;
    sentinel.master = config.master;
    auto settings = endpoint;
    settings.database = 0;  // Sentinels have none, and their users are not the master's
    settings.user.clear();
    settings.password.clear();
    sentinel.sentinels = endpoints_of(config, settings);
    return std::make_unique<Sentinel>(std::move(executor), std::move(sentinel),
                                      std::move(endpoint));
  }
  if (config.kind == RedisConfig::Kind::cluster) {
    std::vector<std::uint16_t> slots;
    for (std::uint16_t i = 0; i < config.partitions; ++i) slots.push_back(slot_of(Keys::due(i)));
    slots.push_back(slot_of(Keys::version(0)));  // Keys::versions_home()
    return std::make_unique<Cluster>(std::move(executor), endpoints_of(config, endpoint),
                                     std::move(slots));
  }
  return std::make_unique<Standalone>(std::move(executor), std::move(endpoint));
}

Replication replication_of(const RedisConfig& config) {
  return {static_cast<unsigned>(config.replicas), milliseconds(config.replica_wait_ms)};
}

}  // namespace jisr::gateway::redis
