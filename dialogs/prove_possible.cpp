// Joining sets, and keeping each of them once.
#include "dialogs/prove_possible.hpp"

#include <algorithm>
#include <iterator>

namespace jisr::dialogs {

namespace {

template <typename T>
std::vector<T> both(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

Range hull(const Range& a, const Range& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Range grown(const Range& before, const Range& now) {
  return {now.low < before.low ? INT64_MIN : now.low,
          now.high > before.high ? INT64_MAX : now.high};
}

}  // namespace

Possible unasked() {
  Possible possible;
  possible.unasked = true;
  return possible;
}

Possible any_text() {
  Possible possible;
  possible.open = true;
  return possible;
}

Possible one_of(std::vector<std::string> values) {
  Possible possible;
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  possible.values = std::move(values);
  return possible;
}

Possible joined(const Possible& a, const Possible& b) {
  Possible all;
  all.unasked = a.unasked || b.unasked;
  all.none = a.none || b.none;
  all.open = a.open || b.open;
  all.typed = both(a.typed, b.typed);
  all.values = both(a.values, b.values);
  // Bounds speak of what is typed or open: a side without it has none to add.
  const bool of_a = a.open || !a.typed.empty();
  const bool of_b = b.open || !b.typed.empty();
  if (of_a || of_b) {
    all.number = !of_a ? b.number : !of_b ? a.number : hull(a.number, b.number);
    all.age = !of_a ? b.age : !of_b ? a.age : hull(a.age, b.age);
  }
  if (all.values.size() > kValuesMax) {
    all.values.clear();
    all.open = true;
    all.number = all.age = {};
  }
  return all;
}

PossiblePool::PossiblePool() {
  id(unasked());
}

PossiblePool::Id PossiblePool::id(const Possible& possible) {
  const auto [at, added] = ids_.try_emplace(possible, static_cast<Id>(by_id_.size()));
  if (added) by_id_.push_back(&at->first);
  return at->second;
}

PossiblePool::Id PossiblePool::join(Id a, Id b) {
  if (a == b) return a;
  const auto [low, high] = std::minmax(a, b);
  const auto pair = (std::uint64_t{low} << 32U) | high;
  const auto [at, added] = joins_.try_emplace(pair, 0);
  if (added) at->second = id(joined(*by_id_[a], *by_id_[b]));
  return at->second;
}

PossiblePool::Id PossiblePool::asked(Id id) {
  if (asked_.size() < by_id_.size()) asked_.resize(by_id_.size(), kUnknown);
  if (asked_[id] != kUnknown) return asked_[id];
  auto possible = *by_id_[id];
  possible.unasked = false;
  const auto made = possible.impossible() ? kUnasked : this->id(possible);
  asked_[id] = made;
  return made;
}

PossiblePool::Id PossiblePool::widened(Id before, Id now) {
  if (before == now) return now;
  auto wide = *by_id_[now];
  wide.number = grown(by_id_[before]->number, wide.number);
  wide.age = grown(by_id_[before]->age, wide.age);
  return id(wide);
}

}  // namespace jisr::dialogs
