// Sealing, pseudonyms and reading of keys.
#include "gateway/vault.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <type_traits>

namespace jisr::gateway {
namespace {

const std::string kOne = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const std::string kTwo = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

Vault vault_of(const std::string& sealing, unsigned char id, const std::string& pseudonyms) {
  std::vector<SealingKey> keys;
  keys.push_back({id, SecretKey::parse(sealing).value()});
  return Vault(std::move(keys), SecretKey::parse(pseudonyms).value());
}

TEST(Vault, OpensWhatItSealed) {
  const Vault vault = vault_of(kOne, 1, kTwo);
  for (const std::string& plain :
       {std::string(), std::string("a\0b", 3), std::string(100'000, 'x')}) {
    const std::string sealed = vault.seal(plain, "jisr:{1}:u:x");
    EXPECT_EQ(sealed.size(), plain.size() + Vault::kOverheadBytes);
    EXPECT_EQ(sealed[0], 1);
    auto opened = vault.open(sealed, "jisr:{1}:u:x");
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, plain);
  }
  const std::string a = vault.seal("same", "k");
  const std::string b = vault.seal("same", "k");
  EXPECT_NE(a.substr(0, Vault::kStampBytes), b.substr(0, Vault::kStampBytes));
}

TEST(Vault, DoesNotOpenWhatIsNotItsOwn) {
  const Vault vault = vault_of(kOne, 1, kTwo);
  const Vault other_key = vault_of(kTwo, 1, kTwo);
  const Vault other_id = vault_of(kOne, 2, kTwo);
  const std::string sealed = vault.seal("answers", "jisr:{1}:u:x");
  EXPECT_EQ(vault.open(sealed, "jisr:{1}:u:y").error().code, Errc::malformed_input);
  EXPECT_EQ(other_key.open(sealed, "jisr:{1}:u:x").error().code, Errc::malformed_input);
  EXPECT_EQ(other_id.open(sealed, "jisr:{1}:u:x").error().code, Errc::misconfigured);
  for (std::size_t i = 1; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(vault.open(altered, "jisr:{1}:u:x")) << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(vault.open(sealed.substr(0, size), "jisr:{1}:u:x")) << size;
  }
}

TEST(Vault, OpensWithRetiredKeysAndSealsWithTheFirst) {
  const Vault before = vault_of(kOne, 1, kTwo);
  std::vector<SealingKey> keys;
  keys.push_back({2, SecretKey::parse(kTwo).value()});
  keys.push_back({1, SecretKey::parse(kOne).value()});
  const Vault after(std::move(keys), SecretKey::parse(kTwo).value());
  const std::string old = before.seal("answers", "k");
  EXPECT_EQ(after.open(old, "k").value(), "answers");
  EXPECT_FALSE(after.is_current(old));
  EXPECT_TRUE(after.is_current(after.seal("answers", "k")));
  EXPECT_THROW(Vault({}, SecretKey::parse(kTwo).value()), std::invalid_argument);
  std::vector<SealingKey> twins;
  twins.push_back({1, SecretKey::parse(kOne).value()});
  twins.push_back({1, SecretKey::parse(kTwo).value()});
  EXPECT_THROW(Vault(std::move(twins), SecretKey::parse(kTwo).value()), std::invalid_argument);
}

std::vector<SealingKey> keys_of(std::initializer_list<std::pair<unsigned char, std::string>> all) {
  std::vector<SealingKey> keys;
  for (const auto& [id, text] : all) keys.push_back({id, SecretKey::parse(text).value()});
  return keys;
}

TEST(Vault, TakesOtherKeysWhileItIsUsed) {
  Vault vault(keys_of({{1, kOne}}), SecretKey::parse(kTwo).value());
  const std::string old = vault.seal("answers", "k");
  ASSERT_TRUE(vault.replace(keys_of({{1, kOne}, {2, kTwo}})));
  EXPECT_EQ(vault.key_ids(), "1,2");
  ASSERT_TRUE(vault.replace(keys_of({{2, kTwo}, {1, kOne}})));
  EXPECT_EQ(vault.key_ids(), "2,1");
  EXPECT_EQ(vault.open(old, "k").value(), "answers");
  EXPECT_FALSE(vault.is_current(old));
  const std::string young = vault.seal("answers", "k");
  EXPECT_EQ(Vault::key_id(young), 2);
  ASSERT_TRUE(vault.replace(keys_of({{2, kTwo}})));
  EXPECT_EQ(vault.open(old, "k").error().code, Errc::misconfigured);
  EXPECT_EQ(vault.open(young, "k").value(), "answers");
  EXPECT_FALSE(vault.replace({})) << "nothing changes";
  EXPECT_FALSE(vault.replace(keys_of({{1, kTwo}}))) << "id 1 was another key";
  EXPECT_FALSE(vault.replace(keys_of({{3, kTwo}, {3, kOne}})));
  EXPECT_EQ(vault.key_ids(), "2");
}

TEST(Vault, NamesSubscribersByKey) {
  const Vault vault = vault_of(kOne, 1, kTwo);
  const std::string name = vault.pseudonym("+212612345678");
  EXPECT_EQ(name.size(), Vault::kPseudonymChars);
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  EXPECT_EQ(name.find_first_not_of(kAlphabet), std::string::npos);
  EXPECT_EQ(name, vault.pseudonym("+212612345678"));
  EXPECT_NE(name, vault.pseudonym("+212612345679"));
  EXPECT_NE(name, vault_of(kOne, 1, kOne).pseudonym("+212612345678"));
  const std::string log = vault.log_name("+212612345678");
  EXPECT_EQ(log.size(), Vault::kLogNameChars);
  EXPECT_FALSE(name.starts_with(log));
  // Sessions of a running deployment are found by this very name. From Python:
  // blake2b(b"+212612345678", digest_size=16, key=..., person=b"jisr subscriber")
  EXPECT_EQ(name, "0Lbr4ZYU-b61zSeY1cxUNw");
  EXPECT_EQ(log, "jv0vCd1y");
}

TEST(SecretKey, ReadsHexAndBase64) {
  const std::string expected = [] {
    std::string bytes;
    for (int i = 0; i < 32; ++i) bytes += static_cast<char>(i);
    return bytes;
  }();
  for (const std::string& text :
       {kOne, " " + kOne + "\n", std::string("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        std::string("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\r\n")}) {
    auto key = SecretKey::parse(text);
    ASSERT_TRUE(key) << text;
    const std::string bytes(reinterpret_cast<const char*>(key->bytes()), SecretKey::kBytes);
    EXPECT_EQ(bytes, expected);
  }
  EXPECT_FALSE(std::is_copy_constructible_v<SecretKey>);
}

TEST(SecretKey, RefusesWithoutQuoting) {
  for (const std::string& text :
       {std::string(), std::string(" \n"), std::string("secret-canary"), kOne.substr(2),
        kOne + "00", std::string(64, '0'), std::string(64, 'g'),
        std::string("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh=")}) {
    auto key = SecretKey::parse(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, Errc::misconfigured);
    EXPECT_EQ(key.error().context.find("canary"), std::string::npos);
  }
}

TEST(SecretKey, ComesFromAFileOrTheEnvironment) {
  const std::string path = testing::TempDir() + "jisr_key_" + std::to_string(::getpid());
  std::ofstream(path) << kOne << "\n";
  EXPECT_TRUE(SecretKey::from_file(path));
  std::ofstream(path) << "nonsense";
  EXPECT_NE(SecretKey::from_file(path).error().context.find(path), std::string::npos);
  ::unlink(path.c_str());
  EXPECT_EQ(SecretKey::from_file(path).error().code, Errc::misconfigured);
  ::setenv("JISR_TEST_KEY", kTwo.c_str(), 1);
  EXPECT_TRUE(SecretKey::from_environment("JISR_TEST_KEY"));
  EXPECT_FALSE(SecretKey::from_environment("JISR_TEST_NO_KEY"));
}

}  // namespace
}  // namespace jisr::gateway
