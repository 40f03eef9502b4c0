// Boost.Asio's address types have no I/O, but its folder is closed to providers: inet_pton it is.
#include "providers/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace jisr::providers {

namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  std::size_t bits = 0;  // 32 or 128
};

std::optional<Address> parse(std::string_view text) {
  const std::string terminated(text);
  Address address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
  } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
  } else {
    return std::nullopt;
  }
  return address;
}

struct Range {
  Address start;
  std::size_t prefix = 0;
};

std::optional<Range> parse_range(std::string_view text) {
  const auto slash = text.find('/');
  const auto start = parse(text.substr(0, slash));
  if (!start) return std::nullopt;
  Range range{*start, start->bits};
  if (slash == std::string_view::npos) return range;
  const auto length = text.substr(slash + 1);
  const auto* end = length.data() + length.size();
  const auto [rest, failed] = std::from_chars(length.data(), end, range.prefix);
  if (failed != std::errc{} || rest != end || range.prefix > start->bits) return std::nullopt;
  return range;
}

bool holds(const Range& range, const Address& address) {
  if (range.start.bits != address.bits) return false;
  const std::size_t whole = range.prefix / 8;
  const std::size_t rest = range.prefix % 8;
  if (!std::equal(address.bytes.begin(), address.bytes.begin() + whole,
                  range.start.bytes.begin())) {
    return false;
  }
  if (rest == 0) return true;
  const unsigned mask = 0xFF00U >> rest & 0xFFU;
  return (address.bytes[whole] & mask) == (range.start.bytes[whole] & mask);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_range(std::string_view text) {
  return parse_range(text).has_value();
}

bool is_in(std::string_view address, const std::vector<std::string>& ranges) {
  const auto parsed = parse(address);
  return parsed && std::any_of(ranges.begin(), ranges.end(), [&](const std::string& text) {
           const auto range = parse_range(text);
           return range && holds(*range, *parsed);
         });
}

std::string caller_address(std::string_view peer, std::string_view forwarded,
                           const std::vector<std::string>& proxies) {
  std::string_view address = peer;
  while (is_in(address, proxies)) {
    forwarded = trimmed(forwarded);
    if (forwarded.empty()) break;
    const auto comma = forwarded.rfind(',');
    address = trimmed(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
    forwarded = comma == std::string_view::npos ? std::string_view{} : forwarded.substr(0, comma);
  }
  return std::string(address);
}

}  // namespace jisr::providers
