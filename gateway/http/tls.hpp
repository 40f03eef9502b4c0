// The server side of TLS: a certificate, its key, and, if clients have to show a certificate as
// well, the authorities that may have signed theirs. Made once and shared by the listeners of all
// threads (OpenSSL locks its context), so that a session ticket from one thread is good on another.
#pragma once
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "gateway/http/tls_files.hpp"
#include "gateway/result.hpp"

namespace jisr::gateway {

using ServerTls = std::shared_ptr<boost::asio::ssl::context>;

// TLS 1.2 and newer, no compression, no renegotiation. With `client_ca_file` a client without a
// certificate signed by one of those authorities does not get past the handshake. The error names
// the file that was at fault, never its content.
Result<ServerTls> load_server_tls(const TlsFiles& files);

// Whose certificate a connection shows, once its handshake is over. Both are empty when the server
// asks for none.
struct ClientCertificate {
  std::string subject;      // "CN=operator,O=Operator,C=MA" (RFC 2253)
  std::string fingerprint;  // SHA-256 of the certificate, in lower-case hex digits
};
ClientCertificate client_certificate(const SSL* connection);

}  // namespace jisr::gateway
