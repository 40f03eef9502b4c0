// OpenSSL behind a small door.
#include "providers/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "providers/json.hpp"

namespace jisr::providers {

namespace {

const EVP_MD* method(Hash hash) {
  switch (hash) {
    case Hash::sha1:
      return EVP_sha1();
    case Hash::sha256:
      return EVP_sha256();
    case Hash::sha512:
      return EVP_sha512();
    case Hash::md5:
      return EVP_md5();
  }
  return EVP_sha256();
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

const std::string* at(const FlatJson& json, std::string_view pointer) {
  for (const auto& [where, value] : json) {
    if (where == pointer) return &value;
  }
  return nullptr;
}

}  // namespace

bool same(std::string_view shown, std::string_view expected) {
  return !expected.empty() && shown.size() == expected.size() &&
         CRYPTO_memcmp(shown.data(), expected.data(), expected.size()) == 0;
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::optional<std::string> base64url_decode(std::string_view text) {
  std::string padded;
  for (const char c : text) {
    const bool known = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_';
    if (!known) return std::nullopt;
    padded += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  if (padded.size() % 4 == 1) return std::nullopt;
  const std::size_t missing = (4 - padded.size() % 4) % 4;
  padded.append(missing, '=');
  std::string out(padded.size() / 4 * 3 + 1, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(padded),
                                     static_cast<int>(padded.size()));
  if (length < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(length) - missing);
  return out;
}

std::string hex(std::string_view bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

std::string digest(Hash hash, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, method(hash), nullptr);
  return {reinterpret_cast<const char*>(out.data()), length};
}

std::string hmac(Hash hash, std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  HMAC(method(hash), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
       out.data(), &length);
  return {reinterpret_cast<const char*>(out.data()), length};
}

std::string write_signature(Written written, const std::string& signature) {
  return written == Written::hex ? hex(signature) : base64(signature);
}

std::string sorted_fields(const Fields& fields) {
  auto sorted = fields;
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const auto& [name, value] : sorted) out += name + value;
  return out;
}

std::optional<std::string> jwt_claims(std::string_view token, std::string_view key) {
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || key.empty()) return std::nullopt;
  const auto header = base64url_decode(token.substr(0, first));
  const auto claims = base64url_decode(token.substr(first + 1, second - first - 1));
  const auto signature = base64url_decode(token.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  // The signature first: nothing else of a stranger's token is worth a look.
  if (!same(*signature, hmac(Hash::sha256, key, token.substr(0, second)))) return std::nullopt;
  const auto json = parse_json(*header);
  const auto* algorithm = json ? at(*json, "/alg") : nullptr;
  if (algorithm == nullptr || *algorithm != "HS256") return std::nullopt;
  return claims;
}

}  // namespace jisr::providers
