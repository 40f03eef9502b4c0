// What the outbox keeps of an SMS: written and read again the same; damaged bytes are read or
// refused, and never end the loop that delivers.
#include <gtest/gtest.h>

#include "gateway/delivery/registration.hpp"
#include "gateway/delivery/sms.hpp"
#include "tests/support/registrations.hpp"

namespace jisr::gateway {
namespace {

// The same damage on every machine.
class Damage {
 public:
  std::string to(std::string bytes) {
    for (std::size_t hits = 1 + draw(4); hits > 0 && !bytes.empty(); --hits) {
      const auto at = draw(bytes.size());
      if (draw(3) == 0)
        bytes.erase(at, 1 + draw(16));
      else
        bytes[at] = static_cast<char>(draw(256));
    }
    return bytes;
  }

 private:
  std::size_t draw(std::size_t below) {
    random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(random_ >> 33) % below;
  }
  std::uint64_t random_ = 555;
};

TEST(Queued, AnSmsIsReadAsItWasWritten) {
  const QueuedSms sms{"demo-sms", "+212612345678", "سجلك: 48271936\n\"<&\""};
  const auto again = decode_sms(encode(sms));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->channel, sms.channel);
  EXPECT_EQ(again->msisdn, sms.msisdn);
  EXPECT_EQ(again->text, sms.text);
}

TEST(Queued, DamagedBytesAreReadOrRefused) {
  Damage damage;
  const auto sms = encode(QueuedSms{"demo-sms", "+212612345678", "48271936"});
  const auto registration = encode(test::a_registration());
  int refused = 0;
  for (int i = 0; i < 5000; ++i) {
    const auto read = decode_sms(damage.to(sms));
    if (read) {
      EXPECT_TRUE(decode_sms(encode(*read)));
    }
    const auto entry = decode_registration(damage.to(registration));
    if (!entry) {
      EXPECT_FALSE(entry.error().retryable);
    }
    refused += static_cast<int>(!read) + static_cast<int>(!entry);
  }
  EXPECT_GT(refused, 2000);
}

}  // namespace
}  // namespace jisr::gateway
