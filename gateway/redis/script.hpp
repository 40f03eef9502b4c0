// Lua scripts, sent by their hash (EVALSHA) and, where a server does not know it, by their source
// (EVAL). A server forgets scripts at a restart and never had them after a failover. Values; any
// thread.
#pragma once
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/redis/command.hpp"
#include "gateway/redis/reply.hpp"

namespace jisr::gateway::redis {

class Script {
 public:
  // `source` begins with "#!lua", must be a literal (it is not copied), and names all its keys in
  // KEYS.
  explicit Script(std::string_view source);

  std::string_view source() const { return source_; }
  const std::string& sha1() const { return sha1_; }  // 40 hexadecimal digits, as EVALSHA wants

 private:
  std::string_view source_;
  std::string sha1_;
};

// One call of a script: first its keys, then its arguments.
class ScriptCall {
 public:
  explicit ScriptCall(const Script& script) : script_(&script) {}  // lent

  ScriptCall& key(std::string_view name);
  ScriptCall& arg(std::string_view bytes);
  template <std::integral Number>
  ScriptCall& arg(Number number) {
    ++words_;
    append_bulk(encoded_, static_cast<long long>(number));
    return *this;
  }

  Command by_hash() const { return command("EVALSHA", script_->sha1()); }
  Command by_source() const { return command("EVAL", script_->source()); }

 private:
  Command command(std::string_view name, std::string_view script) const;

  const Script* script_;
  std::string encoded_;
  std::size_t keys_ = 0;
  std::size_t words_ = 0;
};

// Whether a server says that it does not know the script: nothing was run.
bool is_unknown_script(ReplyView reply);

}  // namespace jisr::gateway::redis
