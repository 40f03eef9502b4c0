#include "gateway/json_object.hpp"

#include <gtest/gtest.h>

namespace jisr::gateway {
namespace {

TEST(JsonObject, IsAnObjectOrNothing) {
  EXPECT_TRUE(parse_object("{}"));
  for (const char* other : {"", "{", "[]", "1", "\"{}\"", "{} {}", "{\"a\":1,}"}) {
    EXPECT_FALSE(parse_object(other)) << other;
  }
  const std::string deep(33, '[');
  EXPECT_FALSE(parse_object("{\"a\":" + deep + std::string(33, ']') + "}"));
}

TEST(JsonObject, GivesAMemberOfTheTypeAskedFor) {
  const auto object = parse_object(R"({"t":"\u0623مل","w":-7,"f":7.0,"big":9223372036854775808,
                                      "yes":true,"no":false,"n":null})");
  ASSERT_TRUE(object);
  EXPECT_EQ(text_at(*object, "t"), "أمل");
  EXPECT_EQ(whole_at(*object, "w"), -7);
  EXPECT_TRUE(true_at(*object, "yes"));
  EXPECT_FALSE(true_at(*object, "no"));
  for (const char* name : {"f", "big", "yes", "t", "n", "missing"}) {
    EXPECT_FALSE(whole_at(*object, name)) << name;
  }
  for (const char* name : {"w", "yes", "n", "missing"}) {
    EXPECT_FALSE(text_at(*object, name)) << name;
  }
  for (const char* name : {"w", "t", "n", "no", "missing"}) {
    EXPECT_FALSE(true_at(*object, name)) << name;
  }
}

}  // namespace
}  // namespace jisr::gateway
