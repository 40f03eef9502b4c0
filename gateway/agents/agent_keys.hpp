// The names of what the AgentStore keeps in Redis: keyed digests in place of codes, women and days,
// in the partition of whoever they belong to. Stored; do not change. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "gateway/keys.hpp"
#include "gateway/vault.hpp"

namespace jisr::gateway {

// `kind` keeps the uses apart; none begins with +, as every number does.
inline std::string agent_digest(const Vault& vault, std::string_view kind, std::string_view what) {
  std::string text = "agents\n";
  text.append(kind).append("\n").append(what);
  return vault.pseudonym(text);
}

inline std::string agent_key_name(std::uint16_t partition, std::string_view rest) {
  return "jisr:{" + std::to_string(partition) + "}:" + std::string(rest);
}

// `owner` decides the partition: the pseudonym of a phone, or the digest of an agent's code.
inline PlacedKey agent_key_at(const Keys& keys, std::string_view owner, std::string_view rest) {
  const auto partition = keys.subscriber(owner, Medium::ussd).partition;
  return {partition, agent_key_name(partition, rest)};
}

// A set: the digests of the agents in a partition.
inline std::string agents_key(std::uint16_t partition) {
  return agent_key_name(partition, "ag:all");
}

}  // namespace jisr::gateway
