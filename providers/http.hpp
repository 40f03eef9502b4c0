// An HTTP request and its answer as plain values: the shape that provider codecs read and write,
// and that the gateway's server fills from the wire. No socket, no parser. A value has one owner
// and no thread. All bytes in a request come from outside and are untrusted; the server has already
// bounded their sizes (gateway/http/limits.hpp) and refused ambiguous framing
// (gateway/http/strict.hpp).
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

// Compares two field names as RFC 9110 section 5.1 asks: ASCII letters without case, no locale.
inline bool same_header_name(std::string_view a, std::string_view b) {
  constexpr auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

struct HttpRequest {
  std::string method;  // as sent: "GET", "POST"; methods are case-sensitive
  std::string path;    // as sent, not percent-decoded; begins with '/', or is "*"
  std::string query;   // as sent, without the '?'
  std::vector<std::pair<std::string, std::string>> headers;  // in order, repeated names kept
  std::string body;
  std::string
      peer;  // the numeric address of the other end of the connection; IPv4 in its short form
  std::string rest;             // of the path, behind the channel's name: "", "/session/1/start"
  std::int64_t received_s = 0;  // Unix time; signatures that are much older are refused
  // Of a verified client certificate, when the connection has one.
  std::string certificate_subject;      // "CN=operator,O=Operator,C=MA" (RFC 2253)
  std::string certificate_fingerprint;  // SHA-256 as lower-case hex digits

  // The value of the first field of that name, until the request is changed.
  std::optional<std::string_view> header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (same_header_name(key, name)) return value;
    return std::nullopt;
  }

  // How many fields have that name: a signature or a credential that comes twice is to be refused.
  std::size_t header_count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(headers.begin(), headers.end(),
                      [&](const auto& field) { return same_header_name(field.first, name); }));
  }
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // Content-Type and the like; the
                                                             // server writes the framing fields
  std::string body;
};

}  // namespace jisr::providers
