// Drawing and checking reference numbers.
#include "gateway/reference.hpp"

#include <charconv>

namespace jisr::gateway::reference {
namespace {

// ISO/IEC 7064, hybrid system MOD 11,10: what remains after the digits, and is 1 after the
// check digit.
int remainder(std::string_view digits) {
  int product = 10;
  int sum = 0;
  for (const char c : digits) {
    sum = (product + (c - '0')) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return product;
}

std::uint32_t payload(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + (kDigits - 1), value);
  return value;
}

}  // namespace

std::string draw(std::uint16_t partition, std::uint16_t partitions, std::uint64_t random) {
  const std::uint32_t past = kPayloadMin % partitions;
  const std::uint32_t first = kPayloadMin + (partition + partitions - past) % partitions;
  const std::uint32_t count = (kPayloadMax - first) / partitions + 1;
  const auto chosen = static_cast<std::uint32_t>(random % count);
  std::string text = std::to_string(first + chosen * partitions);
  text += static_cast<char>('0' + (11 - remainder(text)) % 10);
  return text;
}

bool valid(std::string_view text) {
  if (text.size() != kDigits || text[0] == '0') return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return (remainder(text.substr(0, kDigits - 1)) + (text.back() - '0')) % 10 == 1;
}

std::uint32_t ordinal(std::string_view text, std::uint16_t partitions) {
  return (payload(text) - kPayloadMin) / partitions;
}

std::uint16_t partition_of(std::string_view text, std::uint16_t partitions) {
  return static_cast<std::uint16_t>(payload(text) % partitions);
}

}  // namespace jisr::gateway::reference
