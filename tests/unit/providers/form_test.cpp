// Forms and JSON from strangers.
#include "providers/form.hpp"

#include <gtest/gtest.h>

#include "providers/json.hpp"

namespace jisr::providers {
namespace {

TEST(Form, DecodesPlusAndPercent) {
  const auto fields = parse_form("a=1+2&phone=%2B212&empty=&bare&%D9%85=x");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*find(*fields, "a"), "1 2");
  EXPECT_EQ(*find(*fields, "phone"), "+212");
  EXPECT_EQ(*find(*fields, "empty"), "");
  EXPECT_EQ(*find(*fields, "bare"), "");
  EXPECT_EQ(*find(*fields, "م"), "x");
  EXPECT_EQ(find(*fields, "absent"), nullptr);
}

TEST(Form, RefusesWhatParsersReadDifferently) {
  std::string many;
  for (std::size_t i = 0; i <= kFieldsMax; ++i) many += "f" + std::to_string(i) + "=1&";
  for (const std::string& bad :
       {std::string("a=%4"), std::string("a=%zz"), std::string("%=1"), many}) {
    EXPECT_FALSE(parse_form(bad)) << bad;
  }
}

TEST(Form, KeepsEveryFieldOfAName) {
  const auto fields = parse_form("a=1&=&a=2&=en");
  ASSERT_TRUE(fields);
  EXPECT_EQ(count(*fields, "a"), 2U);
  EXPECT_EQ(*find(*fields, "a"), "1");
}

TEST(Form, RoundTrips) {
  const Fields fields{{"to", "+212612345678"}, {"text", "رقم الملف 12345678 & شكرا=؟"}};
  EXPECT_EQ(parse_form(write_form(fields)), fields);
}

TEST(Json, IsFlattenedByPointer) {
  const auto flat = parse_json(R"({"a":{"b":[1,"x",true,null,{"c/d":"y"}]},"n":-1.5e3})");
  ASSERT_TRUE(flat);
  const FlatJson expected{
      {"/a/b/0", "1"}, {"/a/b/1", "x"}, {"/a/b/2", "true"}, {"/a/b/4/c~1d", "y"}, {"/n", "-1.5e3"}};
  EXPECT_EQ(*flat, expected) << "null is absence, and still counts as an element";
}

TEST(Json, RefusesUglyInput) {
  std::string deep(40, '[');
  std::string many = "[";
  for (std::size_t i = 0; i <= kJsonScalarsMax; ++i) many += "1,";
  for (const std::string& bad :
       {std::string(R"({"a":1,"a":2})"), std::string(R"({"a":{},"a":1})"),
        deep + std::string(40, ']'), many + "1]", std::string("{\"a\":\"\\u0000\"}"),
        std::string("{\"a\\u0000\":1}"), std::string(R"({"a":null,"a":1})"),
        std::string(R"({"a":1e400})"), std::string("{\"a\":\"\xff\"}"),
        std::string("{\"a\":\"\\ud800\"}"), std::string("{"), std::string(""), std::string("{} x"),
        std::string("{'a':1}")}) {
    EXPECT_FALSE(parse_json(bad)) << bad;
  }
}

TEST(Json, WritesWithEscaping) {
  Tree list;
  list.kind = Tree::Kind::list;
  list.members.push_back({"", Tree::of("1.5", Tree::Kind::literal)});
  list.members.push_back({"", Tree::of("nan", Tree::Kind::literal)});
  list.members.push_back({"", Tree::of("123e564", Tree::Kind::literal)});  // no finite number
  Tree body;
  body.kind = Tree::Kind::map;
  body.members.push_back({"te\"xt", Tree::of("a\"b\\c\n")});
  body.members.push_back({"end", Tree::of("true", Tree::Kind::literal)});
  body.members.push_back({"list", list});
  EXPECT_EQ(write_json(body), R"({"te\"xt":"a\"b\\c\n","end":true,"list":[1.5,"nan","123e564"]})")
      << "what is no value of JSON becomes a text";
}

}  // namespace
}  // namespace jisr::providers
