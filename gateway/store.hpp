// What the gateway keeps in Redis: sessions, and the outbox. A session and the effects of a step
// are committed by one script or not at all. Values are sealed on their way in. One for each
// thread; lent a Topology of the same thread and the common Vault.
//
// Errors of all functions: unavailable, nothing was done; timeout or lost, the outcome is unknown,
// also after the repeats that commit() and settle() make; misconfigured, a person is needed.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/entry.hpp"
#include "gateway/keys.hpp"
#include "gateway/redis/topology.hpp"
#include "gateway/result.hpp"
#include "gateway/vault.hpp"
#include "gateway/version.hpp"

namespace jisr::gateway {

// A session as it was found. `token` names this very version for commit(); both are empty when
// there is none.
struct Stored {
  std::string token;
  std::string session;
  bool returning = false;  // she registered before, by whichever medium
};

enum class CommitOutcome {
  committed,
  conflict,         // the session is not the expected one any more: load again
  reference_taken,  // draw another reference
};

// Something about the server that a person should know before the gateway starts.
struct StoreFinding {
  bool fatal;  // do not start
  std::string text;
};

class Store {
 public:
  template <typename T>
  using awaitable = boost::asio::awaitable<T>;
  using milliseconds = std::chrono::milliseconds;

  Store(redis::Topology& topology, const Vault& vault, Keys keys,
        redis::Replication replication = {});

  // Where a subscriber's conversation is kept. `msisdn` is E.164.
  SubscriberKey subscriber(std::string_view msisdn, Medium medium) const {
    return keys_.subscriber(vault_.pseudonym(msisdn), medium);
  }

  awaitable<Result<Stored>> load(SubscriberKey key);

  // Replaces the session, puts `effects` in the outbox and takes the reference, if the session is
  // still the one that `expected` (Stored::token) names. A commit whose outcome is unknown is
  // repeated with the same bytes, and a repeat of one that was done is `committed` too. `reference`
  // must be drawn for the partition of the key. `registered`: it is known so long that she has
  // registered; 0 changes nothing.
  awaitable<Result<CommitOutcome>> commit(SubscriberKey key, std::string expected,
                                          std::string session, milliseconds ttl,
                                          std::vector<OutboxEntry> effects,
                                          std::optional<std::string> reference,
                                          milliseconds registered = milliseconds(0));

  // Versions of dialogs (store_versions.cpp). keep_version() writes one, or writes it again with
  // its time running anew; its names are kept kNamesLonger than its sources. load_version() gives
  // what is there; what is not, or does not open, is missing.
  static constexpr milliseconds kNamesLonger = std::chrono::hours(24 * 30);
  awaitable<Result<void>> keep_version(std::shared_ptr<const Version> version, milliseconds ttl);
  awaitable<Result<StoredVersion>> load_version(std::uint64_t hash);

  // Takes up to `limit` entries that are due, for `lease`: until then nobody else gets them.
  // Entries whose payload does not open are parked and not returned. claim_all() looks in all
  // partitions, with one round trip when nothing is due.
  awaitable<Result<std::vector<Claimed>>> claim(std::uint16_t partition, std::size_t limit,
                                                milliseconds lease);
  awaitable<Result<std::vector<Claimed>>> claim_all(std::size_t limit, milliseconds lease);

  // Ends an attempt. May be repeated. The follow-up, if any, goes to the same partition.
  awaitable<Result<SettleOutcome>> settle(std::uint16_t partition, std::string id,
                                          std::uint64_t fence, Settlement settlement);

  // For people. list(): the oldest `limit` first. show() and retry() find the entry by its id; no
  // such entry is `rejected`. retry() makes an entry that was set aside due now, with its attempts
  // at 0; one that is not set aside is `rejected`.
  enum class Shelf { due, dead };
  awaitable<Result<std::vector<EntryRecord>>> list(Shelf shelf, std::size_t limit);
  awaitable<Result<EntryShown>> show(std::string id);
  awaitable<Result<void>> retry(std::string id);
  awaitable<Result<Backlog>> backlog();

  // At the start: notes in "jisr:meta" the number of partitions and proofs of both keys, or
  // compares with what was noted when the deployment began. A difference is misconfigured: do not
  // start, it would not find its sessions, or not open them.
  awaitable<Result<void>> open_meta();

  // At the start: whether this Redis keeps what it is given. A server that does not let us look
  // (CONFIG denied) gets a warning.
  awaitable<Result<std::vector<StoreFinding>>> inspect();

 private:
  awaitable<Result<std::vector<StoreFinding>>> inspect(std::uint16_t partition);

  // `ids` of a partition that are due.
  struct Due {
    std::uint16_t partition;
    std::vector<std::string> ids;
  };

  awaitable<Result<redis::Reply>> run_surely(std::uint16_t partition, redis::ScriptCall call);
  awaitable<Result<std::vector<Claimed>>> claim_from(std::vector<std::uint16_t> partitions,
                                                     std::size_t limit, milliseconds lease);
  awaitable<Result<std::vector<Due>>> peek(std::vector<std::uint16_t> partitions,
                                           std::size_t limit);
  awaitable<void> take_claimed(std::uint16_t partition, redis::ReplyView entry,
                               std::vector<Claimed>& claimed);
  void add_entry(redis::ScriptCall& call, std::uint16_t partition, const OutboxEntry& entry) const;
  std::vector<std::uint16_t> all_partitions() const;

  redis::Topology& topology_;
  const Vault& vault_;
  Keys keys_;
  redis::Replication replication_;
  std::int64_t redis_ahead_ms_ = 0;    // Redis's clock minus ours, as last seen
  std::uint16_t first_partition_ = 0;  // where the next claim_all() begins: each has its turn
};

}  // namespace jisr::gateway
