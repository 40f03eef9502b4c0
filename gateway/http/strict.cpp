// The strict reading of a request head. See strict.hpp.
#include "gateway/http/strict.hpp"

#include <algorithm>

namespace jisr::gateway {
namespace {

using providers::same_header_name;

bool is_visible_ascii(char c) {
  return c > 0x20 && c < 0x7f;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\t') || byte == 0x7f;
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A Host names one authority: no list, no user part, no path. Brackets are for IPv6.
bool is_host(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_visible_ascii(c) && std::string_view(",/\\@?#\"<>").find(c) == std::string_view::npos;
  });
}

// The fields that decide where a message ends or what becomes of the connection, counted in one
// pass.
struct Framing {
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t codings = 0;
  std::string_view fault;
};

void look_at(std::string_view name, std::string_view value, Framing& seen) {
  if (std::any_of(value.begin(), value.end(), is_control))
    seen.fault = "control character in a field";
  switch (name.size()) {  // Most fields are none of ours: one comparison of lengths tells.
    case 4:
      if (!same_header_name(name, "host")) break;
      ++seen.hosts;
      if (!is_host(value)) seen.fault = "Host is not one host";
      break;
    case 6:
      if (same_header_name(name, "expect") && !same_header_name(value, "100-continue"))
        seen.fault = "unknown expectation";
      break;
    case 7:
      if (same_header_name(name, "upgrade")) seen.fault = "upgrade is not offered";
      break;
    case 14:
      if (!same_header_name(name, "content-length")) break;
      ++seen.lengths;
      if (!is_number(value)) seen.fault = "Content-Length is not one number";
      break;
    case 17:
      if (!same_header_name(name, "transfer-encoding")) break;
      ++seen.codings;
      if (!same_header_name(value, "chunked"))
        seen.fault = "Transfer-Encoding is not chunked alone";
      break;
    default:
      break;
  }
}

}  // namespace

std::string_view raw_head_fault(std::string_view head) {
  for (std::size_t at = head.find_first_of(std::string_view("\r\n\0", 3)); at < head.size();
       at = head.find_first_of(std::string_view("\r\n\0", 3), at)) {
    if (head[at] == '\0') return "NUL in the head";
    if (head[at] == '\n') return "line feed without carriage return";
    if (at + 1 == head.size() || head[at + 1] != '\n') return "carriage return without line feed";
    at += 2;
    if (at < head.size() && (head[at] == ' ' || head[at] == '\t')) return "folded field";
  }
  return {};
}

std::string_view target_fault(std::string_view method, std::string_view target) {
  if (target == "*") return method == "OPTIONS" ? std::string_view() : "target is not a path";
  if (target.empty() || target.front() != '/') return "target is not a path";
  if (!std::all_of(target.begin(), target.end(), is_visible_ascii))
    return "target is not visible ASCII";
  if (target.find('#') != std::string_view::npos) return "fragment in the target";
  return {};
}

std::string_view fields_fault(const providers::HttpRequest& request, int version) {
  Framing seen;
  for (const auto& [name, value] : request.headers) look_at(name, value, seen);
  if (!seen.fault.empty()) return seen.fault;
  if (seen.hosts > 1) return "more than one Host";
  if (seen.hosts == 0 && version >= 11) return "no Host";
  if (seen.lengths > 1) return "more than one Content-Length";
  if (seen.codings > 1) return "more than one Transfer-Encoding";
  if (seen.codings > 0 && seen.lengths > 0) return "Transfer-Encoding with Content-Length";
  if (seen.codings > 0 && version < 11) return "Transfer-Encoding in HTTP/1.0";
  return {};
}

}  // namespace jisr::gateway
