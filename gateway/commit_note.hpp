// Something small that is written in the same step as a turn's commit, or not at all: one field of
// a hash in the caller's partition. A plain value.
#pragma once
#include <chrono>
#include <string>

namespace jisr::gateway {

struct CommitNote {
  std::string key;  // carries the hash tag of the caller's partition (gateway/keys.hpp)
  std::string field;
  std::string value;                 // stored as it is: no personal data in the clear
  std::chrono::milliseconds ttl{0};  // of the whole hash, from now on
};

}  // namespace jisr::gateway
