// The keys of the simulated Redis: strings, hashes and sorted sets, with their time to live, and a
// journal of what each command changed, so that a crash or a failover can take writes back that
// were not yet safe. No clock of its own: each command says what time it is. Not for several
// threads.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace jisr::simulation {

using Hash = std::vector<std::pair<std::string, std::string>>;  // in the order of insertion
using SortedSet = std::vector<std::pair<double, std::string>>;  // by score, then member

struct Item {
  std::variant<std::string, Hash, SortedSet> what;
  std::int64_t expires_ms = 0;  // 0: never
};

class Keyspace {
 public:
  using Keys = std::map<std::string, Item, std::less<>>;

  // Around each command or script: what is changed in between is one step of the journal.
  void begin(std::int64_t now_ms);
  void end();

  // The item, unless there is none or its time is over. Only to be looked at.
  const Item* find(std::string_view key);
  // The item to be changed; a new one has an empty string in it.
  Item& change(std::string_view key);
  void erase(std::string_view key);
  void clear();

  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  [[nodiscard]] const Keys& keys() const { return keys_; }

  // How many steps changed something so far.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  void undo_to(std::uint64_t offset);       // takes back all later steps
  void forget_until(std::uint64_t offset);  // these steps are never taken back

 private:
  struct Before {
    std::uint64_t step;
    std::string key;
    std::optional<Item> item;
  };
  void note(std::string_view key);

  Keys keys_;
  std::deque<Before> journal_;
  std::vector<std::string> touched_;  // by this step
  std::int64_t now_ms_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace jisr::simulation
