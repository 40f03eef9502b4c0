// Who we are at a server outside, and how it is known to be the right one: `tls` and `auth` of the
// registry's file and of a service in gateway.yaml, read in the same way. Every secret comes from a
// file or the environment. For one read on one thread; what it gives is a plain value.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "dialogs/yaml.hpp"
#include "gateway/delivery/oauth.hpp"
#include "gateway/http/client.hpp"

namespace jisr::gateway {

struct Access {
  ClientTls tls;
  std::string authorization;  // the header's value, when it is always the same; else empty
  std::optional<OAuthSettings> oauth;
};

class AccessReader {
 public:
  // Paths are relative to `folder`. Without secrets no file of one is opened: for `jisr dial` and
  // a check on another machine than the gateway's.
  AccessReader(std::string folder, dialogs::Findings& findings, bool with_secrets = true)
      : folder_(std::move(folder)), findings_(findings), with_secrets_(with_secrets) {}

  // For Yaml::parse(); remembers what it gave, so that a secret may be a value of the environment.
  std::optional<std::string> environment(const std::string& name);

  // `tls` and `auth` of the map. The times are those of a token's request. Findings: E109 a file
  // that cannot be read, E401 a secret in the text, E102, E110.
  void read(const dialogs::Yaml& in, std::int64_t connect_ms, std::int64_t total_ms,
            Access& to) const;

  // An address that begins with https:// (E402), or, where it is allowed, http:// to this machine.
  void url(const dialogs::Yaml& in, const dialogs::Yaml& parent, std::string& to,
           bool loopback_http = false) const;

 private:
  void keys(const dialogs::Yaml& map, const char* what,
            const std::vector<std::string>& known) const;
  void text(const dialogs::Yaml& in, std::string& to) const;
  void path(const dialogs::Yaml& in, std::string& to) const;
  void pem(const dialogs::Yaml& in, std::string& to) const;
  std::string secret(const dialogs::Yaml& in, const std::string& name) const;
  void read_tls(const dialogs::Yaml& in, ClientTls& to) const;
  void read_auth(const dialogs::Yaml& in, Access& to, OAuthSettings times) const;
  void read_oauth(const dialogs::Yaml& in, Access& to, OAuthSettings oauth) const;

  std::string folder_;
  dialogs::Findings& findings_;
  bool with_secrets_;
  std::set<std::string> given_;  // by the environment
};

// Whether the address is plain http to this machine.
bool is_loopback_http(std::string_view url);

}  // namespace jisr::gateway
