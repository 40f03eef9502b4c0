// Each command is a small function; the table at the end knows them by name.
#include "tests/simulation/redis/commands.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "tests/simulation/redis/sorted_set.hpp"

namespace jisr::simulation {

namespace {

using Run = Value (*)(Keyspace&, const Words&);

struct Known {
  Run run;
  std::size_t words_min;
};

const char* const kWrongType = "WRONGTYPE Operation against a key holding the wrong kind of value";
const char* const kNoInteger = "ERR value is not an integer or out of range";

bool to_integer(std::string_view text, std::int64_t& number) {
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return !text.empty() && read.ec == std::errc() && read.ptr == end;
}

template <typename T>
const T* look(Keyspace& keys, std::string_view key, bool& wrong) {
  const auto* item = keys.find(key);
  if (item == nullptr) return nullptr;
  const auto* value = std::get_if<T>(&item->what);
  wrong = value == nullptr;
  return value;
}

Value get(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* text = look<std::string>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  return text == nullptr ? Value::nil() : Value::bulk(*text);
}

// SET key value [PX ms | KEEPTTL]
Value set(Keyspace& keys, const Words& words) {
  std::int64_t ttl = 0;
  const bool timed = words.size() == 5 && words[3] == "PX";
  if (timed && !to_integer(words[4], ttl)) return Value::error(kNoInteger);
  if (timed && ttl <= 0) return Value::error("ERR invalid expire time in 'set' command");
  const bool keeps = words.size() == 4 && words[3] == "KEEPTTL";
  if (!timed && !keeps && words.size() != 3) return Value::error("ERR syntax error");
  keys.find(words[1]);  // one whose time is over is gone, and its time with it
  auto& item = keys.change(words[1]);
  item.what = std::string(words[2]);
  if (!keeps) item.expires_ms = timed ? keys.now_ms() + ttl : 0;
  return Value::status("OK");
}

Value mget(Keyspace& keys, const Words& words) {
  Value all = Value::array();
  for (std::size_t i = 1; i < words.size(); ++i) {
    bool wrong = false;
    const auto* text = look<std::string>(keys, words[i], wrong);
    all.items.push_back(text == nullptr ? Value::nil() : Value::bulk(*text));
  }
  return all;
}

Value del(Keyspace& keys, const Words& words) {
  std::int64_t gone = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (keys.find(words[i]) == nullptr) continue;
    keys.erase(words[i]);
    ++gone;
  }
  return Value::integer(gone);
}

Value exists(Keyspace& keys, const Words& words) {
  std::int64_t there = 0;
  for (std::size_t i = 1; i < words.size(); ++i) there += keys.find(words[i]) != nullptr ? 1 : 0;
  return Value::integer(there);
}

Value type(Keyspace& keys, const Words& words) {
  static const char* const kNames[] = {"string", "hash", "zset"};
  const auto* item = keys.find(words[1]);
  return Value::status(item == nullptr ? "none" : kNames[item->what.index()]);
}

Value pexpire(Keyspace& keys, const Words& words) {
  std::int64_t ttl = 0;
  if (!to_integer(words[2], ttl)) return Value::error(kNoInteger);
  if (keys.find(words[1]) == nullptr) return Value::integer(0);
  if (ttl <= 0) {
    keys.erase(words[1]);
  } else {
    keys.change(words[1]).expires_ms = keys.now_ms() + ttl;
  }
  return Value::integer(1);
}

Value pttl(Keyspace& keys, const Words& words) {
  const auto* item = keys.find(words[1]);
  if (item == nullptr) return Value::integer(-2);
  return Value::integer(item->expires_ms == 0 ? -1 : item->expires_ms - keys.now_ms());
}

Value getbit(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* text = look<std::string>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  std::int64_t at = 0;
  if (!to_integer(words[2], at) || at < 0) {
    return Value::error("ERR bit offset is not an integer or out of range");
  }
  const auto byte = static_cast<std::size_t>(at / 8);
  if (text == nullptr || byte >= text->size()) return Value::integer(0);
  return Value::integer(static_cast<unsigned char>((*text)[byte]) >> (7 - at % 8) & 1);
}

Value setbit(Keyspace& keys, const Words& words) {
  const auto before = getbit(keys, words);
  if (before.is_error()) return before;
  std::int64_t at = 0;
  to_integer(words[2], at);
  auto& text = std::get<std::string>(keys.change(words[1]).what);
  const auto byte = static_cast<std::size_t>(at / 8);
  if (byte >= text.size()) text.resize(byte + 1, '\0');
  const auto bit = static_cast<char>(1 << (7 - at % 8));
  text[byte] = static_cast<char>(words[3] == "1" ? text[byte] | bit : text[byte] & ~bit);
  return before;
}

const std::string* field_of(const Hash* hash, std::string_view name) {
  if (hash == nullptr) return nullptr;
  for (const auto& [field, value] : *hash) {
    if (field == name) return &value;
  }
  return nullptr;
}

Hash& hash_to_change(Keyspace& keys, std::string_view key) {
  const bool is_new = keys.find(key) == nullptr;
  auto& item = keys.change(key);
  if (is_new) item = Item{Hash{}, 0};
  return std::get<Hash>(item.what);
}

// True when it was not there.
bool put(Hash& hash, std::string_view name, std::string_view value) {
  for (auto& [field, old] : hash) {
    if (field != name) continue;
    old = value;
    return false;
  }
  hash.emplace_back(name, value);
  return true;
}

Value hset(Keyspace& keys, const Words& words) {
  bool wrong = false;
  look<Hash>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  if (words.size() % 2 != 0)
    return Value::error("ERR wrong number of arguments for 'hset' command");
  auto& hash = hash_to_change(keys, words[1]);
  std::int64_t added = 0;
  for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
    added += put(hash, words[i], words[i + 1]) ? 1 : 0;
  }
  return Value::integer(added);
}

