// The certificates of the simulated registry, made when it first starts and kept in its directory:
// ca.pem for clients, server.pem and server.key for the server's names, client.pem and client.key
// for mTLS.
#pragma once
#include <string>

namespace jisr::simulator {

// Makes what is not there. `names` as OpenSSL writes them, "DNS:localhost,IP:127.0.0.1". Throws
// when it cannot.
void make_certificates(const std::string& directory, const std::string& names);

}  // namespace jisr::simulator
