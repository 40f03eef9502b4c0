// Sees every command that the simulated Redis runs, and knows what the scripts promise without
// being told by them: who holds which entry until when, which fence is the last, which references
// are taken, which sessions a commit may replace, who said STOP.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "tests/simulation/network/server.hpp"
#include "tests/simulation/world/world.hpp"

namespace jisr::simulation {

class Witness : public Watcher {
 public:
  explicit Witness(World& world) : world_(world) {}

  void before(const Words& words, std::string_view script, Keyspace& keys) override;
  void after(const std::string& process, const Words& words, std::string_view script,
             const Value& reply, const Keyspace& keys) override;
  void undone(std::uint64_t offset) override;

  // When her STOP was stored, if she has not taken it back; else 0. By her key.
  [[nodiscard]] std::int64_t stopped_since_us(const std::string& key) const;
  // An entry of the outbox is in exactly one of its partition's two sets.
  static std::string orphan(Keyspace& keys);
  // How many entries are due (at once or later), and set aside.
  struct Backlog {
    std::size_t due = 0;
    std::size_t dead = 0;
  };
  static Backlog backlog(const Keyspace& keys);

  std::uint64_t conflicts = 0;  // what was met, so that a run can say that it met it
  std::uint64_t taken_references = 0;
  std::uint64_t stale_settles = 0;
  std::uint64_t repeated_commits = 0;

 private:
  struct Lease {
    std::uint64_t fence = 0;
    std::int64_t until_ms = 0;
    std::string process;
    std::uint64_t offset = 0;
    bool ended = false;
  };
  void claimed(const std::string& process, const Words& words, const Value& reply,
               const Keyspace& keys);
  void settled(const Words& words, const Value& reply, const Keyspace& keys);
  void committed(const Words& words, const Value& reply, const Keyspace& keys);
  void consented(const Words& words, const Keyspace& keys);

  World& world_;
  std::map<std::string, Lease> leases_;
  std::set<std::string> unsure_;  // entries whose claim was taken back by a failover
  std::map<std::string, std::uint64_t> references_;  // partition and ordinal, since which step
  struct Stopped {
    std::int64_t since_us;
    std::uint64_t offset;
  };
  std::map<std::string, Stopped> stopped_;
  std::string was_;         // the session, or the entry's fence, before the script
  bool was_there_ = false;  // the entry
  bool was_aside_ = false;
};

}  // namespace jisr::simulation
