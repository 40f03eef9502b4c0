// Registrations as they are stored, and the bodies that templates make of them.
#include "gateway/delivery/payload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "dialogs/yaml.hpp"
#include "gateway/delivery/payload_yaml.hpp"
#include "tests/support/registrations.hpp"

namespace jisr::gateway {
namespace {

namespace json = boost::json;

std::string body_of(const std::string& yaml, const Registration& registration) {
  dialogs::Findings findings;
  const auto source = payload_of(dialogs::Yaml::parse(yaml, "body.yaml", findings), findings);
  if (findings.has_errors()) {
    const auto& first = findings.all().front();
    return first.code + " at " + std::to_string(first.place.line) + ':' +
           std::to_string(first.place.column);
  }
  const auto built = build_payload(source, registration);
  return built ? json::serialize(*built) : built.error().context;
}

struct Case {
  const char* yaml;
  const char* expected;
};

TEST(Payload, FillsTemplates) {
  auto registration = test::a_registration();
  registration.answers.emplace_back("children", 2);
  registration.answers.emplace_back("quote", "a \"b\" {c}");
  registration.tags = {"centre", "helped"};
  const Case cases[] = {
      {R"(a: "{reference}")", R"({"a":"48271936"})"},
      {R"(a: "{answers.birth_year}")", R"({"a":1990})"},
      {R"(a: "{answers.sms_ok_is_yes}")", R"({"a":true})"},
      {R"(a: "MA-{reference}/{answers.children}")", R"({"a":"MA-48271936/2"})"},
      {R"(a: "{answers.quote}")", R"({"a":"a \"b\" {c}"})"},
      {R"(a: "{answers.none}")", R"({})"},
      {R"(a: "{answers.none?null}")", R"({"a":null})"},
      {R"(a: "x{answers.none}y")", R"({"a":"xy"})"},
      {R"(a: ["{id}", "{answers.none}", 1])",
       R"({"a":["018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee",1]})"},
      {R"(a: {b: {c: "{language}"}, d: {}})", R"({"a":{"b":{"c":"fr"},"d":{}}})"},
      {R"(a: {value: "{answers.sector}", map: {crafts: 7, food: 8}})", R"({"a":7})"},
      {R"(a: {value: "{answers.sms_ok_is_yes}", map: {"true": Y, "false": N}})", R"({"a":"Y"})"},
      {R"(a: {value: "{answers.sector}", map: {food: 8}, else: null})", R"({"a":null})"},
      {R"(a: {value: "{answers.sector}", map: {food: 8}})", "{answers.sector} is not in its table"},
      {R"(a: {value: "{answers.none}", map: {food: 8}})", R"({})"},
      {R"(a: {value: 1, map: x})", R"({"a":{"value":1,"map":"x"}})"},
      {R"(a: [true, "true", 5, "5", -1, 1.5, null, word])",
       R"({"a":[true,"true",5,"5",-1,1.5E0,null,"word"]})"},
      {R"(a: "{tags}")", R"({"a":["centre","helped"]})"},
      {R"(a: "by {tags}")", R"({"a":"by centre,helped"})"},
      {R"(a: "{kind}")", R"({"a":"registration"})"},
      {R"(a: {when: {answers.sector: crafts}, value: "{answers.children}"})", R"({"a":2})"},
      {R"(a: {when: {answers.sector: food}, value: 1})", R"({})"},
      {R"(a: {when: {answers.sector: food}, value: 1, else: {b: null}})", R"({"a":{"b":null}})"},
      {R"(a: {when: {answers.sector: [food, crafts], kind: registration}, value: 1})",
       R"({"a":1})"},
      {R"(a: {when: {answers.sector: crafts, answers.children: 3}, value: 1})", R"({})"},
      {R"(a: {when: {answers.children: [null, 2]}, value: 1})", R"({"a":1})"},
      {R"(a: {when: {answers.none: null}, value: 1})", R"({"a":1})"},
      {R"(a: {when: {answers.sector: null}, value: 1})", R"({})"},
      {R"(a: {when: {sector: crafts}, value: 1})", "E403 at 1:12"},
      {R"(a: {when: {kind: x}, value: 1, or: 2})", "E101 at 1:32"},
      {R"(a: "{{id}}")", R"({"a":"{id}"})"},
      {R"(a: 010)", "E102 at 1:4"},
      {R"(a: "{answer.sector}")", "E403 at 1:4"},
      {R"(a: "{answers.}")", "E403 at 1:4"},
      {R"(a: "{id")", "E403 at 1:4"},
      {R"(a: "id}")", "E403 at 1:4"},
      {R"(a: {value: "x{id}", map: {food: 8}})", "E403 at 1:12"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.yaml);
    EXPECT_EQ(body_of(one.yaml, registration), one.expected);
  }
}

TEST(Payload, LooksUpWhatTheFileHasByName) {
  dialogs::Findings findings;
  const auto tables =
      payload_tables(dialogs::Yaml::parse("{sizes: {crafts: 7}}", "t.yaml", findings), findings);
  const Case cases[] = {
      {R"(a: {value: "{answers.sector}", table: sizes})", R"({"a":7})"},
      {R"(a: [{value: "{answers.none}", table: sizes, else: 1}])", R"({"a":[]})"},
      {R"(a: {value: "{reference}", table: sizes, else: none})", R"({"a":"none"})"},
      {R"(a: {value: "{answers.sector}", table: size})", "E408"},
      {R"(a: {value: "{answers.sector}", table: sizes, or: 1})", "E101"},
      {R"(a: {value: "x{answers.sector}", table: sizes})", "E403"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.yaml);
    dialogs::Findings found;
    const auto source = payload_of(dialogs::Yaml::parse(one.yaml, "body.yaml", found), found,
                                   is_registration_name, &tables);
    const auto built = build_payload(source, test::a_registration());
    const auto shown = built ? json::serialize(*built) : built.error().context;
    EXPECT_EQ(found.all().empty() ? shown : found.all().front().code, one.expected);
  }
}

TEST(Registration, OneThatIsReadLaterIsNothingThatAnOlderProcessDelivers) {
  auto registration = test::a_registration();
  registration.kind = "lead";
  registration.silent = true;
  const auto bytes = encode(registration);
  EXPECT_EQ(json::parse(bytes).at("v").as_int64(), 3);
  const auto read = decode_registration(bytes);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->silent);
  registration.silent = false;
  EXPECT_EQ(json::parse(encode(registration)).at("v").as_int64(), 2);
  EXPECT_FALSE(decode_registration(encode(registration))->silent);
}

