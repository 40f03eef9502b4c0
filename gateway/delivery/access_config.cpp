// Each kind of auth knows its own keys; a secret that stands in the text is refused.
#include "gateway/delivery/access_config.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>

#include "gateway/config.hpp"

namespace jisr::gateway {

using dialogs::Yaml;

std::optional<std::string> AccessReader::environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  given_.insert(value);
  return value;
}

void AccessReader::read(const Yaml& in, std::int64_t connect_ms, std::int64_t total_ms,
                        Access& to) const {
  OAuthSettings times;
  times.connect_ms = connect_ms;
  times.total_ms = total_ms;
  read_tls(in["tls"], to.tls);
  read_auth(in["auth"], to, std::move(times));
}

bool is_loopback_http(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return false;
  url.remove_prefix(kScheme.size());
  const auto host = url.substr(0, url.find_first_of("/?#"));
  for (const std::string_view own : {"127.0.0.1", "localhost", "[::1]"}) {
    if (host == own) return true;
    const bool port = host.starts_with(own) && host[own.size()] == ':' &&
                      host.find_first_not_of("0123456789", own.size() + 1) == host.npos;
    if (port) return true;
  }
  return false;
}

void AccessReader::url(const Yaml& in, const Yaml& parent, std::string& to,
                       bool loopback_http) const {
  text(in, to);
  if (to.starts_with("https://") && to.size() > 8) return;
  if (loopback_http && is_loopback_http(to)) return;
  findings_.error("E402", in.exists() ? in.place() : parent.place(),
                  "an address that begins with https:// is expected");
}

void AccessReader::keys(const Yaml& map, const char* what,
                        const std::vector<std::string>& known) const {
  if (map.exists()) map.only_keys(findings_, what, known);
}

void AccessReader::text(const Yaml& in, std::string& to) const {
  if (const auto value = in.as_string(findings_)) to = *value;
}

void AccessReader::path(const Yaml& in, std::string& to) const {
  if (const auto value = in.as_string(findings_)) to = beside(folder_, *value);
}

void AccessReader::pem(const Yaml& in, std::string& to) const {
  path(in, to);
  std::error_code failed;
  if (with_secrets_ && !to.empty() && !std::filesystem::exists(to, failed)) {
    findings_.error("E109", in.place(), "cannot read " + to);
  }
}

// The value of NAME or the content of NAME_file; a finding when neither is there.
std::string AccessReader::secret(const Yaml& in, const std::string& name) const {
  const auto file = in[name + "_file"];
  if (file.exists()) {
    std::string where;
    path(file, where);
    if (!with_secrets_) return {};
    const auto content = read_secret(where);
    if (content && !content->empty()) return *content;
    findings_.error("E109", file.place(), "cannot read " + where, "it holds the secret alone");
    return {};
  }
  std::string value;
  text(in[name], value);
  if (!value.empty() && given_.contains(value)) return value;
  findings_.error("E401", in[name].exists() ? in[name].place() : in.place(),
                  "a secret does not stand in this file",
                  "write " + name + "_file: PATH, or " + name + ": ${NAME}");
  return {};
}

void AccessReader::read_tls(const Yaml& in, ClientTls& to) const {
  keys(in, "tls", {"ca_file", "certificate", "key"});
  pem(in["ca_file"], to.ca_file);
  pem(in["certificate"], to.certificate);
  pem(in["key"], to.key);
  if (to.certificate.empty() != to.key.empty()) {
    findings_.error("E110", in.place(), "a certificate and its key come together");
  }
}

void AccessReader::read_auth(const Yaml& in, Access& to, OAuthSettings times) const {
  std::string type = "none";
  text(in["type"], type);
  if (type == "none") {
    keys(in, "auth", {"type"});
  } else if (type == "mtls") {
    keys(in, "auth", {"type"});
    if (to.tls.certificate.empty()) {
      findings_.error("E110", in.place(), "mtls needs tls.certificate and tls.key");
    }
  } else if (type == "bearer") {
    keys(in, "auth", {"type", "token", "token_file", "scheme"});
    std::string scheme = "Bearer";
    text(in["scheme"], scheme);
    to.authorization = scheme + ' ' + secret(in, "token");
  } else if (type == "basic") {
    keys(in, "auth", {"type", "username", "password", "password_file"});
    std::string username;
    text(in["username"], username);
    to.authorization = basic_authorization(username, secret(in, "password"));
  } else if (type == "oauth2_client_credentials") {
    read_oauth(in, to, std::move(times));
  } else {
    findings_.error("E102", in["type"].place(), "no such kind of auth",
                    "none, bearer, basic, mtls or oauth2_client_credentials");
  }
}

void AccessReader::read_oauth(const Yaml& in, Access& to, OAuthSettings oauth) const {
  keys(in, "auth", {"type", "token_url", "client_id", "secret", "secret_file", "send", "scope"});
  url(in["token_url"], in, oauth.token_url);
  text(in["client_id"], oauth.client_id);
  text(in["scope"], oauth.scope);
  oauth.client_secret = secret(in, "secret");
  oauth.tls = to.tls;
  std::string send = "form";
  text(in["send"], send);
  const std::map<std::string, OAuthSettings::Send> ways = {{"form", OAuthSettings::Send::form},
                                                           {"json", OAuthSettings::Send::json},
                                                           {"query", OAuthSettings::Send::query},
                                                           {"basic", OAuthSettings::Send::basic}};
  if (const auto way = ways.find(send); way != ways.end()) {
    oauth.send = way->second;
  } else {
    findings_.error("E102", in["send"].place(), "send is form, json, query or basic");
  }
  to.oauth = std::move(oauth);
}

}  // namespace jisr::gateway
