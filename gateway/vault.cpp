// Sealing and pseudonyms, by libsodium.
#include "gateway/vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "gateway/randomness.hpp"

namespace jisr::gateway {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Vault::kStampBytes == 1 + kNonceBytes);
static_assert(Vault::kOverheadBytes == Vault::kStampBytes + kTagBytes);
static_assert(SecretKey::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

constexpr std::size_t kHashBytes = 16;
using Context = std::array<unsigned char, crypto_generichash_blake2b_PERSONALBYTES>;
// BLAKE2b's personalization tells the uses of one key apart. Stored in Redis; do not change.
constexpr Context kStored = {'j', 'i', 's', 'r', ' ', 's', 'u', 'b',
                             's', 'c', 'r', 'i', 'b', 'e', 'r'};
constexpr Context kLogged = {'j', 'i', 's', 'r', ' ', 'l', 'o', 'g'};
constexpr Context kPins = {'j', 'i', 's', 'r', ' ', 'p', 'i', 'n'};

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void digest(std::string_view msisdn, const SecretKey& key, const Context& context,
            unsigned char* to, std::size_t bytes) {
  constexpr std::array<unsigned char, crypto_generichash_blake2b_SALTBYTES> kNoSalt{};
  if (crypto_generichash_blake2b_salt_personal(to, bytes, raw(msisdn), msisdn.size(), key.bytes(),
                                               SecretKey::kBytes, kNoSalt.data(),
                                               context.data()) != 0) {
    throw std::logic_error("BLAKE2b refuses its sizes");
  }
}

std::string name_of(std::string_view msisdn, const SecretKey& key, const Context& context) {
  std::array<unsigned char, kHashBytes> hash;
  digest(msisdn, key, context, hash.data(), hash.size());
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::array<char, sodium_base64_ENCODED_LEN(kHashBytes, kVariant)> text;
  return sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), kVariant);
}

}  // namespace

Vault::Vault(std::vector<SealingKey> sealing, SecretKey pseudonyms)
    : pseudonyms_(std::move(pseudonyms)) {
  auto taken = replace(std::move(sealing));
  if (!taken) throw std::invalid_argument(taken.error().context);
}

Result<void> Vault::replace(std::vector<SealingKey> sealing) {
  const auto wrong = [](const char* what) { return Error{Errc::misconfigured, what, false}; };
  if (sealing.empty()) return wrong("a vault needs a sealing key");
  const std::lock_guard lock(replacing_);
  const auto known = [this](unsigned char id) {
    return std::find_if(known_.begin(), known_.end(),
                        [id](const SealingKey& one) { return one.id == id; });
  };
  for (std::size_t i = 0; i < sealing.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (sealing[i].id == sealing[j].id) return wrong("two sealing keys have the same id");
    }
    const auto before = known(sealing[i].id);
    if (before == known_.end()) continue;
    const auto* ours = before->key.bytes();
    if (sodium_memcmp(ours, sealing[i].key.bytes(), SecretKey::kBytes) != 0) {
      return wrong("a sealing key has the id of another one before it");
    }
  }
  std::array<const SealingKey*, 256> opens{};
  const SealingKey* seals = nullptr;
  for (auto& one : sealing) {
    auto place = known(one.id);
    if (place == known_.end()) place = known_.insert(place, std::move(one));
    opens[place->id] = &*place;
    if (seals == nullptr) seals = &*place;
  }
  // First what opens more, then what seals, then what opens less.
  for (std::size_t id = 0; id < opens.size(); ++id) {
    if (opens[id] != nullptr) opens_[id].store(opens[id], std::memory_order_release);
  }
  seals_.store(seals, std::memory_order_release);
  for (std::size_t id = 0; id < opens.size(); ++id) {
    opens_[id].store(opens[id], std::memory_order_release);
  }
  return {};
}

std::string Vault::pseudonym(std::string_view msisdn_e164) const {
  return name_of(msisdn_e164, pseudonyms_, kStored);
}

std::string Vault::log_name(std::string_view msisdn_e164) const {
  return name_of(msisdn_e164, pseudonyms_, kLogged).substr(0, kLogNameChars);
}

std::string Vault::pin_key(std::string_view msisdn_e164) const {
  std::string key(SecretKey::kBytes, '\0');
  digest(msisdn_e164, pseudonyms_, kPins, reinterpret_cast<unsigned char*>(key.data()), key.size());
  return key;
}

std::string Vault::seal(std::string_view plain, std::string_view associated) const {
  const SealingKey& with = *seals_.load(std::memory_order_acquire);
  std::string sealed(kOverheadBytes + plain.size(), '\0');
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  out[0] = with.id;
  // 24 random bytes do not collide, however many values one key seals.
  random_fill(out + 1, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out + kStampBytes, nullptr, raw(plain), plain.size(),
                                             raw(associated), associated.size(), nullptr, out + 1,
                                             with.key.bytes());
  return sealed;
}

Result<std::string> Vault::open(std::string_view sealed, std::string_view associated) const {
  if (sealed.size() < kOverheadBytes) {
    return Error{Errc::malformed_input, "a sealed value: is too short", false};
  }
  const unsigned char* in = raw(sealed);
  const SealingKey* with = opens_[in[0]].load(std::memory_order_acquire);
  if (with == nullptr) {
    return Error{Errc::misconfigured,
                 "a sealed value: there is no sealing key with id " + std::to_string(in[0]), false};
  }
  std::string plain(sealed.size() - kOverheadBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  const int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(
      out, nullptr, nullptr, in + kStampBytes, sealed.size() - kStampBytes, raw(associated),
      associated.size(), in + 1, with->key.bytes());
  if (bad != 0) {
    return Error{Errc::malformed_input, "a sealed value: does not open (wrong key, or altered)",
                 false};
  }
  return plain;
}

bool Vault::is_current(std::string_view sealed) const {
  return !sealed.empty() && *raw(sealed) == seals_.load(std::memory_order_acquire)->id;
}

unsigned char Vault::key_id(std::string_view sealed) {
  return sealed.size() < kOverheadBytes ? 0 : *raw(sealed);
}

std::string Vault::key_ids() const {
  const auto* seals = seals_.load(std::memory_order_acquire);
  auto ids = std::to_string(seals->id);
  for (const auto& one : opens_) {
    const auto* key = one.load(std::memory_order_acquire);
    if (key != nullptr && key != seals) ids += "," + std::to_string(key->id);
  }
  return ids;
}

}  // namespace jisr::gateway
