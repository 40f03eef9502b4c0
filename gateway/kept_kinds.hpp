// Every kind of key that we have in Redis, in one place: what it is, whose, what of it is sealed,
// and what ends it. `jisr keys` re-seals by this list, `jisr person` looks and erases by it, and
// docs/privacy.md is held against it; a test finds a kind that gateway/keys.cpp makes and that is
// not here. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jisr::gateway {

struct KeptKind {
  enum class Whose : std::uint8_t {
    hers,    // one key of a subscriber, found by her pseudonym
    inside,  // hers if what is sealed in it says so
    nobody,
  };
  enum class Sealed : std::uint8_t {
    nothing,
    whole,    // the string, for its own key
    payload,  // the field `p`, for its own key
    parts,    // the fields `t1`, `t2` …, for "key#1", "key#2" …
    proof,    // the field `seal`, for its own key
  };
  std::string_view sign;  // "u" of "jisr:{17}:u:…"
  std::string_view what;  // for people; docs/privacy.md has the same words
  Whose whose;
  Sealed sealed;
  std::string_view until;  // what ends it: a key of gateway.yaml, or words
};

std::span<const KeptKind> kept_kinds();

// Where a key is and what it is.
struct KeyRead {
  const KeptKind* kind = nullptr;  // null: none of ours, or of a kind that nobody has listed
  std::optional<std::uint16_t> partition;  // none: it is not of a partition
  std::string_view rest;                   // behind the kind: a pseudonym, an entry's id
};
KeyRead read_key(std::string_view key);

}  // namespace jisr::gateway
