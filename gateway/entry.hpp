// What the outbox holds and what becomes of it: plain values between the Store, which keeps them,
// and the delivery, which sends them. Ids are UUIDv7 text; payloads are bytes in the clear, sealed
// only in Redis. Numbers and names of enumerators may change, the words of the Store may not.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace jisr::gateway {

enum class EntryKind { registry, sms };

// Something that must leave: made by a commit, or following a delivery.
struct OutboxEntry {
  std::string id;
  EntryKind kind = EntryKind::registry;
  std::string payload;
  std::chrono::milliseconds due_in{0};
};

// An entry that is ours until its lease ends. Whoever settles it names the fence.
struct Claimed {
  std::uint16_t partition = 0;
  std::string id;
  EntryKind kind = EntryKind::registry;
  std::string payload;
  std::uint64_t attempts = 0;  // with this one, so at least 1
  std::uint64_t fence = 0;
  std::int64_t created_ms = 0;  // Unix time, of Redis
};

// How an attempt ended. A class, so that it may be made inside a co_await expression.
class Settlement {
 public:
  enum class Verdict { delivered, retry, refused, parked };

  // Gone from the outbox; `follow_up` (the confirmation SMS) enters it in the same step.
  static Settlement delivered(std::optional<OutboxEntry> follow_up = std::nullopt) {
    return Settlement(Verdict::delivered, {}, {}, std::move(follow_up));
  }
  // Due again after `delay`. `error` is shown to people: no personal data.
  static Settlement retry(std::chrono::milliseconds delay, std::string error) {
    return Settlement(Verdict::retry, delay, std::move(error), std::nullopt);
  }
  // Set aside, with the reason: the other side said no, or a person has to look at it.
  static Settlement refused(std::string reason,
                            std::optional<OutboxEntry> follow_up = std::nullopt) {
    return Settlement(Verdict::refused, {}, std::move(reason), std::move(follow_up));
  }
  static Settlement parked(std::string reason,
                           std::optional<OutboxEntry> follow_up = std::nullopt) {
    return Settlement(Verdict::parked, {}, std::move(reason), std::move(follow_up));
  }

  Verdict verdict() const { return verdict_; }
  std::chrono::milliseconds delay() const { return delay_; }
  const std::string& reason() const { return reason_; }
  const std::optional<OutboxEntry>& follow_up() const { return follow_up_; }

 private:
  Settlement(Verdict verdict, std::chrono::milliseconds delay, std::string reason,
             std::optional<OutboxEntry> follow_up)
      : verdict_(verdict),
        delay_(delay),
        reason_(std::move(reason)),
        follow_up_(std::move(follow_up)) {}

  Verdict verdict_;
  std::chrono::milliseconds delay_;
  std::string reason_;
  std::optional<OutboxEntry> follow_up_;
};

enum class SettleOutcome {
  settled,  // done, now or by an earlier call that was not answered
  stale,    // nothing was changed: the lease ran out and the entry is somebody else's
};

// What `jisr outbox` shows of an entry.
struct EntryRecord {
  enum class State { due, refused, parked };
  std::uint16_t partition = 0;
  std::string id;
  EntryKind kind = EntryKind::registry;
  State state = State::due;
  std::uint64_t attempts = 0;
  std::int64_t created_ms = 0;
  std::int64_t due_ms = 0;  // of a due entry; of the others, when they were set aside
  std::string last_error;   // or the reason why it was set aside
};

struct EntryShown {
  EntryRecord record;
  std::string payload;  // personal data
};

// How much waits, over all partitions.
struct Backlog {
  std::uint64_t due = 0;
  std::uint64_t dead = 0;
  std::int64_t oldest_due_ms = 0;  // Unix time, of the entry due first; 0: there is none
};

}  // namespace jisr::gateway
