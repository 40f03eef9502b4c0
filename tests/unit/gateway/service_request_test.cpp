// What is asked and what is kept, without sockets; and what is wrong with a description.
#include "gateway/service_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/breaker.hpp"

namespace jisr::gateway {
namespace {

using dialogs::Findings;
using dialogs::Yaml;

// The services of a page of YAML, or the codes of what is wrong with it.
std::vector<ServiceConfig> services_of(const std::string& yaml, std::string& codes) {
  Findings findings;
  AccessReader access("", findings);
  auto services = read_services(Yaml::parse(yaml, "gateway.yaml", findings), access, findings);
  for (const auto& finding : findings.all()) codes += (codes.empty() ? "" : " ") + finding.code;
  return services;
}

ServiceConfig service_of(const std::string& yaml) {
  std::string codes;
  auto services = services_of(yaml, codes);
  EXPECT_EQ(codes, "");
  return services.at(0);
}

TEST(ServiceConfig, SaysWhatIsWrong) {
  struct Case {
    const char* yaml;
    const char* codes;
  };
  const Case cases[] = {
      {"s: {url: 'https://a.example/{id}'}", ""},
      {"s: {url: 'http://127.0.0.1:80/{id}'}", ""},
      {"s: {url: 'http://localhost/{id}'}", ""},
      {"s: {url: 'http://a.example/{id}'}", "E402"},
      {"s: {url: 'http://localhost.example/'}", "E402"},
      {"s: {url: 'http://127.0.0.1@a.example/'}", "E402"},
      {"s: {}", "E402"},
      {"s: {url: 'https://{host}/x'}", "E402"},
      {"s: {url: 'https://a.example/{a.b}'}", "E403"},
      {"s: {url: 'https://a.example/{id'}", "E403"},
      {"s: {url: 'https://a.example/', body: {a: 1}}", "E112"},
      {"s: {url: 'https://a.example/', method: PUT}", "E102"},
      {"s: {url: 'https://a.example/', method: POST, body: {a: '{b}'}}", ""},
      {"s: {url: 'https://a.example/', found: 200}", "E102"},
      {"s: {url: 'https://a.example/', found: [20]}", "E102"},
      {"s: {url: 'https://a.example/', total: 2}", "E103"},
      {"s: {url: 'https://a.example/', total: 2h}", "E102"},
      {"s: {url: 'https://a.example/', answer_bytes: 1}", "E102"},
      {"s: {url: 'https://a.example/', ulr: x}", "E101"},
      {"s: {url: 'https://a.example/', auth: {type: bearer, token: secret}}", "E401"},
      {"s: {url: 'https://a.example/', auth: {type: bearer, token_file: none}}", "E109"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.yaml);
    std::string codes;
    services_of(one.yaml, codes);
    EXPECT_EQ(codes, one.codes);
  }
}

TEST(ServiceConfig, HoldsLookUpsAgainstServices) {
  const auto service = service_of(
      "persons: {url: 'https://a.example/{id}', method: POST, headers: {X-Lang: '{language}'},"
      " body: {year: '{year}', when: 1}}");
  struct Case {
    const char* service;
    std::vector<std::string> sent;
    std::int64_t limit_ms;
    std::string finding;
    std::string hint;
  };
  const std::vector<Case> cases = {
      {"persons", {"id", "year", "language"}, 2'000, "", ""},
      {"persons", {"id"}, 2'000, "", ""},
      {"person", {"id"}, 2'000, "E240", "did you mean \"persons\"?"},
      {"clinics", {"id"}, 2'000, "E240", "describe it in gateway.yaml under `services`"},
      {"persons", {"id", "yaer"}, 2'000, "E241", "did you mean \"year\"?"},
      {"persons", {"id", "quite_other"}, 2'000, "E241", "it knows: id, language, year"},
      {"persons", {"year"}, 2'000, "E242", "add it under `send`"},
      {"persons",
       {"id"},
       2'501,
       "W245",
       "a shorter `limit`, or a longer limits.answer where the operator waits"},
  };
  for (const auto& one : cases) {
    dialogs::Dialog dialog;
    dialog.screens.resize(2);
    auto& screen = dialog.screens[1];
    screen.kind = dialogs::Screen::Kind::lookup;
    screen.lookup.service = one.service;
    screen.lookup.limit_ms = one.limit_ms;
    for (const auto& name : one.sent) screen.lookup.sent.push_back({name, {}});
    Findings findings;
    check_lookups(dialog, {service}, 2'500, findings);
    SCOPED_TRACE(one.finding + one.hint);
    ASSERT_EQ(findings.all().size(), one.finding.empty() ? 0u : 1u);
    if (one.finding.empty()) continue;
    EXPECT_EQ(findings.all()[0].code, one.finding);
    EXPECT_EQ(findings.all()[0].hint, one.hint);
  }
}

TEST(ServiceConfig, WhatTheGatewayAnswersItselfIsHeldAgainstItsShape) {
  struct Case {
    std::string service;
    std::vector<std::string> sent;
    std::string kept;
    std::string finding;
    std::string hint;
  };
  const Case cases[] = {
      {"agent_sign_in", {"code", "pin"}, "/state", "", ""},
      {"agent_sign_im", {}, "/state", "E240", "did you mean \"agent_sign_in\"?"},
      {"agent_sign_in", {"code", "pin", "pim"}, "/name", "E241", "did you mean \"pin\"?"},
      {"agent_sign_in", {"code"}, "/name", "E242", "add it under `send`"},
      {"agent_today", {}, "/cuont", "E226", "it gives: count"},
      {"agent_today", {}, "count", "E226", "it gives: count"},
  };
  for (const auto& one : cases) {
    dialogs::Dialog dialog;
    dialog.screens.resize(1);
    auto& screen = dialog.screens[0];
    screen.kind = dialogs::Screen::Kind::lookup;
    screen.lookup.service = one.service;
    for (const auto& name : one.sent) screen.lookup.sent.push_back({name, {}});
    screen.lookup.kept.push_back({0, one.kept});
    Findings findings;
    check_lookups(dialog, {}, 2'500, findings);
    SCOPED_TRACE(one.finding + one.hint);
    ASSERT_EQ(findings.all().size(), one.finding.empty() ? 0u : 1u);
    if (one.finding.empty()) continue;
    EXPECT_EQ(findings.all()[0].code, one.finding);
    EXPECT_EQ(findings.all()[0].hint, one.hint);
  }
}

TEST(ServiceConfig, NoServiceTakesTheNameOfABuiltInLookUp) {
  std::string codes;
  services_of("agent_today: {url: 'https://a.example/p'}", codes);
  EXPECT_THAT(codes, testing::HasSubstr("E225"));
}

TEST(ServiceRequest, FillsAddressHeadersAndBody) {
  const auto service = service_of(
      "persons: {url: 'https://a.example/p/{id}?y={year}', method: POST,"
      " headers: {X-Lang: '{language}'}, body: {id: '{id}', year: '{year}', fixed: true,"
      " kind: {when: {language: ar}, value: arabic}, no: '{nothing}'}}");
  const auto request =
      service_request(service, {{"id", "JA 1"}, {"year", "1990"}, {"language", "ar"}});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url, "https://a.example/p/JA%201?y=1990");
  EXPECT_EQ(request->body, R"({"id":"JA 1","year":"1990","fixed":true,"kind":"arabic"})");
  EXPECT_THAT(request->headers, testing::Contains(testing::Pair("X-Lang", "ar")));
  EXPECT_FALSE(request->resend_safe) << "a POST may do something";
  EXPECT_FALSE(request->allow_http);
}

TEST(ServiceRequest, AsksNothingWithoutWhatTheAddressNeeds) {
  const auto service = service_of("persons: {url: 'https://a.example/p/{id}/x'}");
  EXPECT_FALSE(service_request(service, {}));
  EXPECT_FALSE(service_request(service, {{"id", ""}}));
  for (const auto* dots : {".", ".."}) EXPECT_FALSE(service_request(service, {{"id", dots}}));
  const auto wrong = service_request(service, {{"other", "Zzcanary"}});
  EXPECT_EQ(wrong.error().context, "the address needs id");
}

TEST(ServiceReading, KeepsPlainValuesAtABoundedLength) {
  const auto service = service_of("persons: {url: 'https://a.example/'}");
  struct Case {
    const char* pointer;
    std::optional<std::string> kept;
  };
  const std::string long_arabic = [] {
    std::string text;
    for (int i = 0; i < 41; ++i) text += "ع";
    return text;
  }();
  const Case cases[] = {
      {"/text", "ok"},
      {"/no", "no"},
      {"/whole", "-5"},
      {"/point", "3"},
      {"/half", "2.5"},
      {"/null", std::nullopt},
      {"/object", std::nullopt},
      {"/object/a", "x"},
      {"/list/1", "b"},
      {"/list/*", "a"},
      {"/missing", std::nullopt},
      {"/long", long_arabic.substr(0, 80)},
  };
  ClientResponse response;
  response.status = 200;
  response.body = R"({"text": "ok", "no": false, "whole": -5, "point": 3.0, "half": 2.5,
      "null": null, "object": {"a": "x"}, "list": ["a", "b"], "long": ")" +
                  long_arabic + "\"}";
  for (const auto& one : cases) {
    SCOPED_TRACE(one.pointer);
    const auto reading = read_service(service, response, {{0, one.pointer}});
    ASSERT_EQ(reading.outcome.kept.size(), 1u);
    EXPECT_EQ(reading.outcome.kept[0], one.kept);
  }
}

TEST(Breaker, ClosesAfterFailuresInARowAndTriesAgain) {
  using std::chrono::milliseconds;
  const milliseconds pause(1'000);
  Breaker breaker;
  auto now = Breaker::Time{} + std::chrono::hours(1);
  EXPECT_FALSE(breaker.note(false, now, 2, pause));
  EXPECT_FALSE(breaker.note(true, now, 2, pause)) << "in a row";
  EXPECT_FALSE(breaker.note(false, now, 2, pause));
  EXPECT_TRUE(breaker.may_ask(now, 2, pause));
  EXPECT_TRUE(breaker.note(false, now, 2, pause)) << "this one closes";
  EXPECT_FALSE(breaker.note(false, now, 2, pause)) << "told once";
  EXPECT_FALSE(breaker.may_ask(now + milliseconds(999), 2, pause));
  now += pause;
  EXPECT_TRUE(breaker.may_ask(now, 2, pause));
  EXPECT_FALSE(breaker.may_ask(now, 2, pause)) << "one at a time";
  breaker.note(true, now, 2, pause);
  EXPECT_TRUE(breaker.may_ask(now, 2, pause));
}

}  // namespace
}  // namespace jisr::gateway
