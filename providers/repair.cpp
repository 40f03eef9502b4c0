// Each repair on its own, over ICU's macros for UTF-8.
#include "providers/repair.hpp"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "providers/form.hpp"

namespace jisr::providers {

namespace {

// 0x80-0x9F of Windows-1252 (WHATWG Encoding Standard); 0 stands for itself.
constexpr std::array<UChar32, 32> kWindows{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The basic alphabet of GSM 03.38; 0x1B begins a character of the extension table.
constexpr std::array<UChar32, 128> kGsm{
    0x0040, 0x00A3, 0x0024, 0x00A5, 0x00E8, 0x00E9, 0x00F9, 0x00EC, 0x00F2, 0x00C7, 0x000A, 0x00D8,
    0x00F8, 0x000D, 0x00C5, 0x00E5, 0x0394, 0x005F, 0x03A6, 0x0393, 0x039B, 0x03A9, 0x03A0, 0x03A8,
    0x03A3, 0x0398, 0x039E, 0x001B, 0x00C6, 0x00E6, 0x00DF, 0x00C9, 0x0020, 0x0021, 0x0022, 0x0023,
    0x00A4, 0x0025, 0x0026, 0x0027, 0x0028, 0x0029, 0x002A, 0x002B, 0x002C, 0x002D, 0x002E, 0x002F,
    0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x0035, 0x0036, 0x0037, 0x0038, 0x0039, 0x003A, 0x003B,
    0x003C, 0x003D, 0x003E, 0x003F, 0x00A1, 0x0041, 0x0042, 0x0043, 0x0044, 0x0045, 0x0046, 0x0047,
    0x0048, 0x0049, 0x004A, 0x004B, 0x004C, 0x004D, 0x004E, 0x004F, 0x0050, 0x0051, 0x0052, 0x0053,
    0x0054, 0x0055, 0x0056, 0x0057, 0x0058, 0x0059, 0x005A, 0x00C4, 0x00D6, 0x00D1, 0x00DC, 0x00A7,
    0x00BF, 0x0061, 0x0062, 0x0063, 0x0064, 0x0065, 0x0066, 0x0067, 0x0068, 0x0069, 0x006A, 0x006B,
    0x006C, 0x006D, 0x006E, 0x006F, 0x0070, 0x0071, 0x0072, 0x0073, 0x0074, 0x0075, 0x0076, 0x0077,
    0x0078, 0x0079, 0x007A, 0x00E4, 0x00F6, 0x00F1, 0x00FC, 0x00E0};
constexpr std::pair<char, UChar32> kGsmExtension[] = {
    {0x0A, 0x0C}, {0x14, '^'}, {0x28, '{'}, {0x29, '}'}, {0x2F, '\\'},
    {0x3C, '['},  {0x3D, '~'}, {0x3E, ']'}, {0x40, '|'}, {0x65, 0x20AC}};

void append(std::string& out, UChar32 c) {
  std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, c);
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

std::string from_bytes(std::string_view text, bool windows) {
  std::string out;
  for (const char one : text) {
    const auto byte = static_cast<unsigned char>(one);
    const UChar32 special = windows && byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80] : 0;
    append(out, special != 0 ? special : byte);
  }
  return out;
}

std::optional<std::string> from_gsm7(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte >= kGsm.size()) return std::nullopt;
    if (byte != 0x1B) {
      append(out, kGsm[byte]);
      continue;
    }
    if (++at == bytes.size()) return std::nullopt;
    // A phone that does not know the character shows a blank (6.2.1.1).
    const auto* known = std::find_if(std::begin(kGsmExtension), std::end(kGsmExtension),
                                     [&](const auto& one) { return one.first == bytes[at]; });
    append(out, known == std::end(kGsmExtension) ? ' ' : known->second);
  }
  return out;
}

