// Which PEM files a listener takes its certificate from. A plain value, apart from tls.hpp so that
// the configuration can hold one without OpenSSL's headers.
#pragma once
#include <string>

namespace jisr::gateway {

struct TlsFiles {
  std::string certificate_file;  // PEM, the server's own first, then its chain
  std::string key_file;          // PEM, without a passphrase
  std::string client_ca_file;    // PEM; empty: clients need no certificate
  bool operator==(const TlsFiles&) const = default;
};

}  // namespace jisr::gateway
