// The subset of JSON Schema: what each keyword takes and refuses, and what is no schema for us.
#include "gateway/delivery/schema.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace jisr::gateway {
namespace {

namespace json = boost::json;

// All violations in one line; "" when there are none.
std::string told(const std::string& schema, const std::string& document) {
  const auto compiled = Schema::compile(schema);
  if (!compiled) return "no schema: " + compiled.error().context;
  std::string text;
  for (const auto& violation : compiled->validate(json::parse(document))) {
    text += (text.empty() ? "" : ", ") + to_string(violation);
  }
  return text;
}

struct Case {
  const char* schema;
  const char* document;
  const char* expected;
};

TEST(Schema, ChecksEachKeyword) {
  const Case cases[] = {
      {R"({})", R"({"any":[1,null]})", ""},
      {R"({"type":"string"})", R"("x")", ""},
      {R"({"type":"string"})", R"(1)", "(all) type"},
      {R"({"type":["string","null"]})", R"(null)", ""},
      {R"({"type":"integer"})", R"(3.0)", ""},
      {R"({"type":"integer"})", R"(3.5)", "(all) type"},
      {R"({"type":"number"})", R"(3)", ""},
      {R"({"type":"boolean"})", R"("true")", "(all) type"},
      {R"({"enum":["a",1]})", R"(1.0)", ""},
      {R"({"enum":["a",1]})", R"("b")", "(all) enum"},
      {R"({"const":{"a":[1]}})", R"({"a":[1]})", ""},
      {R"({"const":"1"})", R"(1)", "(all) const"},
      {R"({"minLength":2})", R"("é")", "(all) minLength"},
      {R"({"minLength":2})", R"("فا")", ""},
      {R"({"maxLength":2})", R"("فاطمة")", "(all) maxLength"},
      {R"({"maxLength":2})", R"(12345)", ""},
      {R"({"pattern":"^[A-Z]{1,3}[0-9]{1,8}$"})", R"("JA123456")", ""},
      {R"({"pattern":"^[A-Z]{1,3}[0-9]{1,8}$"})", R"("ja123456")", "(all) pattern"},
      {R"({"pattern":"b"})", R"("abc")", ""},
      {R"({"minimum":18,"maximum":20})", R"(17)", "(all) minimum"},
      {R"({"minimum":18,"maximum":20})", R"(20.5)", "(all) maximum"},
      {R"({"minimum":18})", R"("17")", ""},
      {R"({"minItems":1,"items":{"type":"string"}})", R"([])", "(all) minItems"},
      {R"({"maxItems":1,"items":{"type":"string"}})", R"(["a",2])", "(all) maxItems, /1 type"},
      {R"({"required":["a/b"]})", R"({})", "/a~1b required"},
      {R"({"properties":{"a":{"type":"null"}}})", R"({"a":1,"b":2})", "/a type"},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", ""},
      {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1,"secret":2})",
       "(all) additionalProperties"},
      {R"({"anyOf":[{"type":"string"},{"minimum":5}]})", R"(7)", ""},
      {R"({"anyOf":[{"type":"string"},{"minimum":5}]})", R"(3)", "(all) anyOf"},
      {R"({"oneOf":[{"minimum":1},{"minimum":5}]})", R"(3)", ""},
      {R"({"oneOf":[{"minimum":1},{"minimum":5}]})", R"(7)", "(all) oneOf"},
      {R"({"allOf":[{"minimum":1},{"maximum":5}]})", R"(7)", "(all) maximum"},
      {R"({"$defs":{"n":{"minLength":2}},"properties":{"a":{"$ref":"#/$defs/n"}}})", R"({"a":"x"})",
       "/a minLength"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::string(one.schema) + " of " + one.document);
    EXPECT_EQ(told(one.schema, one.document), one.expected);
  }
}

struct FormatCase {
  const char* format;
  const char* text;
  bool fits;
};

