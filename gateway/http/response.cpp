// The bytes of an HTTP/1 answer. See response.hpp.
#include "gateway/http/response.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>

namespace jisr::gateway {
namespace {

using providers::same_header_name;

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

std::string_view reason_phrase(int status) {
  const auto text = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  return {text.data(), text.size()};
}

bool is_token_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

bool is_sayable(const std::string& name, const std::string& value) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token_byte) &&
         std::all_of(value.begin(), value.end(), is_value_byte);
}

bool is_framing(std::string_view name) {
  return same_header_name(name, "content-length") || same_header_name(name, "connection") ||
         same_header_name(name, "transfer-encoding");
}

}  // namespace

bool append_response(std::string& out, const HttpResponse& response, ResponseFraming framing) {
  if (response.status < 200 || response.status > 599) return false;
  for (const auto& [name, value] : response.headers)
    if (!is_sayable(name, value)) return false;

  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (is_framing(name)) continue;
    out.append(name).append(": ").append(value).append("\r\n");
  }
  const bool has_body = response.status != 204 && response.status != 304;  // RFC 9110 section 6.4.1
  if (has_body) {
    out += "Content-Length: ";
    append_number(out, response.body.size());
    out += "\r\n";
  }
  if (!framing.keep_alive)
    out += "Connection: close\r\n";
  else if (framing.http10)
    out += "Connection: keep-alive\r\n";
  out += "\r\n";
  if (has_body && !framing.without_body) out += response.body;
  return true;
}

HttpResponse plain_response(int status) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain");
  response.body = reason_phrase(status);
  response.body += '\n';
  return response;
}

}  // namespace jisr::gateway
