// Files of sealing keys.
#include "gateway/key_ring.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace jisr::gateway {
namespace {

const std::string kHex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

class KeyRingTest : public testing::Test {
 protected:
  KeyRingTest() { std::filesystem::create_directory(folder_); }
  ~KeyRingTest() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  const std::string folder_ = testing::TempDir() + "jisr_keys_" + std::to_string(::getpid());
};

TEST_F(KeyRingTest, TheIdTravelsWithTheKey) {
  EXPECT_EQ(read_sealing_key(file("a", kHex + "\n"))->id, 1);
  EXPECT_EQ(read_sealing_key(file("b", "7:" + kHex + "\n"))->id, 7);
  for (const char* wrong : {"0:", "256:", "x:", ":", "-1:", "1:2:"}) {
    const auto key = read_sealing_key(file("c", wrong + kHex));
    ASSERT_FALSE(key) << wrong;
    EXPECT_EQ(key.error().context.find(kHex), std::string::npos);
  }
}

TEST_F(KeyRingTest, MakesOneForItsOwnerOnly) {
  const auto path = folder_ + "/new";
  ASSERT_TRUE(make_sealing_key(path, 2));
  EXPECT_FALSE(make_sealing_key(path, 3)) << "it is there already";
  struct stat seen {};
  ASSERT_EQ(::stat(path.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777U, 0600U);
  KeyConfig config;
  config.sealing_files = {path, file("old", kHex)};
  const auto keys = read_sealing_keys(config);
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->at(0).id, 2);
  EXPECT_EQ(keys->at(1).id, 1);
  EXPECT_EQ(next_key_id(*keys), 3);
  config.sealing_files.push_back(folder_ + "/none");
  EXPECT_NE(read_sealing_keys(config).error().context.find("jisr keys new"), std::string::npos);
}

TEST_F(KeyRingTest, AfterTheLastIdTheFreeOnesComeAgain) {
  std::vector<SealingKey> keys;
  for (const unsigned id : {255U, 1U}) {
    keys.push_back({static_cast<unsigned char>(id), SecretKey::parse(kHex).value()});
  }
  EXPECT_EQ(next_key_id(keys), 2);
}

}  // namespace
}  // namespace jisr::gateway