TEST(Schema, ChecksFormats) {
  const FormatCase cases[] = {
      {"date", "2024-02-29", true},
      {"date", "2023-02-29", false},
      {"date", "2024-13-01", false},
      {"date", "2024-1-01", false},
      {"date", "0000-00-00", false},
      {"date-time", "2026-11-23T15:21:07Z", true},
      {"date-time", "2026-11-23t15:21:07.123+01:00", true},
      {"date-time", "2026-11-23T23:59:60Z", true},
      {"date-time", "2026-11-23T15:21:07", false},
      {"date-time", "2026-11-23T25:21:07Z", false},
      {"date-time", "2026-11-23T15:21:07.Z", false},
      {"date-time", "2026-11-23T15:21:07+24:00", false},
      {"date-time", "2026-11-23 15:21:07Z", false},
      {"uuid", "018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee", true},
      {"uuid", "018F3B5C-7A10-7CC3-9D2E-5B1F00C0FFEE", true},
      {"uuid", "018f3b5c7a107cc39d2e5b1f00c0ffee", false},
      {"uuid", "018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffeg", false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::string(one.format) + " " + one.text);
    const auto schema = R"({"format":")" + std::string(one.format) + R"("})";
    EXPECT_EQ(told(schema, '"' + std::string(one.text) + '"').empty(), one.fits);
  }
}

TEST(Schema, RefusesWhatItWouldNotCheck) {
  const Case cases[] = {
      {R"({"properties":{"a":{"if":{}}}})", "", "/properties/a/if"},
      {R"({"uniqueItems":true})", "", "/uniqueItems"},
      {R"({"format":"email"})", "", "/format"},
      {R"-({"pattern":"(a"})-", "", "/pattern"},
      {R"-({"pattern":"(?=a)"})-", "", "/pattern"},
      {R"({"type":"text"})", "", "/type"},
      {R"({"additionalProperties":{}})", "", "/additionalProperties"},
      {R"({"items":true})", "", "/items"},
      {R"({"minLength":-1})", "", "/minLength"},
      {R"({"minLength":"2"})", "", "/minLength"},
      {R"({"required":"a"})", "", "/required"},
      {R"({"$ref":"https://example.org/schema"})", "", "/$ref"},
      {R"({"$ref":"#/$defs/none"})", "", "/$ref"},
      {R"({"properties":{"a":{"$defs":{}}}})", "", "/properties/a/$defs"},
      {R"({"anyOf":[]})", "", "/anyOf"},
      {R"([])", "", "the schema"},
      {R"({)", "", "not JSON"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.schema);
    const auto compiled = Schema::compile(one.schema);
    ASSERT_FALSE(compiled);
    EXPECT_EQ(compiled.error().context.rfind(one.expected, 0), 0u) << compiled.error().context;
    EXPECT_EQ(compiled.error().code, Errc::misconfigured);
  }
}

TEST(Schema, EndsOnCircles) {
  EXPECT_NE(told(R"({"$ref":"#"})", "1").find("limit"), std::string::npos);
  // Each level asks both halves twice: without a limit of work this is 2^64 checks.
  const auto doubling = R"({"anyOf":[{"$ref":"#"},{"$ref":"#"}]})";
  EXPECT_NE(told(doubling, "1").find("limit"), std::string::npos);
  // No circle, and not deep: only the limit of work ends these 2^24 checks.
  std::string defs = R"("d24":{"type":"string"})";
  for (int level = 0; level < 24; ++level) {
    const auto next = R"({"$ref":"#/$defs/d)" + std::to_string(level + 1) + "\"}";
    defs += ",\"d" + std::to_string(level) + R"(":{"allOf":[)" + next + ',' + next + "]}";
  }
  const auto wide = told(R"({"anyOf":[{"$ref":"#/$defs/d0"}],"$defs":{)" + defs + "}}", "1");
  EXPECT_NE(wide.find("limit"), std::string::npos) << wide;
  // A tree is a circle in the schema, not in the document.
  const auto tree = R"({"properties":{"next":{"$ref":"#"}},"additionalProperties":false})";
  EXPECT_EQ(told(tree, R"({"next":{"next":{}}})"), "");
  EXPECT_EQ(told(tree, R"({"next":{"next":{"x":1}}})"), "/next/next additionalProperties");
}

TEST(Schema, TellsAHundredViolationsAtMost) {
  json::array many(1000, json::value(1));
  const auto schema = Schema::compile(R"({"items":{"type":"string"}})");
  EXPECT_EQ(schema->validate(many).size(), 100u);
}

}  // namespace
}  // namespace jisr::gateway
