// The server side of TLS. See tls.hpp.
#include "gateway/http/tls.hpp"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <memory>
#include <string_view>

namespace jisr::gateway {
namespace ssl = boost::asio::ssl;
namespace {

Error misconfigured(std::string_view what, const std::string& file,
                    const boost::system::error_code& ec) {
  return Error{Errc::misconfigured, std::string(what) + " " + file + ": " + ec.message(), false};
}

boost::system::error_code require_client_certificates(ssl::context& context,
                                                      const std::string& ca_file) {
  boost::system::error_code ec;
  context.load_verify_file(ca_file, ec);
  if (!ec) context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, ec);
  // Tells clients which authorities count, so that one with several certificates can choose.
  if (!ec)
    SSL_CTX_set_client_CA_list(context.native_handle(), SSL_load_client_CA_file(ca_file.c_str()));
  return ec;
}

std::string subject_of(const X509* certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), &BIO_free);
  // Without the flag that writes UTF-8 as escapes: a subject is compared as people write it.
  constexpr unsigned long kFlags =
      XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (!text || X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, kFlags) < 0) {
    return {};
  }
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(text.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

std::string fingerprint_of(const X509* certificate) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

}  // namespace

ClientCertificate client_certificate(const SSL* connection) {
  const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(connection),
                                                          &X509_free);
  if (!shown || SSL_get_verify_result(connection) != X509_V_OK) return {};
  return {subject_of(shown.get()), fingerprint_of(shown.get())};
}

Result<ServerTls> load_server_tls(const TlsFiles& files) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const raw = context->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);  // an idle connection gives 34 KiB back
  // OpenSSL resumes no session of a verified client without a context of its own.
  constexpr std::string_view kSessionContext = "jisr";
  SSL_CTX_set_session_id_context(raw,
                                 reinterpret_cast<const unsigned char*>(kSessionContext.data()),
                                 static_cast<unsigned>(kSessionContext.size()));

  // Without this OpenSSL would ask for a passphrase on the terminal, and wait.
  context->set_password_callback([](auto, auto) { return std::string(); });

  boost::system::error_code ec;
  context->use_certificate_chain_file(files.certificate_file, ec);
  if (ec) return misconfigured("TLS certificate", files.certificate_file, ec);
  context->use_private_key_file(files.key_file, ssl::context::pem, ec);
  if (ec) return misconfigured("TLS key", files.key_file, ec);
  if (SSL_CTX_check_private_key(raw) != 1)
    return Error{Errc::misconfigured, "TLS key " + files.key_file + " is not the certificate's",
                 false};
  if (!files.client_ca_file.empty()) {
    ec = require_client_certificates(*context, files.client_ca_file);
    if (ec) return misconfigured("TLS client authorities", files.client_ca_file, ec);
  }
  return context;
}

}  // namespace jisr::gateway
