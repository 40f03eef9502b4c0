// Certificates made by the openssl command when a test runs, in a directory of their own that goes
// away with the object: nothing secret is kept in the repository, and nothing expires in it.
#pragma once
#include <string>

namespace jisr::test {

class Certificates {
 public:
  // An authority; a server certificate for localhost and 127.0.0.1; a client certificate. All by
  // the same authority, valid for one day. Throws when openssl fails.
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string ca() const { return directory_ + "/ca.pem"; }
  std::string server() const { return directory_ + "/server.pem"; }
  std::string server_key() const { return directory_ + "/server.key"; }
  std::string client() const { return directory_ + "/client.pem"; }
  std::string client_fingerprint() const;  // SHA-256, lower-case hex, as sha256sum says
  std::string client_key() const { return directory_ + "/client.key"; }

 private:
  std::string directory_;
};

}  // namespace jisr::test
