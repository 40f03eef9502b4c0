// What the scripts may and may not do, seen from their effects.
#include "tests/simulation/checks/witness.hpp"

#include <charconv>

#include "gateway/store_scripts.hpp"
#include "gateway/vault.hpp"

namespace jisr::simulation {

namespace {

namespace scripts = gateway::scripts;
constexpr auto kStamp = gateway::Vault::kStampBytes;

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Of EVALSHA: the words behind the keys.
std::string_view argument(const Words& words, std::size_t i) {
  const auto at = 3 + static_cast<std::size_t>(number(words[2])) + i;
  return at < words.size() ? words[at] : std::string_view{};
}

std::string_view key(const Words& words, std::size_t i) {
  return words[3 + i];
}

std::string field(Keyspace& keys, std::string_view name, std::string_view wanted) {
  const auto* item = keys.find(name);
  const auto* hash = item == nullptr ? nullptr : std::get_if<Hash>(&item->what);
  if (hash == nullptr) return {};
  for (const auto& [one, value] : *hash) {
    if (one == wanted) return value;
  }
  return {};
}

std::string text(Keyspace& keys, std::string_view name) {
  const auto* item = keys.find(name);
  const auto* value = item == nullptr ? nullptr : std::get_if<std::string>(&item->what);
  return value == nullptr ? std::string() : *value;
}

std::size_t members(Keyspace& keys, const std::string& name, std::string_view id) {
  const auto* item = keys.find(name);
  const auto* set = item == nullptr ? nullptr : std::get_if<SortedSet>(&item->what);
  if (set == nullptr) return 0;
  std::size_t there = 0;
  for (const auto& [score, member] : *set) there += member == id ? 1 : 0;
  return there;
}

}  // namespace

void Witness::before(const Words& words, std::string_view script, Keyspace& keys) {
  if (script == scripts::kCommit) {
    was_ = text(keys, key(words, 0));
  } else if (script == scripts::kSettle) {
    was_ = field(keys, key(words, 0), "f");
    was_there_ = keys.find(key(words, 0)) != nullptr;
    was_aside_ = !field(keys, key(words, 0), "s").empty();
  }
}

void Witness::after(const std::string& process, const Words& words, std::string_view script,
                    const Value& reply, const Keyspace& keys) {
  if (script.empty() || reply.is_error()) return;
  if (script == scripts::kCommit) {
    committed(words, reply, keys);
  } else if (script == scripts::kClaim) {
    claimed(process, words, reply, keys);
  } else if (script == scripts::kSettle) {
    settled(words, reply, keys);
  } else if (script == scripts::kConsent) {
    consented(words, keys);
  } else if (script == scripts::kSweep && reply.number != 0) {
    world_.fail("the sweep found " + std::to_string(reply.number) + " entries to mend");
  }
}

void Witness::committed(const Words& words, const Value& reply, const Keyspace& keys) {
  if (reply.number == 1) ++conflicts;
  if (reply.number == 2) ++taken_references;
  if (reply.number != 0) return;
  if (was_ == argument(words, 0)) {
    ++repeated_commits;
    return;
  }
  if (std::string_view(was_).substr(0, kStamp) != argument(words, 1)) {
    world_.fail("a commit replaced a session that it had not read");
  }
  const auto ordinal = argument(words, 3);
  if (ordinal.empty()) return;
  auto reference = std::string(key(words, 2)) + ' ' + std::string(ordinal);
  const bool is_new = references_.emplace(std::move(reference), keys.offset()).second;
  if (!is_new) world_.fail("two registrations were given one reference");
}

void Witness::claimed(const std::string& process, const Words& words, const Value& reply,
                      const Keyspace& keys) {
  const auto lease_ms = number(argument(words, 0));
  for (const auto& entry : reply.items) {
    const auto& id = entry.items[0].text;
    const auto fence = static_cast<std::uint64_t>(entry.items[4].number);
    const auto known = leases_.find(id);
    const bool sure = known != leases_.end() && !unsure_.contains(id);
    if (sure && !known->second.ended && known->second.until_ms > keys.now_ms()) {
      world_.fail("entry " + id + " was claimed by " + process + " while " + known->second.process +
                  " held it");
    }
    if (sure && fence <= known->second.fence) world_.fail("the fence of " + id + " did not rise");
    leases_[id] = {fence, keys.now_ms() + lease_ms, process, keys.offset(), false};
  }
}

void Witness::settled(const Words& words, const Value& reply, const Keyspace& keys) {
  const std::string id(argument(words, 0));
  if (reply.number != 0) {
    ++stale_settles;
    return;
  }
  if (!was_there_) return;  // delivered before: a repeat
  if (was_ != argument(words, 1) && !unsure_.contains(id)) {
    world_.fail("entry " + id + " was settled with an old fence");
  }
  if (was_aside_) return;
  const auto lease = leases_.find(id);
  if (lease == leases_.end()) return;
  lease->second.ended = true;
  lease->second.offset = keys.offset();
}

void Witness::consented(const Words& words, const Keyspace& keys) {
  const std::string whose(key(words, 0));
  if (argument(words, 0) == "0") stopped_.erase(whose);
  if (argument(words, 0) == "1" && keys.keys().contains(whose)) {
    stopped_.emplace(whose, Stopped{world_.now_us(), keys.offset()});
  }
}

void Witness::undone(std::uint64_t offset) {
  for (auto& [id, lease] : leases_) {
    if (lease.offset > offset) unsure_.insert(id);
  }
  std::erase_if(references_, [&](const auto& one) { return one.second > offset; });
  std::erase_if(stopped_, [&](const auto& one) { return one.second.offset > offset; });
}

std::int64_t Witness::stopped_since_us(const std::string& whose) const {
  const auto found = stopped_.find(whose);
  return found == stopped_.end() ? 0 : found->second.since_us;
}

std::string Witness::orphan(Keyspace& keys) {
  std::vector<std::string> entries;
  for (const auto& [name, item] : keys.keys()) {
    if (name.find("}:e:") != std::string::npos) entries.push_back(name);
  }
  for (const auto& name : entries) {
    const auto brace = name.find('}') + 2;
    const auto id = name.substr(brace + 2);
    const auto places = members(keys, name.substr(0, brace) + "due", id) +
                        members(keys, name.substr(0, brace) + "dead", id);
    if (places != 1) return name + " is in " + std::to_string(places) + " of its two sets";
  }
  return {};
}

Witness::Backlog Witness::backlog(const Keyspace& keys) {
  Backlog all;
  for (const auto& [name, item] : keys.keys()) {
    const auto* set = std::get_if<SortedSet>(&item.what);
    if (set != nullptr && name.ends_with("}:due")) all.due += set->size();
    if (set != nullptr && name.ends_with("}:dead")) all.dead += set->size();
  }
  return all;
}

}  // namespace jisr::simulation
