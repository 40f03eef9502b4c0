// A 32-byte secret key: kept in guarded memory that is left out of core dumps and wiped when it
// goes. Moves but does not copy, and cannot be printed. Owned by the Vault; read on any thread.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/result.hpp"

namespace jisr::gateway {

class SecretKey {
 public:
  static constexpr std::size_t kBytes = 32;

  // From 64 hexadecimal digits, or base64 (usual or URL alphabet, padded or not) of 32 bytes; white
  // space around it is let pass. Errors (misconfigured) never quote the text. A key whose bytes are
  // all equal is refused: somebody left a placeholder.
  static Result<SecretKey> parse(std::string_view text);

  // The same, out of a file (a mounted secret), or out of the environment variable `name`.
  static Result<SecretKey> from_file(const std::string& path);
  static Result<SecretKey> from_environment(const std::string& name);

  // kBytes of them.
  const unsigned char* bytes() const { return bytes_.get(); }

 private:
  struct Free {
    void operator()(unsigned char* bytes) const;
  };
  SecretKey();

  std::unique_ptr<unsigned char, Free> bytes_;
};

}  // namespace jisr::gateway