TEST(Registration, IsStoredAndReadAgain) {
  auto registration = test::a_registration();
  registration.confirmation = Confirmation{"Dossier No 48271936.", "demo-sms", "+212600000001"};
  const auto again = decode_registration(encode(registration));
  ASSERT_TRUE(again);
  EXPECT_EQ(encode(*again), encode(registration));
  EXPECT_EQ(again->id, registration.id);
  EXPECT_EQ(again->consent_version, registration.consent_version);
  EXPECT_EQ(again->answers, registration.answers);
  ASSERT_TRUE(again->confirmation);
  EXPECT_EQ(again->confirmation->channel, "demo-sms");
  registration.confirmation.reset();
  EXPECT_FALSE(decode_registration(encode(registration))->confirmation);
}

// The stored form of version 1: entries of an outbox may be older than the program that reads them.
TEST(Registration, ReadsWhatVersionOneStored) {
  const auto read = decode_registration(
      R"({"v":1,"id":"i","ref":"r","dialog":"d","version":"v","channel":"c","lang":"ar",)"
      R"("msisdn":"+2126","at":"t","consent":"k","answers":[["a","x"],["n",3]],)"
      R"("sms":{"text":"s","channel":"c2","msisdn":"+2127"},"later":true})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id + read->reference + read->dialog + read->dialog_version, "irdv");
  EXPECT_EQ(read->channel + read->language + read->msisdn, "car+2126");
  EXPECT_EQ(read->completed_at + read->consent_version, "tk");
  EXPECT_EQ(*read->answer("n"), json::value(3));
  EXPECT_EQ(read->answer("m"), nullptr);
  EXPECT_EQ(read->confirmation->text, "s");
}

TEST(Registration, OfAKindIsNotReadableForOlderProcesses) {
  auto registration = test::a_registration();
  EXPECT_THAT(encode(registration), testing::StartsWith(R"({"v":1,)"));
  registration.kind = "call_back";
  registration.tags = {"centre"};
  EXPECT_THAT(encode(registration), testing::StartsWith(R"({"v":2,)"));
  const auto again = decode_registration(encode(registration));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->kind, "call_back");
  EXPECT_EQ(again->tags, std::vector<std::string>{"centre"});
}

TEST(Registration, RefusesOtherBytes) {
  const auto good = encode(test::a_registration());
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(decode_registration(good.substr(0, length))) << length;
  }
  const char* const cases[] = {"[]",         "null",         R"({"v":3})", R"({"v":2})",
                               R"({"v":1})", R"({"v":"1"})", "\xff"};
  for (const auto* one : cases) {
    SCOPED_TRACE(one);
    const auto read = decode_registration(one);
    ASSERT_FALSE(read);
    EXPECT_FALSE(read.error().retryable);
  }
  EXPECT_FALSE(decode_registration(good + std::string(70'000, ' ')));
}

TEST(Registration, RefusesAnAnswerThatWouldNotStayTheSame) {
  auto registration = test::a_registration();
  registration.answers.emplace_back("a", 7);
  const auto bytes = encode(registration);
  ASSERT_TRUE(decode_registration(bytes));
  const auto at = bytes.find("[\"a\",7]");
  ASSERT_NE(at, std::string::npos);
  for (const auto* other : {"1e42", "0.1", "{}", "[[]]", "[1]"}) {
    EXPECT_FALSE(decode_registration(std::string(bytes).replace(at + 5, 1, other))) << other;
  }
}

}  // namespace
}  // namespace jisr::gateway
