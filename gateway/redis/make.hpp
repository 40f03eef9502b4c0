// The topology that gateway.yaml asks for.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "gateway/config.hpp"
#include "gateway/redis/topology.hpp"

namespace jisr::gateway::redis {

// How to speak to one server. Reads the password's file: throws std::runtime_error when it cannot.
RedisEndpoint endpoint_of(const RedisConfig& config);

// Begins to connect at once, on `executor`. Throws as endpoint_of() does.
std::unique_ptr<Topology> make_topology(boost::asio::any_io_executor executor,
                                        const RedisConfig& config);

// How many replicas must have a commit before it counts.
Replication replication_of(const RedisConfig& config);

}  // namespace jisr::gateway::redis
