// Making UUIDv7, and the randomness for it.
#include "gateway/uuid.hpp"

#include <chrono>
#include <stdexcept>

namespace jisr::gateway {
namespace {

constexpr std::uint32_t kCounterMax = 0xfff;

}  // namespace

std::string UuidSource::next(std::uint64_t unix_ms, std::uint64_t random) {
  if (unix_ms > last_ms_) {
    last_ms_ = unix_ms;
    counter_ = 0;
  } else if (++counter_ > kCounterMax) {
    ++last_ms_;  // borrowed from the future, as the RFC permits
    counter_ = 0;
  }
  constexpr std::uint64_t kVersion = 0x7000;
  constexpr std::uint64_t kVariant = std::uint64_t{0b10} << 62;
  const std::uint64_t high = (last_ms_ << 16) | kVersion | counter_;
  const std::uint64_t low = kVariant | (random >> 2);

  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
    const std::uint64_t half = nibble < 16 ? high : low;
    text += kDigits[(half >> (60 - 4 * (nibble % 16))) & 15];
  }
  return text;
}

std::string UuidSource::next() {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
  return next(static_cast<std::uint64_t>(now.count()), random_bits());
}

}  // namespace jisr::gateway
