// Percent-encoding of one value for a place in an address or a form (RFC 3986, 2.1): all but
// letters, digits and - . _ ~ is encoded, so the value cannot become a part of its surroundings.
// Pure.
#pragma once
#include <string>
#include <string_view>

namespace jisr::gateway {

inline std::string percent_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') ||
                       ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '-' ||
                       byte == '.' || byte == '_' || byte == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace jisr::gateway
