// The certificates of the simulated registry, made when it first starts and kept in its directory: ca.pem
// for clients, server.pem and server.key for localhost and 127.0.0.1, client.pem and client.key for mTLS.
#pragma once
#include <string>

namespace jisr::simulator {

// Makes what is not there. Throws when it cannot.
void make_certificates(const std::string& directory);

}  // namespace jisr::simulator
