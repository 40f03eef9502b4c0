// The names of our keys in Redis. All keys of a partition carry its hash tag, so that they share a
// slot of a Cluster and one script may touch them together. Stored; do not change. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/part.hpp"

namespace jisr::gateway {

// Her USSD and SMS conversations are two sessions.
enum class Medium : char { ussd = 'u', sms = 'm' };

// Where one conversation of one subscriber is kept.
struct SubscriberKey {
  std::uint16_t partition = 0;
  std::string session;     // "jisr:{17}:u:<pseudonym>"
  std::string registered;  // "jisr:{17}:r:<pseudonym>": there is one if she registered before
  std::string stopped;     // "jisr:{17}:s:<pseudonym>": there is one if she said STOP
  std::string other;       // her session on the other medium
};

// A key that belongs to nobody, and the partition that it is in.
struct PlacedKey {
  std::uint16_t partition = 0;
  std::string name;
};

// Where an SMS that left is kept until its receipt: in a partition of its own, not of hers.
struct SentKey {
  std::uint16_t partition = 0;
  std::string key;  // "jisr:{17}:x:<pseudonym of channel and message id>"
};

class Keys {
 public:
  // "jisr:meta": what must stay as it was when the deployment began. Not part of a partition.
  static constexpr std::string_view kMeta = "jisr:meta";

  // 1 to 16384 partitions, fixed for a deployment.
  explicit Keys(std::uint16_t partitions) : partitions_(partitions) {}

  std::uint16_t partitions() const { return partitions_; }
  SubscriberKey subscriber(std::string_view pseudonym, Medium medium) const;
  SentKey sent(std::string_view pseudonym) const;

  // A hash: parts of a long SMS; of its own partition, which `pseudonym` decides.
  PartsKey parts(std::string_view pseudonym) const;
  static std::string parts_waiting(std::uint16_t partition);  // sorted set: their names, until when

  static std::string entry(std::uint16_t partition, std::string_view id);  // hash: an outbox entry
  static std::string due(std::uint16_t partition);   // sorted set: entry id, due time in Unix ms
  static std::string dead(std::uint16_t partition);  // sorted set: entry id, when it was set aside
  static std::string tally(std::uint16_t partition, std::string_view day);  // hash: SMS by channel
  static std::string dropped(std::uint16_t partition);  // sorted set: what is left, when
  static std::string refs(std::uint16_t partition);     // bitmap: reference numbers that are taken

  // Hash: what is kept of a registration, in the partition that its number names.
  static std::string file(std::uint16_t partition, std::string_view pseudonym);
  // The number of a person's registration; of its own partition.
  PlacedKey person(std::string_view pseudonym) const;

  // Hash: the counts of a dialog's screens on one day; "jisr:{17}:f:<dialog>:2026-11-24".
  PlacedKey funnel(std::string_view dialog, std::string_view day) const;

  // A version of a dialog, by its content hash: what it was compiled from, and the names that
  // outlive it. Not of a partition; all versions share a slot, which redis::Topology knows under
  // the number after the last partition.
  static std::string version(std::uint64_t hash);        // "jisr:{versions}:0123456789abcdef"
  static std::string version_names(std::uint64_t hash);  // the same with ":map"
  static constexpr std::string_view kGateways = "jisr:{versions}:gateways";  // sorted set: who runs
  static constexpr std::string_view kAudit = "jisr:{versions}:audit";  // stream: acts of people
  std::uint16_t versions_home() const { return partitions_; }

 private:
  std::uint16_t partitions_;
};

}  // namespace jisr::gateway
