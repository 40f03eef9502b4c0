// Keys, their time to live, and the journal.
#include "tests/simulation/redis/keyspace.hpp"

#include <algorithm>

namespace jisr::simulation {

void Keyspace::begin(std::int64_t now_ms) {
  now_ms_ = now_ms;
  touched_.clear();
}

void Keyspace::end() {
  if (!touched_.empty()) ++offset_;
}

const Item* Keyspace::find(std::string_view key) {
  const auto found = keys_.find(key);
  if (found == keys_.end()) return nullptr;
  const auto expires = found->second.expires_ms;
  if (expires != 0 && expires <= now_ms_) {
    keys_.erase(found);
    return nullptr;
  }
  return &found->second;
}

// The first change of a key in a step tells what was before it.
void Keyspace::note(std::string_view key) {
  if (std::find(touched_.begin(), touched_.end(), key) != touched_.end()) return;
  touched_.emplace_back(key);
  const auto* item = find(key);
  journal_.push_back({offset_ + 1, std::string(key), {}});
  if (item != nullptr) journal_.back().item = *item;
}

Item& Keyspace::change(std::string_view key) {
  note(key);
  const auto found = keys_.find(key);
  return found != keys_.end() ? found->second : keys_[std::string(key)];
}

void Keyspace::erase(std::string_view key) {
  note(key);
  const auto found = keys_.find(key);
  if (found != keys_.end()) keys_.erase(found);
}

void Keyspace::clear() {
  keys_.clear();
  journal_.clear();
}

void Keyspace::undo_to(std::uint64_t offset) {
  while (!journal_.empty() && journal_.back().step > offset) {
    auto& before = journal_.back();
    if (before.item) {
      keys_[before.key] = std::move(*before.item);
    } else {
      keys_.erase(before.key);
    }
    journal_.pop_back();
  }
  offset_ = std::min(offset_, offset);
}

void Keyspace::forget_until(std::uint64_t offset) {
  while (!journal_.empty() && journal_.front().step <= offset) journal_.pop_front();
}

}  // namespace jisr::simulation
