// Names: Redis keys, reference numbers, ids of entries.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "gateway/keys.hpp"
#include "gateway/reference.hpp"
#include "gateway/uuid.hpp"

namespace jisr::gateway {
namespace {

TEST(Keys, KeepAPartitionTogether) {
  const Keys keys(64);
  const std::string name = "0Lbr4ZYU-b61zSeY1cxUNw";
  // Computed apart, with FNV-1a 64: changing this loses every session of a running deployment.
  const SubscriberKey key = keys.subscriber(name, Medium::ussd);
  EXPECT_EQ(key.partition, 42);
  EXPECT_EQ(key.session, "jisr:{42}:u:" + name);
  EXPECT_EQ(keys.subscriber(name, Medium::sms).session, "jisr:{42}:m:" + name);
  EXPECT_EQ(key.registered, "jisr:{42}:r:" + name);
  EXPECT_EQ(keys.subscriber(name, Medium::sms).registered, key.registered);
  EXPECT_EQ(Keys::entry(17, "id"), "jisr:{17}:e:id");
  EXPECT_EQ(Keys::due(17), "jisr:{17}:due");
  EXPECT_EQ(Keys::dead(17), "jisr:{17}:dead");
  EXPECT_EQ(Keys::refs(17), "jisr:{17}:refs");
  EXPECT_EQ(Keys(1).funnel("jisr", "2026-11-24").name, "jisr:{0}:f:jisr:2026-11-24");
  EXPECT_EQ(Keys(1).subscriber("anyone", Medium::ussd).partition, 0);
}

TEST(Keys, SpreadSubscribersEvenly) {
  const Keys keys(64);
  int counts[64] = {};
  for (int i = 0; i < 64'000; ++i) {
    ++counts[keys.subscriber("name" + std::to_string(i), Medium::ussd).partition];
  }
  for (const int count : counts) EXPECT_NEAR(count, 1000, 200);
}

TEST(Reference, HasTheCheckDigitOfTheStandard) {
  // Computed apart, by a program that gives 5 for 0794, the example of ISO/IEC 7064.
  for (const std::string good : {"12345672", "99999997", "10000004"}) {
    EXPECT_TRUE(reference::valid(good)) << good;
  }
  for (const std::string bad :
       {"", "1234567", "123456789", "1234567a", "01234567", " 2345678", "٠٩٨٧"}) {
    EXPECT_FALSE(reference::valid(bad)) << bad;
  }
}

TEST(Reference, FindsEveryWrongDigitAndMostSwaps) {
  int swaps = 0;
  int found = 0;
  for (std::uint64_t random = 0; random < 2000; ++random) {
    const std::string good = reference::draw(5, 64, random * 0x9E3779B97F4A7C15U);
    ASSERT_TRUE(reference::valid(good)) << good;
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string wrong = good;
        wrong[i] = digit;
        EXPECT_EQ(reference::valid(wrong), wrong == good) << good << " " << wrong;
      }
      if (i == 0 || good[i] == good[i - 1]) continue;
      std::string swapped = good;
      std::swap(swapped[i], swapped[i - 1]);
      ++swaps;
      if (!reference::valid(swapped)) ++found;
    }
  }
  EXPECT_GT(found, swaps * 97 / 100);
}

TEST(Reference, StaysInItsPartition) {
  for (const std::uint16_t partitions : {1, 7, 64, 16384}) {
    SCOPED_TRACE(partitions);
    for (std::uint16_t partition = 0; partition < partitions; partition += partitions / 7 + 1) {
      std::set<std::string> all;
      std::set<std::uint32_t> ordinals;
      for (std::uint64_t random : {0U, 1U, 2U, 500U, 0xffffffffU}) {
        const std::string text = reference::draw(partition, partitions, random);
        ASSERT_TRUE(reference::valid(text));
        EXPECT_EQ(reference::partition_of(text, partitions), partition);
        EXPECT_LE(reference::ordinal(text, partitions), 9'000'000U / partitions);
        all.insert(text);
        ordinals.insert(reference::ordinal(text, partitions));
      }
      EXPECT_EQ(all.size(), ordinals.size());
    }
  }
}

TEST(Uuid, IsVersionSevenOfTheTime) {
  UuidSource source;
  // The time and rand_b of the example in RFC 9562, A.6; rand_a counts from 0.
  const std::string id = source.next(0x017F22E279B0, std::uint64_t{0x18C4DC0C0C07398F} << 2);
  EXPECT_EQ(id, "017f22e2-79b0-7000-98c4-dc0c0c07398f");
}

TEST(Uuid, RisesWhateverTheClockDoes) {
  UuidSource source;
  std::string last;
  for (const std::uint64_t ms : {1000U, 1000U, 999U, 5U, 1001U, 1000U}) {
    for (int i = 0; i < 5000; ++i) {
      const std::string id = source.next(ms, random_bits());
      ASSERT_EQ(id.size(), 36U);
      EXPECT_EQ(id[14], '7');
      EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
      ASSERT_LT(last, id);
      last = id;
    }
  }
  UuidSource one, other;
  EXPECT_NE(one.next(), other.next());
}

}  // namespace
}  // namespace jisr::gateway
