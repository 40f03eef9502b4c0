// What `jisr outbox` changes: edit, drop, sweep. Each gives the exit code of the contract.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "gateway/delivery/registry_config.hpp"
#include "gateway/store.hpp"
#include "tools/jisr/commands.hpp"

namespace jisr::tools {

// `registry` may be null. `kept_ms`: for how long it is known why an entry was dropped.
boost::asio::awaitable<int> edit_entry(OutboxOptions options,
                                       const gateway::RegistryConfig* registry,
                                       gateway::Store& store);
boost::asio::awaitable<int> drop_entry(OutboxOptions options, std::int64_t kept_ms,
                                       gateway::Store& store);
boost::asio::awaitable<int> list_dropped(OutboxOptions options, gateway::Store& store);
boost::asio::awaitable<int> sweep_outbox(gateway::Store& store);

int outbox_failed(const gateway::Error& error);

}  // namespace jisr::tools