std::optional<std::string> from_utf16be(std::string_view bytes) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  if (bytes.starts_with("\xFE\xFF")) bytes.remove_prefix(2);
  const auto unit = [&](std::size_t at) {
    return static_cast<char16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                 static_cast<unsigned char>(bytes[at + 1]));
  };
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    const char16_t first = unit(at);
    if (!U16_IS_SURROGATE(first)) {
      append(out, first);
      continue;
    }
    at += 2;
    if (!U16_IS_LEAD(first) || at >= bytes.size() || !U16_IS_TRAIL(unit(at))) return std::nullopt;
    append(out, U16_GET_SUPPLEMENTARY(first, unit(at)));
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    unsigned value = 0;
    const auto* end = text.data() + at + 2;
    const auto [rest, failed] = std::from_chars(text.data() + at, end, value, 16);
    if (failed != std::errc{} || rest != end) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  return bytes;
}

// The character of one entity, without & and ;, or -1.
UChar32 entity(std::string_view name) {
  constexpr std::pair<std::string_view, UChar32> kKnown[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};
  for (const auto& [known, c] : kKnown) {
    if (known == name) return c;
  }
  if (!name.starts_with('#')) return -1;
  name.remove_prefix(1);
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  std::int32_t value = -1;
  const auto* end = name.data() + name.size();
  const auto [rest, failed] = std::from_chars(name.data(), end, value, hex ? 16 : 10);
  const bool scalar = failed == std::errc{} && rest == end && value > 0 && value <= 0x10FFFF &&
                      !U_IS_SURROGATE(value);
  return scalar ? value : -1;
}

std::string without_entities(std::string_view text) {
  constexpr std::size_t kLongest = 10;  // &#x10FFFF;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    const bool near = end != std::string_view::npos && end - at < kLongest;
    const UChar32 c = near ? entity(text.substr(at + 1, end - at - 1)) : -1;
    if (c < 0) {
      out += text[at];
      continue;
    }
    append(out, c);
    at = end;
  }
  return out;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

const std::vector<std::pair<std::string, Repair>>& repair_words() {
  static const std::vector<std::pair<std::string, Repair>> words{
      {"latin1", Repair::latin1},
      {"windows1252", Repair::windows1252},
      {"gsm7", Repair::gsm7},
      {"utf16be", Repair::utf16be},
      {"utf16be_hex", Repair::utf16be_hex},
      {"percent", Repair::percent},
      {"plus", Repair::plus},
      {"entities", Repair::entities},
      {"trim", Repair::trim}};
  return words;
}

std::optional<std::string> repair(std::string_view text, Repair what) {
  switch (what) {
    case Repair::latin1:
      return from_bytes(text, false);
    case Repair::windows1252:
      return from_bytes(text, true);
    case Repair::gsm7:
      return from_gsm7(text);
    case Repair::utf16be:
      return from_utf16be(text);
    case Repair::utf16be_hex: {
      const auto bytes = from_hex(text);
      return bytes ? from_utf16be(*bytes) : std::nullopt;
    }
    case Repair::percent:
      return percent_decode(text, false);
    case Repair::plus: {
      std::string out(text);
      for (auto& c : out) c = c == '+' ? ' ' : c;
      return out;
    }
    case Repair::entities:
      return without_entities(text);
    case Repair::trim:
      return trimmed(text);
  }
  return std::nullopt;
}

bool valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return false;
  }
  return true;
}

std::optional<std::string> utf16be_hex(std::string_view utf8) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  if (!valid_utf8(utf8)) return std::nullopt;
  std::string out;
  const auto unit = [&](std::uint16_t value) {
    for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(value >> shift) & 15];
  };
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(utf8.size());) {
    UChar32 c = 0;
    U8_NEXT_UNSAFE(bytes, i, c);
    if (U_IS_BMP(c)) {
      unit(static_cast<std::uint16_t>(c));
    } else {
      unit(U16_LEAD(c));
      unit(U16_TRAIL(c));
    }
  }
  return out;
}

}  // namespace jisr::providers
