// Finds the credentials wherever the client put them.
#include "tools/registry-simulator/tokens.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <map>

namespace jisr::simulator {

namespace {

namespace http = boost::beast::http;
using Fields = std::map<std::string, std::string>;

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned byte = 0;
    const auto hex = text[at] == '%' ? text.substr(at + 1, 2) : std::string_view();
    if (hex.size() == 2 && std::from_chars(hex.begin(), hex.end(), byte, 16).ptr == hex.end()) {
      decoded += static_cast<char>(byte);
      at += 2;
    } else {
      decoded += text[at] == '+' ? ' ' : text[at];
    }
  }
  return decoded;
}

Fields form_fields(std::string_view form) {
  Fields fields;
  while (!form.empty()) {
    const auto pair = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(pair.size() + 1, form.size()));
    const auto equals = pair.find('=');
    if (equals == pair.npos) continue;
    fields[percent_decoded(pair.substr(0, equals))] = percent_decoded(pair.substr(equals + 1));
  }
  return fields;
}

Fields json_fields(const std::string& body) {
  Fields fields;
  boost::system::error_code failed;
  const auto value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return fields;
  for (const auto& [name, field] : value.get_object()) {
    if (field.is_string()) fields[name] = std::string(field.get_string());
  }
  return fields;
}

void add_basic(std::string_view authorization, Fields& fields) {
  if (!authorization.starts_with("Basic ")) return;
  const auto encoded = authorization.substr(6);
  std::string decoded(encoded.size(), '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                                     reinterpret_cast<const unsigned char*>(encoded.data()),
                                     static_cast<int>(encoded.size()));
  if (length < 0) return;
  decoded = decoded.substr(0, decoded.find('\0'));  // what padding decodes to
  const auto colon = decoded.find(':');
  if (colon == decoded.npos) return;
  fields["client_id"] = percent_decoded(std::string_view(decoded).substr(0, colon));
  fields["client_secret"] = percent_decoded(std::string_view(decoded).substr(colon + 1));
}

}  // namespace

std::optional<std::string> Tokens::give(const Request& request) {
  ++asked_;
  const std::string_view target(request.target().data(), request.target().size());
  const std::string type(request[http::field::content_type]);
  auto fields =
      type == "application/json" ? json_fields(request.body()) : form_fields(request.body());
  if (const auto query = target.find('?'); query != target.npos) {
    fields.merge(form_fields(target.substr(query + 1)));
  }
  add_basic(std::string(request[http::field::authorization]), fields);
  if (fields["grant_type"] != "client_credentials" || fields["client_id"] != client_id_ ||
      fields["client_secret"] != client_secret_) {
    return std::nullopt;
  }
  const auto token = "token-" + std::to_string(asked_);
  valid_.insert(token);
  return token;
}

}  // namespace jisr::simulator
