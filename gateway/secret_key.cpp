// Reading secret keys, over libsodium's guarded memory.
#include "gateway/secret_key.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <new>

namespace jisr::gateway {
namespace {

constexpr std::size_t kTextMax = 4096;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

Error misconfigured(std::string what) {
  return Error{Errc::misconfigured, std::move(what), false};
}

bool decode(std::string_view text, unsigned char* out) {
  std::size_t size = 0;
  if (text.size() == 2 * SecretKey::kBytes) {
    return sodium_hex2bin(out, SecretKey::kBytes, text.data(), text.size(), nullptr, &size,
                          nullptr) == 0 &&
           size == SecretKey::kBytes;
  }
  constexpr std::array kVariants = {
      sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
      sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_URLSAFE_NO_PADDING};
  return std::any_of(kVariants.begin(), kVariants.end(), [&](int variant) {
    const char* end = nullptr;
    return sodium_base642bin(out, SecretKey::kBytes, text.data(), text.size(), nullptr, &size, &end,
                             variant) == 0 &&
           size == SecretKey::kBytes && end == text.data() + text.size();
  });
}

}  // namespace

void SecretKey::Free::operator()(unsigned char* bytes) const {
  sodium_free(bytes);
}

SecretKey::SecretKey() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  bytes_.reset(static_cast<unsigned char*>(sodium_malloc(kBytes)));
  if (!bytes_) throw std::bad_alloc();
}

Result<SecretKey> SecretKey::parse(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return misconfigured("a secret key: is empty");
  SecretKey key;
  if (!decode(text, key.bytes_.get())) {
    return misconfigured("a secret key: is not 64 hexadecimal digits, nor base64 of 32 bytes");
  }
  const unsigned char* bytes = key.bytes();
  if (std::all_of(bytes, bytes + kBytes, [&](unsigned char c) { return c == bytes[0]; })) {
    return misconfigured("a secret key: all its bytes are equal");
  }
  return key;
}

Result<SecretKey> SecretKey::from_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, kTextMax> text;
  file.read(text.data(), text.size());
  const auto size = static_cast<std::size_t>(file.gcount());
  if (size == 0) return misconfigured("a secret key: cannot read " + path);
  auto key = parse({text.data(), size});
  sodium_memzero(text.data(), text.size());
  if (!key) return misconfigured(key.error().context + " (" + path + ")");
  return key;
}

Result<SecretKey> SecretKey::from_environment(const std::string& name) {
  const char* text = std::getenv(name.c_str());
  if (text == nullptr) return misconfigured("a secret key: " + name + " is not set");
  auto key = parse(text);
  if (!key) return misconfigured(key.error().context + " (" + name + ")");
  return key;
}

}  // namespace jisr::gateway
