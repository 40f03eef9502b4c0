// Numbers as Moroccan operators and people write them.
#include "providers/msisdn.hpp"

#include <gtest/gtest.h>

namespace jisr::providers {
namespace {

TEST(Msisdn, IsNormalisedToE164) {
  const NumberingPlan plan;
  struct Case {
    const char* written;
    const char* e164;  // null: refused
  };
  const Case cases[] = {
      {"+212612345678", "+212612345678"},     {"212612345678", "+212612345678"},
      {"00212612345678", "+212612345678"},    {"0612345678", "+212612345678"},
      {"612345678", "+212612345678"},         {"+212 (0)6 12 34 56 78", "+212612345678"},
      {" 212612345678", "+212612345678"},     {"06.12.34.56.78", "+212612345678"},
      {"06-12-34-56-78", "+212612345678"},    {"٠٦١٢٣٤٥٦٧٨", "+212612345678"},
      {"۰۶۱۲۳۴۵۶۷۸", "+212612345678"},        {"+27761234567", "+27761234567"},
      {"254700000001", "+254700000001"},      {"", nullptr},
      {"+", nullptr},                         {"061234567", nullptr},
      {"06123456789", nullptr},               {"+2126123456789", nullptr},
      {"hello", nullptr},                     {"0612345678;DROP", nullptr},
      {"+1234567890123456", nullptr},         {"06123456७८", nullptr},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.written);
    const auto e164 = normalise(one.written, plan);
    ASSERT_EQ(e164.has_value(), one.e164 != nullptr);
    EXPECT_EQ(e164.value_or(""), one.e164 == nullptr ? "" : one.e164);
  }
}

TEST(Msisdn, KnowsMobileNumbers) {
  const NumberingPlan plan;
  EXPECT_TRUE(is_mobile("+212612345678", plan));
  EXPECT_TRUE(is_mobile("+212712345678", plan));
  EXPECT_FALSE(is_mobile("+212528871234", plan));
  EXPECT_FALSE(is_mobile("+27761234567", plan));
}

}  // namespace
}  // namespace jisr::providers
