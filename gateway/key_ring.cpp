// Reading and making files of sealing keys.
#include "gateway/key_ring.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "gateway/randomness.hpp"

namespace jisr::gateway {

namespace {

constexpr std::size_t kTextMax = 4096;
constexpr unsigned kIdMax = 255;

Error misconfigured(std::string what) {
  return Error{Errc::misconfigured, std::move(what), false};
}

// The id in front of the first colon; 1 without one; 0 for what is no id.
unsigned id_of(std::string_view& text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return 1;
  unsigned id = 0;
  const auto digits = text.substr(0, colon);
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  const bool whole = failed == std::errc{} && end == digits.data() + digits.size();
  text.remove_prefix(colon + 1);
  return whole && id <= kIdMax ? id : 0;
}

}  // namespace

Result<SealingKey> read_sealing_key(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, kTextMax> bytes;
  file.read(bytes.data(), bytes.size());
  std::string_view text(bytes.data(), static_cast<std::size_t>(file.gcount()));
  if (text.empty()) return misconfigured("a secret key: cannot read " + path);
  const unsigned id = id_of(text);
  auto key = SecretKey::parse(text);
  sodium_memzero(bytes.data(), bytes.size());
  if (id == 0) return misconfigured("a sealing key: its id is not 1 to 255 (" + path + ")");
  if (!key) return misconfigured(key.error().context + " (" + path + ")");
  return SealingKey{static_cast<unsigned char>(id), std::move(*key)};
}

Result<std::vector<SealingKey>> read_sealing_keys(const KeyConfig& config) {
  std::vector<SealingKey> keys;
  for (const auto& path : config.sealing_files) {
    auto key = read_sealing_key(path);
    if (!key) {
      return misconfigured("keys.sealing_files: " + key.error().context +
                           " (make one: jisr keys new " + path + ")");
    }
    keys.push_back(std::move(*key));
  }
  return keys;
}

unsigned char next_key_id(const std::vector<SealingKey>& keys) {
  unsigned last = 0;
  for (const auto& one : keys) last = std::max<unsigned>(last, one.id);
  if (last < kIdMax) return static_cast<unsigned char>(last + 1);
  for (unsigned id = 1; id <= kIdMax; ++id) {
    const bool taken =
        std::any_of(keys.begin(), keys.end(), [id](const SealingKey& one) { return one.id == id; });
    if (!taken) return static_cast<unsigned char>(id);
  }
  return 0;
}

Result<void> make_sealing_key(const std::string& path, unsigned char id) {
  std::array<unsigned char, SecretKey::kBytes> key;
  random_fill(key.data(), key.size());
  std::array<char, 2 * SecretKey::kBytes + 1> hex;
  sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
  std::string text = std::to_string(id) + ":" + hex.data() + "\n";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
  bool well = file >= 0;
  if (well) {
    well = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    well = ::fsync(file) == 0 && well;
    well = ::close(file) == 0 && well;
  }
  sodium_memzero(key.data(), key.size());
  sodium_memzero(hex.data(), hex.size());
  sodium_memzero(text.data(), text.size());
  if (well) return {};
  return misconfigured("cannot make " + path + ": it is there already, or the folder is not ours");
}

}  // namespace jisr::gateway