Value hsetnx(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* hash = look<Hash>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  if (field_of(hash, words[2]) != nullptr) return Value::integer(0);
  put(hash_to_change(keys, words[1]), words[2], words[3]);
  return Value::integer(1);
}

Value hget(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* value = field_of(look<Hash>(keys, words[1], wrong), words[2]);
  if (wrong) return Value::error(kWrongType);
  return value == nullptr ? Value::nil() : Value::bulk(*value);
}

Value hmget(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* hash = look<Hash>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  Value all = Value::array();
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto* value = field_of(hash, words[i]);
    all.items.push_back(value == nullptr ? Value::nil() : Value::bulk(*value));
  }
  return all;
}

Value hgetall(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* hash = look<Hash>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  Value all = Value::array();
  if (hash == nullptr) return all;
  for (const auto& [field, value] : *hash) {
    all.items.push_back(Value::bulk(field));
    all.items.push_back(Value::bulk(value));
  }
  return all;
}

Value hexists(Keyspace& keys, const Words& words) {
  const auto value = hget(keys, words);
  if (value.is_error()) return value;
  return Value::integer(value.kind == Value::Kind::nil ? 0 : 1);
}

Value hlen(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* hash = look<Hash>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  return Value::integer(hash == nullptr ? 0 : static_cast<std::int64_t>(hash->size()));
}

Value hdel(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* hash = look<Hash>(keys, words[1], wrong);
  if (wrong) return Value::error(kWrongType);
  std::int64_t gone = 0;
  for (std::size_t i = 2; hash != nullptr && i < words.size(); ++i) {
    if (field_of(hash, words[i]) == nullptr) continue;
    auto& changed = std::get<Hash>(keys.change(words[1]).what);
    std::erase_if(changed, [&](const auto& field) { return field.first == words[i]; });
    ++gone;
    if (changed.empty()) {
      keys.erase(words[1]);
      break;
    }
  }
  return Value::integer(gone);
}

