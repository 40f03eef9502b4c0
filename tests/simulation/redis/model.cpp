// EVAL and EVALSHA; all else is a command.
#include "tests/simulation/redis/model.hpp"

#include <charconv>

namespace jisr::simulation {

namespace {

const char* const kFull = "OOM command not allowed when used memory > 'maxmemory'.";

std::size_t number_of_keys(const Words& words) {
  std::size_t keys = 0;
  std::from_chars(words[2].data(), words[2].data() + words[2].size(), keys);
  return keys;
}

bool is_script(const Words& words) {
  return words.size() >= 3 && (words[0] == "EVAL" || words[0] == "EVALSHA");
}

}  // namespace

Value RedisModel::execute(const Words& words, std::int64_t now_us) {
  keys_.begin(now_us / 1000);
  Value reply;
  if (is_script(words)) {
    reply = evaluate(words, now_us);
  } else if (full_ && needs_memory(words.front())) {
    reply = Value::error(kFull);
  } else {
    reply = simulation::execute(keys_, words, now_us);
  }
  keys_.end();
  return reply;
}

std::string_view RedisModel::script_of(const Words& words) const {
  if (!is_script(words)) return {};
  if (words[0] == "EVAL") return words[1];
  const auto found = known_.find(words[1]);
  return found == known_.end() ? std::string_view{} : std::string_view(found->second);
}

void RedisModel::replace(std::string_view original, std::string replacement) {
  replacements_.emplace(script_hash(original), std::move(replacement));
}

Value RedisModel::evaluate(const Words& words, std::int64_t now_us) {
  const auto source = script_of(words);
  if (source.empty()) return Value::error("NOSCRIPT No matching script. Please use EVAL.");
  if (words[0] == "EVAL" && !source.starts_with("#!lua")) {
    return Value::error("ERR scripts without a shebang are not ours");
  }
  const auto hash = words[0] == "EVAL" ? script_hash(source) : std::string(words[1]);
  if (words[0] == "EVAL") known_.emplace(hash, source);
  const auto flags = source.substr(0, source.find('\n'));
  if (full_ && flags.find("allow-oom") == std::string_view::npos) return Value::error(kFull);
  const auto keys = number_of_keys(words);
  if (keys + 3 > words.size()) {
    return Value::error("ERR Number of keys can't be greater than number of args");
  }
  const Words rest(words.begin() + 3, words.end());
  const auto other = replacements_.find(hash);
  const auto run = other == replacements_.end() ? source : std::string_view(other->second);
  return scripts_.run(run, keys_, rest, keys, now_us);
}

}  // namespace jisr::simulation
