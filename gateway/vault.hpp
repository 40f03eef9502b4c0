// What keeps personal data from whoever reads Redis or the logs: answers are sealed, phone numbers
// become keyed pseudonyms. Lent to all threads; the sealing keys may be replaced while they seal
// and open, which costs them no lock.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/result.hpp"
#include "gateway/secret_key.hpp"

namespace jisr::gateway {

struct SealingKey {
  unsigned char id;  // written before each sealed value; do not give it to another key
  SecretKey key;
};

class Vault {
 public:
  // Stored in Redis; do not change: key id (1 byte) | nonce (24) | ciphertext | tag (16).
  static constexpr std::size_t kStampBytes = 25;  // key id and nonce: differs for each seal()
  static constexpr std::size_t kOverheadBytes = 41;
  static constexpr std::size_t kPseudonymChars = 22;
  static constexpr std::size_t kLogNameChars = 8;

  // The first sealing key seals; the others only open what was sealed before a rotation. Throws
  // std::invalid_argument when there is none, or two share an id.
  Vault(std::vector<SealingKey> sealing, SecretKey pseudonyms);
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  // From now on these seal and open, in the same sense. Misconfigured, and nothing changes, when
  // there is none, two share an id, or an id stands for another key than before. Any thread.
  Result<void> replace(std::vector<SealingKey> sealing);

  // The name of a subscriber in Redis: keyed BLAKE2b-128 of her E.164 number ("+212612345678"),
  // base64url without padding. The same for the same number and key; nothing leads back.
  std::string pseudonym(std::string_view msisdn_e164) const;

  // Her name in log lines: 8 characters, from another context, so that a log line cannot be matched
  // with a Redis key.
  std::string log_name(std::string_view msisdn_e164) const;

  // The key under which her PIN is digested: 32 bytes that her number and our key decide. With
  // another key PINs that were kept before compare with nothing.
  std::string pin_key(std::string_view msisdn_e164) const;

  // Encrypts (XChaCha20-Poly1305). `associated` is the Redis key that the value goes to: a value
  // that is moved to another key does not open there.
  std::string seal(std::string_view plain, std::string_view associated) const;

  // Decrypts. Errors are malformed_input, or misconfigured for an unknown key id; never retryable.
  Result<std::string> open(std::string_view sealed, std::string_view associated) const;

  // Whether a sealed value was sealed with the first key, and not with one that is to be retired.
  bool is_current(std::string_view sealed) const;
  // The id of the key that sealed it; 0: too short to say.
  static unsigned char key_id(std::string_view sealed);

  // The ids of the keys that open, that of the one that seals first: "2,1".
  std::string key_ids() const;

 private:
  // Keys live as long as the vault, also those that were replaced: a thread may be using one.
  std::mutex replacing_;
  std::list<SealingKey> known_;
  std::array<std::atomic<const SealingKey*>, 256> opens_{};  // by id
  std::atomic<const SealingKey*> seals_{nullptr};
  SecretKey pseudonyms_;
};

}  // namespace jisr::gateway
