// RESP encoding of commands.
#include "gateway/redis/command.hpp"

#include <charconv>
#include <limits>

namespace jisr::gateway::redis {
namespace {

constexpr int kDigitsMax = std::numeric_limits<unsigned long long>::digits10 + 2;

void append_head(std::string& out, char sign, std::size_t number) {
  char digits[kDigitsMax];
  const auto end = std::to_chars(digits, digits + kDigitsMax, number).ptr;
  out += sign;
  out.append(digits, end);
  out += "\r\n";
}

}  // namespace

void append_bulk(std::string& out, std::string_view bytes) {
  append_head(out, '$', bytes.size());
  out += bytes;
  out += "\r\n";
}

void append_bulk(std::string& out, long long number) {
  char digits[kDigitsMax];
  const auto end = std::to_chars(digits, digits + kDigitsMax, number).ptr;
  append_bulk(out, std::string_view(digits, end));
}

Command& Command::begin(std::size_t words) {
  append_head(bytes_, '*', words);
  ++count_;
  return *this;
}

Command& Command::then(const Command& other) {
  bytes_ += other.bytes_;
  count_ += other.count_;
  return *this;
}

}  // namespace jisr::gateway::redis
