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

#include "dialogs/screen_count.hpp"
#include "gateway/commit_note.hpp"
#include "gateway/entry.hpp"
#include "gateway/kept_walk.hpp"
#include "gateway/keys.hpp"
#include "gateway/part.hpp"
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
  bool returning = false;   // she registered before, by whichever medium
  bool stopped = false;     // she said STOP, by whichever medium
  std::string other_token;  // the same of her session on the other medium
  std::string other;
};

// What is kept of a registration by its number: gateway/file_record.hpp.
struct StoredFile {
  std::string record;  // empty: it was registered before such were kept
  std::string news;    // empty: the registry has said nothing
  std::int64_t wrong_tries = 0;
};

// What else a commit does, in the same step.
struct CommitAlso {
  // The session on the other medium becomes `session`, or goes when that is empty, if it is still
  // the one that `expected` names. `ttl` 0: as long as it would have stayed.
  struct Other {
    std::string expected;
    std::string session;
    std::chrono::milliseconds ttl{0};
  };
  CommitAlso(std::chrono::milliseconds registered_for = std::chrono::milliseconds(0))
      : registered(registered_for) {}
  std::chrono::milliseconds registered;  // it is known so long that she registered; 0: no change
  std::optional<bool> stopped;           // she says STOP, or takes it back
  std::optional<Other> other;
  std::vector<CommitNote> notes;
  // Kept by the number of the registration that the commit makes; empty: nothing is.
  std::string file;
  std::chrono::milliseconds file_kept{0};
  std::string cancelled;  // the entry of a reminder or lead that is not needed; empty: none
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

  std::string pseudonym(std::string_view msisdn) const { return vault_.pseudonym(msisdn); }

  awaitable<Result<Stored>> load(SubscriberKey key);

  // Replaces the session, puts `effects` in the outbox and takes the reference, if the session is
  // still the one that `expected` (Stored::token) names. A commit whose outcome is unknown is
  // repeated with the same bytes, and a repeat of one that was done is `committed` too. `reference`
  // must be drawn for the partition of the key.
  awaitable<Result<CommitOutcome>> commit(SubscriberKey key, std::string expected,
                                          std::string session, milliseconds ttl,
                                          std::vector<OutboxEntry> effects,
                                          std::optional<std::string> reference,
                                          CommitAlso also = CommitAlso());

  // News of a registration (store_files.cpp). take_news() keeps what is newer than what is known,
  // by the registry's sequence, and puts `sms` in the outbox in the same step; gives whether it
  // was.
  awaitable<Result<std::optional<StoredFile>>> load_file(std::string reference);
  awaitable<Result<bool>> take_news(std::string reference, std::int64_t sequence, std::string news,
                                    milliseconds keep, std::optional<OutboxEntry> sms);
  awaitable<Result<void>> note_wrong_try(std::string reference);
  // rewrite_file() puts another record in the place of what is kept; forget_file() takes the record
  // out, leaves `news` alone and takes no others. Without a file nothing happens. Its time goes on.
  awaitable<Result<void>> rewrite_file(std::string reference, std::string record);
  awaitable<Result<void>> forget_file(std::string reference, std::string news);
  // The number of a person's registration, by an answer that is her own ("JA123456"), of which only
  // a keyed digest is kept. Empty: there is none.
  awaitable<Result<void>> note_person(std::string id, std::string reference, milliseconds keep);
  awaitable<Result<std::string>> find_person(std::string id);

  // STOP (store_consent.cpp). It is kept under her pseudonym, without content, for ever.
  // set_stopped() puts `answer` in the outbox in the same step. STOP ends a conversation by SMS,
  // and is answered only when it is new. Neither STOP nor START (HELP): only the answer. Gives
  // whether anything changed.
  awaitable<Result<bool>> is_stopped(std::string msisdn);
  awaitable<Result<bool>> set_stopped(std::string msisdn, std::optional<bool> stopped,
                                      std::optional<OutboxEntry> answer);

