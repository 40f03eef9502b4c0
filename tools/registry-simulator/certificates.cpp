// X.509 by the OpenSSL library: an authority whose key is forgotten, and two certificates that it
// signs.
#include "tools/registry-simulator/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace jisr::simulator {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;
constexpr long kValidS = 30L * 24 * 3600;

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("certificates: ") + what);
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  require(key != nullptr, "no key");
  return key;
}

void extend(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value), &X509_EXTENSION_free);
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value);
}

// Without an issuer it is an authority that signs itself.
Certificate make_certificate(const char* common_name, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key, const char* names) {
  Certificate certificate(X509_new(), &X509_free);
  require(certificate != nullptr, "no memory");
  X509_set_version(certificate.get(), 2);
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "no serial");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValidS);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0);
  X509* signer = issuer == nullptr ? certificate.get() : issuer;
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
  extend(certificate.get(), signer, NID_subject_key_identifier, "hash");
  if (issuer == nullptr) {
    extend(certificate.get(), signer, NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate.get(), signer, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    extend(certificate.get(), signer, NID_authority_key_identifier, "keyid");
    extend(certificate.get(), signer, NID_subject_alt_name, names);
    extend(certificate.get(), signer, NID_ext_key_usage, "serverAuth,clientAuth");
  }
  require(X509_sign(certificate.get(), issuer_key, EVP_sha256()) > 0, "not signed");
  return certificate;
}

void write(const std::string& path, X509* certificate, EVP_PKEY* key) {
  const mode_t mask = umask(key != nullptr ? 0077 : 0022);
  const File file(std::fopen(path.c_str(), "w"), &std::fclose);
  umask(mask);
  require(file != nullptr, path.c_str());
  const int written =
      key != nullptr ? PEM_write_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
                     : PEM_write_X509(file.get(), certificate);
  require(written == 1, path.c_str());
}

}  // namespace

void make_certificates(const std::string& directory, const std::string& names) {
  if (std::filesystem::exists(directory + "/ca.pem")) return;
  const auto ca_key = make_key();
  const auto ca =
      make_certificate("Jisr registry simulator", ca_key.get(), nullptr, ca_key.get(), "");
  struct Party {
    const char* name;
    const char* names;
  };
  for (const auto& party : {Party{"server", names.c_str()}, Party{"client", "DNS:jisr-gateway"}}) {
    const auto key = make_key();
    const auto certificate =
        make_certificate(party.name, key.get(), ca.get(), ca_key.get(), party.names);
    write(directory + '/' + party.name + ".key", nullptr, key.get());
    write(directory + '/' + party.name + ".pem", certificate.get(), nullptr);
  }
  write(directory + "/ca.pem", ca.get(), nullptr);  // last: it says that all are there
}

}  // namespace jisr::simulator
