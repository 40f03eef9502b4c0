// Small parsers; what does not parse is nothing.
#include "gateway/redis/slots.hpp"

#include <charconv>

namespace jisr::gateway::redis {

namespace {

std::optional<std::uint16_t> number(std::string_view text, unsigned max) {
  unsigned value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || rest != end || value > max) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

std::uint16_t crc16(std::string_view bytes) {
  std::uint16_t crc = 0;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint16_t>(static_cast<unsigned char>(byte) << 8);
    for (int bit = 0; bit < 8; ++bit) {
      crc = static_cast<std::uint16_t>((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1);
    }
  }
  return crc;
}

}  // namespace

std::uint16_t slot_of(std::string_view key) {
  const auto open = key.find('{');
  const auto close = open == std::string_view::npos ? open : key.find('}', open + 1);
  if (close != std::string_view::npos && close > open + 1) {
    key = key.substr(open + 1, close - open - 1);
  }
  return crc16(key) % kSlots;
}

std::optional<Redirect> redirect_of(ReplyView reply) {
  if (reply.kind() != Kind::error) return std::nullopt;
  auto text = reply.text();
  Redirect redirect;
  redirect.ask = text.starts_with("ASK ");
  if (!redirect.ask && !text.starts_with("MOVED ")) return std::nullopt;
  text.remove_prefix(text.find(' ') + 1);
  const auto space = text.find(' ');
  const auto colon = text.rfind(':');  // an IPv6 address has more
  if (space == std::string_view::npos || colon == std::string_view::npos || colon < space) {
    return std::nullopt;
  }
  const auto slot = number(text.substr(0, space), kSlots - 1);
  const auto port = number(text.substr(colon + 1), 65535);
  if (!slot || !port || *port == 0) return std::nullopt;
  redirect.slot = *slot;
  redirect.host = text.substr(space + 1, colon - space - 1);
  redirect.port = *port;
  return redirect;
}

std::vector<SlotRange> slot_ranges(ReplyView reply) {
  std::vector<SlotRange> ranges;
  for (std::size_t i = 0; i < reply.size(); ++i) {
    const auto first = reply[i][0].integer().value_or(-1);
    const auto last = reply[i][1].integer().value_or(-1);
    const auto master = reply[i][2];
    const auto port = master[1].integer().value_or(0);
    if (first < 0 || last < first || last >= kSlots || port < 1 || port > 65535) continue;
    SlotRange range;
    range.first = static_cast<std::uint16_t>(first);
    range.last = static_cast<std::uint16_t>(last);
    range.host = master[0].text();
    range.port = static_cast<std::uint16_t>(port);
    ranges.push_back(std::move(range));
  }
  return ranges;
}

}  // namespace jisr::gateway::redis
