// Test certificates. See certificates.hpp.
#include "tests/support/certificates.hpp"

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace jisr::test {
namespace {

void run(const std::string& command) {
  if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
    throw std::runtime_error("failed: " + command);
}

void issue(const std::string& dir, const std::string& name, const std::string& extensions) {
  std::ofstream(dir + "/" + name + ".ext") << extensions;
  run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name +
      " -keyout " + dir + "/" + name + ".key -out " + dir + "/" + name + ".csr");
  run("openssl x509 -req -days 1 -CAcreateserial -CA " + dir + "/ca.pem -CAkey " + dir +
      "/ca.key -extfile " + dir + "/" + name + ".ext -in " + dir + "/" + name + ".csr -out " + dir +
      "/" + name + ".pem");
}

std::string make_directory() {
  std::string path = std::filesystem::temp_directory_path() / "jisr-certificates-XXXXXX";
  if (!::mkdtemp(path.data())) throw std::runtime_error("mkdtemp failed");
  return path;
}

}  // namespace

Certificates::Certificates() : directory_(make_directory()) {
  run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 "
      "-subj /CN=test-authority -keyout " +
      directory_ + "/ca.key -out " + ca());
  issue(directory_, "server", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  issue(directory_, "client", "extendedKeyUsage=clientAuth\n");
}

std::string Certificates::client_fingerprint() const {
  const auto sum = directory_ + "/client.sum";
  run("{ openssl x509 -in " + client() + " -outform DER | sha256sum > " + sum + "; }");
  std::string digest;
  std::ifstream(sum) >> digest;
  return digest;
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace jisr::test
