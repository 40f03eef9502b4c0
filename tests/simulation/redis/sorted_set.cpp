// Sorted sets are short here: a sorted vector is enough.
#include "tests/simulation/redis/sorted_set.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace jisr::simulation {

namespace {

const char* const kWrongType = "WRONGTYPE Operation against a key holding the wrong kind of value";

bool to_score(std::string_view text, double& score) {
  const std::string copy(text);
  char* end = nullptr;
  score = std::strtod(copy.c_str(), &end);
  return !copy.empty() && end == copy.c_str() + copy.size() && !std::isnan(score);
}

const SortedSet* look(Keyspace& keys, std::string_view key, bool& wrong) {
  const auto* item = keys.find(key);
  if (item == nullptr) return nullptr;
  const auto* set = std::get_if<SortedSet>(&item->what);
  wrong = set == nullptr;
  return set;
}

SortedSet& set_to_change(Keyspace& keys, std::string_view key) {
  const bool is_new = keys.find(key) == nullptr;
  auto& item = keys.change(key);
  if (is_new) item = Item{SortedSet{}, 0};
  return std::get<SortedSet>(item.what);
}

auto place_of(SortedSet& set, std::string_view member) {
  return std::find_if(set.begin(), set.end(),
                      [&](const auto& one) { return one.second == member; });
}

bool to_index(std::string_view text, std::int64_t& index) {
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, index);
  return !text.empty() && read.ec == std::errc() && read.ptr == end;
}

// Members of `set` with ranks from and to, both taken in; negative ones count from the end.
Value by_rank(const SortedSet& set, const Words& words) {
  std::int64_t from = 0;
  std::int64_t to = 0;
  if (!to_index(words[2], from) || !to_index(words[3], to)) {
    return Value::error("ERR value is not an integer or out of range");
  }
  const auto size = static_cast<std::int64_t>(set.size());
  if (from < 0) from = std::max<std::int64_t>(from + size, 0);
  if (to < 0) to += size;
  to = std::min(to, size - 1);
  const bool scored = words.size() > 4 && words[4] == "WITHSCORES";
  Value all = Value::array();
  for (auto i = from; i <= to; ++i) {
    const auto& [score, member] = set[static_cast<std::size_t>(i)];
    all.items.push_back(Value::bulk(member));
    if (scored) all.items.push_back(Value::bulk(number_text(score)));
  }
  return all;
}

Value no_float() {
  return Value::error("ERR min or max is not a float");
}

}  // namespace

std::string number_text(double number) {
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%.17g", number);
  return {text, static_cast<std::size_t>(size)};
}

Value zadd(Keyspace& keys, const Words& words) {
  bool wrong = false;
  double score = 0;
  if (words.size() != 4) return Value::error("ERR syntax error");
  if (!to_score(words[2], score)) return Value::error("ERR value is not a valid float");
  look(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  auto& set = set_to_change(keys, words[1]);
  const auto before = place_of(set, words[3]);
  const bool is_new = before == set.end();
  if (!is_new) set.erase(before);
  std::pair<double, std::string> one(score, words[3]);
  set.insert(std::upper_bound(set.begin(), set.end(), one), std::move(one));
  return Value::integer(is_new ? 1 : 0);
}

Value zrem(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  std::int64_t gone = 0;
  for (std::size_t i = 2; set != nullptr && i < words.size(); ++i) {
    const auto is_it = [&](const auto& one) { return one.second == words[i]; };
    if (std::none_of(set->begin(), set->end(), is_it)) continue;
    auto& changed = std::get<SortedSet>(keys.change(words[1]).what);
    std::erase_if(changed, is_it);
    ++gone;
    if (changed.empty()) {
      keys.erase(words[1]);
      break;
    }
  }
  return Value::integer(gone);
}

Value zscore(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  if (set == nullptr) return Value::nil();
  for (const auto& [score, member] : *set) {
    if (member == words[2]) return Value::bulk(number_text(score));
  }
  return Value::nil();
}

Value zcard(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  return Value::integer(set == nullptr ? 0 : static_cast<std::int64_t>(set->size()));
}

Value zrange(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  return by_rank(set == nullptr ? SortedSet{} : *set, words);
}

Value zrevrange(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  SortedSet reversed;
  if (set != nullptr) reversed.assign(set->rbegin(), set->rend());
  return by_rank(reversed, words);
}

// ZRANGEBYSCORE key min max [LIMIT offset count]
Value zrangebyscore(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  double from = 0;
  double to = 0;
  if (!to_score(words[2], from) || !to_score(words[3], to)) return no_float();
  if (wrong) return Value::error(kWrongType);
  std::int64_t skip = 0;
  std::int64_t limit = -1;
  if (words.size() == 7 && (!to_index(words[5], skip) || !to_index(words[6], limit))) {
    return Value::error("ERR value is not an integer or out of range");
  }
  Value all = Value::array();
  if (set == nullptr) return all;
  for (const auto& [score, member] : *set) {
    if (score < from || score > to) continue;
    if (skip-- > 0) continue;
    if (limit >= 0 && static_cast<std::int64_t>(all.items.size()) >= limit) break;
    all.items.push_back(Value::bulk(member));
  }
  return all;
}

Value zremrangebyscore(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* set = look(keys, words[1], wrong);
  double from = 0;
  double to = 0;
  if (!to_score(words[2], from) || !to_score(words[3], to)) return no_float();
  if (wrong) return Value::error(kWrongType);
  if (set == nullptr) return Value::integer(0);
  const auto inside = [&](const auto& one) { return one.first >= from && one.first <= to; };
  const auto gone = std::count_if(set->begin(), set->end(), inside);
  if (gone == 0) return Value::integer(0);
  auto& changed = std::get<SortedSet>(keys.change(words[1]).what);
  std::erase_if(changed, inside);
  if (changed.empty()) keys.erase(words[1]);
  return Value::integer(gone);
}

// SCAN cursor MATCH jisr:{*}:e:* COUNT n. Here all keys in one step: whatever is there from the
// first step to the last is given, which is all that Redis promises.
Value scan(Keyspace& keys, const Words&) {
  std::vector<std::string> names;
  for (const auto& [key, item] : keys.keys()) names.push_back(key);
  Value found = Value::array();
  for (const auto& name : names) {
    const bool is_entry = name.starts_with("jisr:{") && name.find("}:e:") != std::string::npos;
    if (is_entry && keys.find(name) != nullptr) found.items.push_back(Value::bulk(name));
  }
  return Value::array({Value::bulk("0"), std::move(found)});
}

}  // namespace jisr::simulation
