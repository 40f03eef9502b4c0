// Where the sealed values of a key are: how they are asked for, found in the answer, and put back
// sealed by another key. Pure but for the random bytes of a seal; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/kept_kinds.hpp"
#include "gateway/redis/command.hpp"
#include "gateway/redis/reply.hpp"
#include "gateway/redis/script.hpp"
#include "gateway/vault.hpp"

namespace jisr::gateway {

// Reads all that is sealed in a key.
redis::Command ask_sealed(const KeptKind& kind, std::string_view key);

struct SealedValue {
  std::string field;       // of a hash; empty: the string itself
  std::string associated;  // what it is sealed for
  std::string blob;
};
// Of the answer to ask_sealed(); none of a key that is gone.
std::vector<SealedValue> sealed_in(const KeptKind& kind, std::string_view key,
                                   redis::ReplyView answer);

// Puts a value in the place of `before`, if that is what is there still; its time to live stays.
// Gives 1 when it did, 0 when somebody else had changed it.
redis::ScriptCall put_again(std::string_view key, const SealedValue& before, std::string_view now);

}  // namespace jisr::gateway