  // That what was loaded is on as many replicas as a commit would want: another process, or an
  // attempt whose outcome was unknown, may have written it without them. Before a page is told
  // again that promises something. Nothing to do without replication.
  awaitable<Result<void>> confirm(SubscriberKey key);

  // Versions of dialogs (store_versions.cpp). keep_version() writes one, or writes it again with
  // its time running anew; its names are kept kNamesLonger than its sources. load_version() gives
  // what is there; what is not, or does not open, is missing.
  static constexpr milliseconds kNamesLonger = std::chrono::hours(24 * 30);
  awaitable<Result<void>> keep_version(std::shared_ptr<const Version> version, milliseconds ttl);
  awaitable<Result<StoredVersion>> load_version(std::uint64_t hash);

  // Parts of long SMS (store_parts.cpp). All parts of one share a key; `mark` of its message id or
  // text is what a part is known by. add_part() keeps one for `wait`, and gives all of them to each
  // caller from when the last is there until finish_parts(). drop_parts() forgets those that have
  // waited too long.
  PartsKey parts(std::string_view msisdn, std::string_view channel, std::string_view of,
                 unsigned count) const;
  std::string mark(std::string_view what) const;
  awaitable<Result<PartsFound>> add_part(PartsKey key, SmsPart part, milliseconds wait);
  awaitable<Result<void>> finish_parts(PartsKey key, std::string set, milliseconds known);
  awaitable<Result<std::vector<PartsDropped>>> drop_parts();

  // Counts of a dialog's screens on a day (store_funnel.cpp). add_counts() adds to what is there,
  // which then goes `keep` later; `unavailable` is "nothing was added" here as well.
  awaitable<Result<void>> add_counts(std::string dialog, std::string day,
                                     dialogs::NamedCounts counts, milliseconds keep);
  awaitable<Result<dialogs::NamedCounts>> load_counts(std::string dialog, std::string day);

  // Takes up to `limit` entries that are due, for `lease`: until then nobody else gets them.
  // Entries whose payload does not open are parked and not returned. claim_all() looks in all
  // partitions, with one round trip when nothing is due.
  awaitable<Result<std::vector<Claimed>>> claim(std::uint16_t partition, std::size_t limit,
                                                milliseconds lease);
  awaitable<Result<std::vector<Claimed>>> claim_all(std::size_t limit, milliseconds lease);

  // Ends an attempt. May be repeated. The follow-up, if any, goes to the same partition.
  awaitable<Result<SettleOutcome>> settle(std::uint16_t partition, std::string id,
                                          std::uint64_t fence, Settlement settlement);

  // SMS that left, until their receipts come (store_receipts.cpp). note_sent() keeps `record` and
  // gives what is known already: a receipt may be faster than we. take_receipt() gives what was
  // known before, and, unless that was the last word, puts `in_its_place` in the outbox.
  SentKey sent_key(std::string_view channel, std::string_view message_id) const;
  awaitable<Result<std::string>> note_sent(SentKey key, std::string record, milliseconds ttl);
  awaitable<Result<std::optional<std::string>>> sent_record(SentKey key);
  awaitable<Result<std::string>> take_receipt(SentKey key, std::string state,
                                              std::optional<OutboxEntry> in_its_place);
  // What SMS cost, by day and channel, of the last `days` up to `today` ("2026-11-28" each).
  static constexpr milliseconds kTallyKept = std::chrono::hours(24 * 400);
  awaitable<Result<std::vector<Tally>>> tallies(std::vector<std::string> days);
  // Says that gateway `who` runs, and with which keys, and gives how many do. running() gives
  // "<who>|2,1" of each: the key that seals, then those that only open.
  awaitable<Result<std::int64_t>> count_gateways(std::string who, milliseconds gone_after);
  awaitable<Result<std::vector<std::string>>> running();

