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

// What an SMS cost, counted in the step that ends it, so that none counts twice.
struct Tally {
  std::string day;  // "2026-11-28", where the channel is
  std::string channel;
  std::int64_t messages = 1;
  std::int64_t parts = 0;
  std::int64_t cost_micro = 0;  // millionths of `currency`
  std::string currency;
};

// How an attempt ended. A class, so that it may be made inside a co_await expression.
class Settlement {
 public:
  enum class Verdict { delivered, retry, put_off, refused, parked };

  // Gone from the outbox; `follow_up` (the confirmation SMS) enters it in the same step.
  static Settlement delivered(std::optional<OutboxEntry> follow_up = std::nullopt) {
    return Settlement(Verdict::delivered, {}, {}, std::move(follow_up));
  }
  // Due again after `delay`. `error` is shown to people: no personal data.
  static Settlement retry(std::chrono::milliseconds delay, std::string error) {
    return Settlement(Verdict::retry, delay, std::move(error), std::nullopt);
  }
  // The same of what was not tried at all: it does not count as an attempt.
  static Settlement put_off(std::chrono::milliseconds delay, std::string reason,
                            const Claimed& entry) {
    Settlement settlement(Verdict::put_off, delay, std::move(reason), std::nullopt);
    settlement.attempts_ = entry.attempts > 0 ? entry.attempts - 1 : 0;
    return settlement;
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

  // Of retry and put_off: what the entry holds from now on.
  Settlement with_payload(std::string payload) && {
    payload_ = std::move(payload);
    return std::move(*this);
  }
  Settlement with_tally(Tally tally) && {
    tally_ = std::move(tally);
    return std::move(*this);
  }

  Verdict verdict() const { return verdict_; }
  std::chrono::milliseconds delay() const { return delay_; }
  const std::string& reason() const { return reason_; }
  const std::optional<OutboxEntry>& follow_up() const { return follow_up_; }
  const std::optional<std::string>& payload() const { return payload_; }
  const std::optional<Tally>& tally() const { return tally_; }
  std::uint64_t attempts() const { return attempts_; }  // of put_off: before this one

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
  std::optional<std::string> payload_;
  std::optional<Tally> tally_;
  std::uint64_t attempts_ = 0;
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

// What is left of an entry that a person dropped.
struct DroppedRecord {
  std::string json;  // id, kind, reason, and what was wrong with it ("was")
  std::int64_t dropped_ms = 0;
};

// How far a sweep over the outbox has come.
struct SweepPlace {
  std::size_t server = 0;
  std::string cursor = "0";
  bool done = false;  // a whole pass ends with this step
  std::uint64_t mended = 0;
};

// How much waits, over all partitions.
struct Backlog {
  std::uint64_t due = 0;
  std::uint64_t dead = 0;
  std::int64_t oldest_due_ms = 0;   // Unix time, of the entry due first; 0: there is none
  std::int64_t oldest_dead_ms = 0;  // when the first of them was set aside
};

}  // namespace jisr::gateway
