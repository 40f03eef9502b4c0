// What a field may hold where the dialog stands at one screen: a set that is never smaller than the
// truth. Equal sets are kept once and named by a number, so that a state of 200 fields is a short
// list of numbers. Private to the prover; lives for one proof, on one thread.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace jisr::dialogs {

struct Range {  // both ends included; empty when low > high
  std::int64_t low = INT64_MIN;
  std::int64_t high = INT64_MAX;
  [[nodiscard]] bool empty() const { return low > high; }
  [[nodiscard]] bool all() const { return low == INT64_MIN && high == INT64_MAX; }
  bool operator==(const Range&) const = default;
  auto operator<=>(const Range&) const = default;
};

struct Possible {
  bool unasked = false;              // no answer
  bool none = false;                 // the answer that she gives none
  bool open = false;                 // any text: worked out, or a service's
  std::vector<std::uint16_t> typed;  // screens where she types it, or picks a row made that day
  std::vector<std::string> values;   // of choices, tables and constants; in order
  Range number;                      // bounds of what is typed, where that is a number
  Range age;                         // the same of its age in whole years, where it is a date

  bool operator==(const Possible&) const = default;
  auto operator<=>(const Possible&) const = default;

  [[nodiscard]] bool something() const { return open || !typed.empty() || !values.empty(); }
  [[nodiscard]] bool nothing() const { return unasked || none; }
  [[nodiscard]] bool impossible() const { return !something() && !nothing(); }
  [[nodiscard]] bool one_value() const {
    return values.size() == 1 && !open && typed.empty() && !nothing();
  }
};

Possible unasked();
Possible any_text();
Possible one_of(std::vector<std::string> values);  // in any order

// May hold what either may hold. With more than kValuesMax values it is any text.
Possible joined(const Possible& a, const Possible& b);
constexpr std::size_t kValuesMax = 5'000;

// Keeps each set once.
class PossiblePool {
 public:
  using Id = std::uint32_t;
  PossiblePool();
  Id id(const Possible& possible);
  Id join(Id a, Id b);
  // The same with an answer for certain. 0 (kUnasked) when nothing is left of it.
  Id asked(Id id);
  // The bounds that grew from `before` to `now` given up: a loop that counts must come to rest.
  Id widened(Id before, Id now);
  const Possible& operator[](Id id) const { return *by_id_[id]; }
  static constexpr Id kUnasked = 0;

 private:
  std::map<Possible, Id> ids_;
  std::vector<const Possible*> by_id_;
  std::unordered_map<std::uint64_t, Id> joins_;  // by the two ids, the smaller in the upper half
  std::vector<Id> asked_;                        // by id; kUnknown until it is wanted
  static constexpr Id kUnknown = UINT32_MAX;
};

}  // namespace jisr::dialogs
