// Who may call: each kind of credential, shown rightly, wrongly, twice, or not at all; forged,
// stale and replayed signatures; addresses behind proxies.
#include "providers/caller.hpp"

#include <gtest/gtest.h>

#include "providers/network.hpp"
#include "providers/signature.hpp"

namespace jisr::providers {
namespace {

using Kind = CallerCheck::Kind;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kNow = 1'764'000'000;

Source source(Source::In in, const char* name) {
  Source made;
  made.in = in;
  made.name = name;
  return made;
}

CallerCheck check(Kind kind, Source secret = {}) {
  CallerCheck made;
  made.kind = kind;
  made.secret = std::move(secret);
  return made;
}

Secrets secrets(const char* secret, const char* username = "", const char* password = "") {
  Secrets made;
  made.secret = secret;
  made.username = username;
  made.password = password;
  return made;
}

int refused(const CallerCheck& check, const Secrets& secrets, HttpRequest request) {
  request.received_s = kNow;
  const auto reading = Reading::of(request);
  EXPECT_TRUE(reading);
  const auto refusal = check_caller({check}, secrets, *reading);
  return refusal ? refusal->status : 0;
}

struct Case {
  const char* what;
  CallerCheck check;
  Headers headers;
  Fields query;
  int refused;  // 0: let in
};

TEST(Caller, IsLetInByItsOwnCredentialOnly) {
  const auto none = check(Kind::none);
  const auto bearer = check(Kind::bearer);
  const auto basic = check(Kind::basic);
  const auto header = check(Kind::secret, source(Source::In::header, "X-Secret"));
  const auto query = check(Kind::secret, source(Source::In::query, "key"));
  const Case cases[] = {
      {"no check", none, {}, {}, 0},
      {"bearer", bearer, {{"Authorization", "Bearer s3cret"}}, {}, 0},
      {"the scheme has no case", bearer, {{"authorization", "bearer s3cret"}}, {}, 0},
      {"the token has", bearer, {{"Authorization", "Bearer S3cret"}}, {}, 403},
      {"a token without its scheme", bearer, {{"Authorization", "s3cret"}}, {}, 403},
      {"a scheme without a token", bearer, {{"Authorization", "Bearer "}}, {}, 403},
      {"a prefix of the token", bearer, {{"Authorization", "Bearer s3cre"}}, {}, 403},
      {"more than the token", bearer, {{"Authorization", "Bearer s3crets"}}, {}, 403},
      {"twice",
       bearer,
       {{"Authorization", "Bearer s3cret"}, {"authorization", "Bearer s3cret"}},
       {},
       401},
      {"nothing", bearer, {}, {}, 401},
      {"basic", basic, {{"Authorization", "Basic b3A6cCB3"}}, {}, 0},
      {"another user", basic, {{"Authorization", "Basic b3g6cCB3"}}, {}, 403},
      {"the other kind's secret", basic, {{"Authorization", "s3cret"}}, {}, 403},
      {"bearer where basic is due", basic, {{"Authorization", "Bearer s3cret"}}, {}, 403},
      {"header", header, {{"x-secret", "s3cret"}}, {}, 0},
      {"a wrong header", header, {{"X-Secret", "secret"}}, {}, 403},
      {"the header's secret in the query", header, {}, {{"X-Secret", "s3cret"}}, 401},
      {"query", query, {}, {{"key", "s3cret"}}, 0},
      {"a wrong query", query, {}, {{"key", "s3crey"}}, 403},
      {"an empty query", query, {}, {{"key", ""}}, 401},
      {"a query twice", query, {}, {{"key", "s3cret"}, {"key", "s3cret"}}, 401},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    HttpRequest request;
    request.headers = one.headers;
    request.query = write_form(one.query);
    EXPECT_EQ(refused(one.check, secrets("s3cret", "op", "p w"), request), one.refused);
  }
}

TEST(Caller, ShowsASecretInThePath) {
  const auto in_path = check(Kind::secret, source(Source::In::path, "1"));
  for (const auto& [rest, status] : std::vector<std::pair<std::string, int>>{
           {"/s3cret", 0}, {"/s3cret/more", 0}, {"/secret", 403}, {"", 401}, {"/%zz", 401}}) {
    HttpRequest request;
    request.rest = rest;
    EXPECT_EQ(refused(in_path, secrets("s3cret"), request), status) << rest;
  }
}

// A check by password must not fall back on another check's secret.
TEST(Caller, BasicWithoutAPasswordTakesNoOtherSecret) {
  HttpRequest request;
  request.headers.emplace_back("Authorization", "s3cret");
  EXPECT_EQ(refused(check(Kind::basic), secrets("s3cret", "op"), request), 403);
}

// A channel whose secret file was forgotten lets nobody in, whatever they show.
TEST(Caller, WithoutASecretNobodyIsLetIn) {
  for (const auto kind : {Kind::bearer, Kind::basic, Kind::secret, Kind::hmac, Kind::jwt}) {
    for (const char* shown : {"Bearer ", "Basic Og==", "Basic ", " ", "Bearer x"}) {
      SCOPED_TRACE(shown);
      HttpRequest request;
      request.headers.emplace_back("Authorization", shown);
      EXPECT_NE(refused(check(kind, source(Source::In::header, "Authorization")), {}, request), 0);
    }
  }
  EXPECT_NE(refused(check(Kind::address), {}, {}), 0);
  HttpRequest request;
  request.certificate_fingerprint = "ab";
  EXPECT_NE(refused(check(Kind::certificate), {}, request), 0);
}

// The vector of RFC 4231, case 2, and that of RFC 2202 for SHA-1.
TEST(Caller, SignsAsTheStandardsDo) {
  const std::string text = "what do ya want for nothing?";
  EXPECT_EQ(hex(hmac(Hash::sha256, "Jefe", text)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac(Hash::sha1, "Jefe", text)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

CallerCheck stamped() {
  auto made = check(Kind::hmac, source(Source::In::header, "X-Signature"));
  made.prefix = "sha256=";
  made.over = "{timestamp}.{body}";
  made.timestamp = source(Source::In::header, "X-Timestamp");
  return made;
}

HttpRequest signed_request(const std::string& body, std::int64_t at_s, const std::string& key) {
  HttpRequest request;
  request.method = "POST";
  request.body = body;
  const auto stamp = std::to_string(at_s);
  request.headers.emplace_back("X-Timestamp", stamp);
  request.headers.emplace_back("X-Signature",
                               "sha256=" + hex(hmac(Hash::sha256, key, stamp + "." + body)));
  return request;
}

TEST(Caller, SignaturesForgedStaleOrOfAnotherBodyAreRefused) {
  const auto with = stamped();
  EXPECT_EQ(refused(with, secrets("k"), signed_request("a", kNow, "k")), 0);
  EXPECT_EQ(refused(with, secrets("k"), signed_request("a", kNow - 299, "k")), 0);
  EXPECT_EQ(refused(with, secrets("k"), signed_request("a", kNow - 301, "k")), 403) << "replayed";
  EXPECT_EQ(refused(with, secrets("k"), signed_request("a", kNow + 301, "k")), 403) << "future";
  EXPECT_EQ(refused(with, secrets("k"), signed_request("a", kNow, "other")), 403) << "forged";
  auto changed = signed_request("a", kNow, "k");
  changed.body = "b";
  EXPECT_EQ(refused(with, secrets("k"), changed), 403);
  auto renewed = signed_request("a", kNow - 1000, "k");
  renewed.headers[0].second = std::to_string(kNow);
  EXPECT_EQ(refused(with, secrets("k"), renewed), 403) << "the stamp is covered";
  auto unstamped = signed_request("a", kNow, "k");
  unstamped.headers.erase(unstamped.headers.begin());
  EXPECT_EQ(refused(with, secrets("k"), unstamped), 401);
  auto milliseconds = signed_request("a", kNow * 1000, "k");
  EXPECT_EQ(refused(with, secrets("k"), milliseconds), 0);
  auto upper = signed_request("a", kNow, "k");
  for (auto& c : upper.headers[1].second) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
  upper.headers[1].second.replace(0, 7, "sha256=");
  EXPECT_EQ(refused(with, secrets("k"), upper), 0) << "hex has no case";
}

// The example of a provider that signs its URL followed by the sorted form, with SHA-1:
// twilio.com/docs/usage/security, "Validating requests".
TEST(Caller, SignsTheUrlAndTheSortedForm) {
  auto with = check(Kind::hmac, source(Source::In::header, "X-Twilio-Signature"));
  with.hash = Hash::sha1;
  with.written = Written::base64;
  with.over = "{url}{form_sorted}";
  auto known = secrets("12345");
  known.public_url = "https://mycompany.com/myapp.php";
  HttpRequest request;
  request.method = "POST";
  request.query = "foo=1&bar=2";
  request.body =
      "CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%"
      "2B18005551212";
  request.headers.emplace_back("X-Twilio-Signature", "GvWf1cFY/Q7PnoempGyD5oXAezc=");
  EXPECT_EQ(refused(with, known, request), 0);
  request.query = "foo=1&bar=3";
  EXPECT_EQ(refused(with, known, request), 403);
}

std::string base64url(std::string_view bytes) {
  auto text = base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

HttpRequest token_request(const std::string& header, const std::string& claims) {
  const auto text = base64url(header) + "." + base64url(claims);
  HttpRequest request;
  request.body = "{}";
  request.headers.emplace_back("Authorization",
                               "Bearer " + text + "." + base64url(hmac(Hash::sha256, "k", text)));
  return request;
}

TEST(Caller, TokensMustBeSignedFreshAndOfThisBody) {
  const auto with = check(Kind::jwt);
  const std::string alg = R"({"alg":"HS256","typ":"JWT"})";
  const auto fresh = R"({"iat":)" + std::to_string(kNow) + "}";
  const auto bound = [](const std::string& body) {
    return R"({"iat":)" + std::to_string(kNow) + R"(,"payload_hash":")" +
           hex(digest(Hash::sha256, body)) + "\"}";
  };
  EXPECT_EQ(refused(with, secrets("k"), token_request(alg, fresh)), 0);
  EXPECT_EQ(refused(with, secrets("k"), token_request(alg, bound("{}"))), 0);
  EXPECT_EQ(refused(with, secrets("k"), token_request(alg, bound("[]"))), 403) << "another body";
  EXPECT_EQ(refused(with, secrets("x"), token_request(alg, fresh)), 403) << "another key";
  EXPECT_EQ(refused(with, secrets("k"), token_request(alg, R"({"iat":1})")), 403) << "stale";
  EXPECT_EQ(refused(with, secrets("k"), token_request(alg, "{}")), 403) << "without a time";
  EXPECT_EQ(refused(with, secrets("k"), token_request(R"({"alg":"none"})", fresh)), 403);
  HttpRequest unsigned_one;
  unsigned_one.headers.emplace_back("Authorization",
                                    "Bearer " + base64url(alg) + "." + base64url(fresh) + ".");
  EXPECT_EQ(refused(with, secrets("k"), unsigned_one), 403);
}

TEST(Caller, ComesFromAnAddressOfTheProvider) {
  Secrets known;
  known.addresses = {"196.201.214.0/24", "2001:db8::/32"};
  known.proxies = {"10.0.0.0/8"};
  const std::vector<std::tuple<const char*, const char*, int>> cases{
      {"196.201.214.7", "", 0},
      {"196.201.215.7", "", 403},
      {"2001:db8::1", "", 0},
      {"2001:db9::1", "", 403},
      {"196.201.215.7", "196.201.214.7", 403},      // not a proxy of ours: it may say anything
      {"10.0.0.1", "196.201.214.7", 0},             // our proxy says who it was
      {"10.0.0.1", "196.201.214.7, 8.8.8.8", 403},  // the first was written by a stranger
      {"10.0.0.1", "8.8.8.8, 196.201.214.7, 10.9.9.9", 0},  // two proxies
      {"10.0.0.1", "", 403},
      {"", "", 403},
  };
  for (const auto& [peer, forwarded, status] : cases) {
    SCOPED_TRACE(std::string(peer) + " | " + forwarded);
    HttpRequest request;
    request.peer = peer;
    if (*forwarded != '\0') request.headers.emplace_back("X-Forwarded-For", forwarded);
    EXPECT_EQ(refused(check(Kind::none), known, request), status) << "the channel's list holds";
  }
}

TEST(Caller, RangesAreReadStrictly) {
  for (const char* good : {"1.2.3.4", "1.2.3.0/24", "0.0.0.0/0", "::1", "2001:db8::/33"}) {
    EXPECT_TRUE(is_range(good)) << good;
  }
  for (const char* bad : {"", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "a", "::1/129"}) {
    EXPECT_FALSE(is_range(bad)) << bad;
  }
  EXPECT_TRUE(is_in("1.2.3.130", {"1.2.3.128/25"}));
  EXPECT_FALSE(is_in("1.2.3.127", {"1.2.3.128/25"}));
}

TEST(Caller, ShowsItsCertificate) {
  const auto with = check(Kind::certificate);
  Secrets known;
  HttpRequest request;
  known.certificate = "ab12";
  EXPECT_EQ(refused(with, known, request), 401);
  request.certificate_fingerprint = "ab12";
  request.certificate_subject = "CN=operator";
  EXPECT_EQ(refused(with, known, request), 0);
  known.certificate = "CN=operator";
  EXPECT_EQ(refused(with, known, request), 0);
  known.certificate = "CN=other";
  EXPECT_EQ(refused(with, known, request), 403);
}

}  // namespace
}  // namespace jisr::providers