  // For people. list(): the oldest `limit` first. show() and retry() find the entry by its id; no
  // such entry is `rejected`. retry() makes an entry that was set aside due now, with its attempts
  // at 0; one that is not set aside is `rejected`.
  enum class Shelf { due, dead };
  awaitable<Result<std::vector<EntryRecord>>> list(Shelf shelf, std::size_t limit);
  awaitable<Result<EntryShown>> show(std::string id);
  // With a `payload`, that is what it holds from then on. drop() takes what is set aside out, and
  // keeps why (no personal data) for `kept`.
  awaitable<Result<void>> retry(std::string id, std::optional<std::string> payload = std::nullopt);
  awaitable<Result<void>> drop(std::string id, std::string reason, milliseconds kept);
  awaitable<Result<std::vector<DroppedRecord>>> dropped(std::size_t limit);  // newest first
  // A step over all entries: one that is neither due nor set aside is made due (or set aside, if it
  // was), a place without an entry is taken out.
  awaitable<Result<SweepPlace>> sweep(SweepPlace place);
  awaitable<Result<Backlog>> backlog();

  // Over all that is sealed (store_kept.cpp). reseal() counts it by key, and with `write` seals
  // with the first key what is not; a value that somebody changes meanwhile is left to him.
  // look_into() opens all of one kind.
  awaitable<Result<ResealStep>> reseal(KeptPlace place, bool write);
  awaitable<Result<KeptStep>> look_into(std::string sign, KeptPlace place);
  // Of one subscriber. erase_own() takes out her conversations and that she registered before.
  // erase() takes out a key, and its name out of sorted sets of the same partition; gives whether
  // it was there.
  awaitable<Result<Whereabouts>> whereabouts(std::string msisdn);
  awaitable<Result<int>> erase_own(std::string msisdn);
  awaitable<Result<bool>> erase(std::uint16_t partition, std::string key,
                                std::vector<std::string> sets, std::string member);

  // What people did by hand (store_audit.cpp), oldest first; kept for `keep`, at most 200,000.
  awaitable<Result<void>> note_act(Act act, milliseconds keep);
  awaitable<Result<std::vector<ActNoted>>> acts(std::int64_t since_ms, std::size_t limit);

  // At the start: notes in "jisr:meta" the number of partitions and proofs of both keys, or
  // compares with what was noted when the deployment began. A difference is misconfigured: do not
  // start, it would not find its sessions, or not open them.
  awaitable<Result<void>> open_meta();

  // At the start: whether this Redis keeps what it is given. A server that does not let us look
  // (CONFIG denied) gets a warning.
  awaitable<Result<std::vector<StoreFinding>>> inspect();

 private:
  awaitable<Result<std::vector<StoreFinding>>> inspect(std::uint16_t partition);
  awaitable<Result<EntryRecord>> find(std::string id);
  awaitable<Result<std::vector<std::string>>> scan(KeptPlace& place, std::string match);

  // `ids` of a partition that are due.
  struct Due {
    std::uint16_t partition;
    std::vector<std::string> ids;
  };

  // An id that is due, of the partition with this place among those that were asked about.
  struct Seen {
    std::size_t partition;
    std::string_view id;
  };
  static std::vector<Due> first_of(std::vector<Seen> seen,
                                   const std::vector<std::uint16_t>& partitions, std::size_t limit);

  awaitable<Result<redis::Reply>> run_surely(std::uint16_t partition, redis::ScriptCall call);
  awaitable<Result<std::vector<Claimed>>> claim_from(std::vector<std::uint16_t> partitions,
                                                     std::size_t limit, milliseconds lease);
  awaitable<Result<std::vector<Due>>> peek(std::vector<std::uint16_t> partitions,
                                           std::size_t limit);
  awaitable<void> take_claimed(std::uint16_t partition, redis::ReplyView entry,
                               std::vector<Claimed>& claimed);
  PlacedKey file_key(std::string_view reference) const;
  awaitable<Result<void>> change_file(std::string reference, std::string record, std::string news);
  PlacedKey person_key(std::string_view id) const;
  void add_also(redis::ScriptCall& call, const SubscriberKey& key, const CommitAlso& also) const;
  redis::ScriptCall settle_call(std::uint16_t partition, std::string_view id, std::uint64_t fence,
                                const Settlement& settlement) const;
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
