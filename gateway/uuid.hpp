// UUIDv7 identifiers (RFC 9562, 5.7): a time in milliseconds and randomness, so that ids made later
// sort later. One source for each thread.
#pragma once
#include <cstdint>
#include <string>

#include "gateway/randomness.hpp"

namespace jisr::gateway {

class UuidSource {
 public:
  // The next id as text ("01890a5d-ac96-774b-bcce-b302099a8057"), greater than all before from this
  // source, even when `unix_ms` goes back. The 12 bits of rand_a count within a millisecond (RFC
  // 9562 6.2, method 1); the upper 62 bits of `random` are rand_b.
  std::string next(std::uint64_t unix_ms, std::uint64_t random);

  // The same, from the system's clock and generator.
  std::string next();

 private:
  std::uint64_t last_ms_ = 0;
  std::uint32_t counter_ = 0;
};

}  // namespace jisr::gateway
