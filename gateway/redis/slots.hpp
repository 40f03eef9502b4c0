// Which slot of a Redis Cluster a key is in, and what a server says about moved ones. Pure.
// Source: the Redis Cluster specification (redis.io, docs/reference/cluster-spec).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/redis/reply.hpp"

namespace jisr::gateway::redis {

constexpr std::uint16_t kSlots = 16384;

// CRC16 (XMODEM) of the key, or of its hash tag: what stands between the first { and the next }.
std::uint16_t slot_of(std::string_view key);

// "MOVED 3999 127.0.0.1:6381" and "ASK …": where to ask in its place. An empty host is the one that
// was asked.
struct Redirect {
  bool ask = false;  // this once, after ASKING; the slot stays where it was
  std::uint16_t slot = 0;
  std::string host;
  std::uint16_t port = 0;
};
std::optional<Redirect> redirect_of(ReplyView reply);

// The reply to CLUSTER SLOTS: ranges with their master. Ranges that make no sense are left out.
struct SlotRange {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  std::string host;
  std::uint16_t port = 0;
};
std::vector<SlotRange> slot_ranges(ReplyView reply);

}  // namespace jisr::gateway::redis
