// How a log line is spelled. See log.hpp. Pure.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ctime>
#include <iterator>

#include "gateway/log.hpp"

namespace jisr::gateway::log {
namespace {

constexpr std::size_t kValueBytesMax = 1024;
constexpr std::array<std::string_view, 4> kLevelNames = {"debug", "info", "warn", "error"};

// One code point of UTF-8, and how many bytes it took. Bytes that are not UTF-8 (overlong forms,
// surrogates and what lies above U+10FFFF included) give `bad` and a length of 1.
struct CodePoint {
  std::uint32_t value;
  std::size_t length;
  bool bad;
};

CodePoint next_code_point(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, false};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {0, 1, true};
  std::uint32_t value = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {0, 1, true};
    value = value << 6 | (byte(i) & 0x3fU);
  }
  const bool bad = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000) ||
                   value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff);
  return bad ? CodePoint{0, 1, true} : CodePoint{value, length, false};
}

// Invisible characters that move the cursor, colour the terminal or reorder what is around them.
bool is_treacherous(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size() && at < kValueBytesMax) {
    const char c = text[at];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
      ++at;
      continue;
    }
    const CodePoint point = next_code_point(text.substr(at));
    if (point.bad)
      out += "\\ufffd";
    else if (is_treacherous(point.value))
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", point.value);
    else
      out.append(text, at, point.length);
    at += point.length;
  }
  if (at < text.size()) out += "...";
  out += '"';
}

void append_value(std::string& out, const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return append_string(out, *text);
  if (const auto* real = std::get_if<double>(&value); real && !std::isfinite(*real)) {
    out += "null";  // JSON has no word for it
    return;
  }
  std::visit([&](const auto& plain) { fmt::format_to(std::back_inserter(out), "{}", plain); },
             value);
}

// The date changes once a second, the milliseconds each time.
void append_time(std::string& out, std::chrono::system_clock::time_point at) {
  thread_local std::time_t cached_second = -1;
  thread_local std::array<char, 32> cached{};
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
  const std::int64_t fraction = ((ms % 1000) + 1000) % 1000;
  const auto second = static_cast<std::time_t>((ms - fraction) / 1000);
  if (second != cached_second) {
    std::tm utc{};
    gmtime_r(&second, &utc);
    std::strftime(cached.data(), cached.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    cached_second = second;
  }
  fmt::format_to(std::back_inserter(out), "{}.{:03}Z", cached.data(), fraction);
}

}  // namespace

std::string format_line(Format format, Level level, std::chrono::system_clock::time_point at,
                        Event event, Fields fields) {
  const auto level_name = kLevelNames.at(static_cast<std::size_t>(level));
  std::string out;
  out.reserve(256);
  if (format == Format::json) out += "{\"ts\":\"";
  append_time(out, at);
  if (format == Format::json)
    out.append("\",\"level\":\"").append(level_name).append("\",\"event\":\"");
  else
    out.append(" ").append(level_name).append(" ");
  out += event.text();
  if (format == Format::json) out += '"';
  for (const Field& field : fields) {
    if (format == Format::json)
      out.append(",\"").append(field.name.text()).append("\":");
    else
      out.append(" ").append(field.name.text()).append("=");
    append_value(out, field.value);
  }
  if (format == Format::json) out += '}';
  return out;
}

}  // namespace jisr::gateway::log