Value hincrby(Keyspace& keys, const Words& words) {
  bool wrong = false;
  const auto* value = field_of(look<Hash>(keys, words[1], wrong), words[2]);
  if (wrong) return Value::error(kWrongType);
  std::int64_t by = 0;
  std::int64_t sum = 0;
  if (!to_integer(words[3], by)) return Value::error(kNoInteger);
  if (value != nullptr && !to_integer(*value, sum)) {
    return Value::error("ERR hash value is not an integer");
  }
  sum += by;
  put(hash_to_change(keys, words[1]), words[2], std::to_string(sum));
  return Value::integer(sum);
}

const std::map<std::string_view, Known>& table() {
  static const std::map<std::string_view, Known> kTable = {
      {"GET", {get, 2}},
      {"SET", {set, 3}},
      {"MGET", {mget, 2}},
      {"DEL", {del, 2}},
      {"EXISTS", {exists, 2}},
      {"TYPE", {type, 2}},
      {"PEXPIRE", {pexpire, 3}},
      {"PTTL", {pttl, 2}},
      {"GETBIT", {getbit, 3}},
      {"SETBIT", {setbit, 4}},
      {"HSET", {hset, 4}},
      {"HSETNX", {hsetnx, 4}},
      {"HGET", {hget, 3}},
      {"HMGET", {hmget, 3}},
      {"HGETALL", {hgetall, 2}},
      {"HEXISTS", {hexists, 3}},
      {"HLEN", {hlen, 2}},
      {"HDEL", {hdel, 3}},
      {"HINCRBY", {hincrby, 4}},
      {"ZADD", {zadd, 4}},
      {"ZREM", {zrem, 3}},
      {"ZSCORE", {zscore, 3}},
      {"ZCARD", {zcard, 2}},
      {"ZRANGE", {zrange, 4}},
      {"ZREVRANGE", {zrevrange, 4}},
      {"ZRANGEBYSCORE", {zrangebyscore, 4}},
      {"ZREMRANGEBYSCORE", {zremrangebyscore, 4}},
      {"SCAN", {scan, 2}},
  };
  return kTable;
}

}  // namespace

Value execute(Keyspace& keys, const Words& words, std::int64_t now_us) {
  const auto name = words.front();
  if (name == "TIME") {
    return Value::array({Value::bulk(std::to_string(now_us / 1'000'000)),
                         Value::bulk(std::to_string(now_us % 1'000'000))});
  }
  if (name == "PING") return Value::status("PONG");
  const auto found = table().find(name);
  if (found == table().end()) {
    return Value::error("ERR unknown command '" + std::string(name) + "'");
  }
  if (words.size() < found->second.words_min) {
    return Value::error("ERR wrong number of arguments for '" + std::string(name) + "' command");
  }
  return found->second.run(keys, words);
}

Words keys_of(const Words& words) {
  const auto name = words.front();
  if (words.size() < 2 || name == "TIME" || name == "SCAN" || name == "PING") return {};
  const bool all = name == "MGET" || name == "DEL" || name == "EXISTS";
  return {words.begin() + 1, all ? words.end() : words.begin() + 2};
}

bool needs_memory(std::string_view command) {
  static constexpr std::string_view kNeedNone[] = {"TIME",          "PING",
                                                   "GET",           "MGET",
                                                   "DEL",           "EXISTS",
                                                   "TYPE",          "PTTL",
                                                   "PEXPIRE",       "HGET",
                                                   "HMGET",         "HGETALL",
                                                   "HEXISTS",       "HLEN",
                                                   "HDEL",          "ZREM",
                                                   "ZSCORE",        "ZCARD",
                                                   "ZRANGE",        "ZREVRANGE",
                                                   "ZRANGEBYSCORE", "ZREMRANGEBYSCORE",
                                                   "SCAN",          "GETBIT"};
  return std::find(std::begin(kNeedNone), std::end(kNeedNone), command) == std::end(kNeedNone);
}

}  // namespace jisr::simulation
