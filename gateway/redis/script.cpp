// Hashing and encoding of scripts.
#include "gateway/redis/script.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace jisr::gateway::redis {

Script::Script(std::string_view source) : source_(source) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (EVP_Digest(source.data(), source.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("SHA-1, by which Redis names scripts, is not available");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (unsigned i = 0; i < size; ++i) {
    sha1_ += kDigits[digest[i] >> 4];
    sha1_ += kDigits[digest[i] & 15];
  }
}

ScriptCall& ScriptCall::key(std::string_view name) {
  if (words_ != keys_) throw std::logic_error("the keys of a script come before its arguments");
  ++keys_;
  ++words_;
  append_bulk(encoded_, name);
  return *this;
}

ScriptCall& ScriptCall::arg(std::string_view bytes) {
  ++words_;
  append_bulk(encoded_, bytes);
  return *this;
}

Command ScriptCall::command(std::string_view name, std::string_view script) const {
  Command call;
  call.begin(3 + words_).add(name).add(script).add(keys_).add_encoded(encoded_);
  return call;
}

bool is_unknown_script(ReplyView reply) {
  return reply.kind() == Kind::error && reply.text().starts_with("NOSCRIPT");
}

}  // namespace jisr::gateway::redis
