// What a command needs that works on Redis as the gateways do: configuration, keys, a Store.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "gateway/config.hpp"
#include "gateway/redis/topology.hpp"
#include "gateway/store.hpp"
#include "gateway/vault.hpp"

namespace jisr::tools {

struct StoreUse {
  const gateway::Config& config;
  const gateway::Vault& vault;
  gateway::redis::Topology& topology;
  gateway::Store& store;
};

// Runs `act` to its end and gives its exit code. Findings in the configuration, keys or a Redis
// that are not this deployment's, and a Redis that is away end it before. `act` is no coroutine
// itself: it calls one.
int with_store(const std::string& config_file,
               const std::function<boost::asio::awaitable<int>(StoreUse*)>& act);

// The same for who has read the configuration, without findings, already.
int with_store(const gateway::Config& config,
               const std::function<boost::asio::awaitable<int>(StoreUse*)>& act);

// Says what went wrong; the exit code of the contract.
int store_failed(const gateway::Error& error);

// Writes down that somebody is about to do something, in Redis and in the system's log. False: it
// could not be written down, so it must not be done; people have been told. `by` is who says that
// he does it; the system's user is noted in any case.
boost::asio::awaitable<bool> on_record(StoreUse* use, gateway::Act act);

// Why a reason or a name cannot be kept and shown; nullptr when it can.
const char* unfit(const std::string& text);

}  // namespace jisr::tools
