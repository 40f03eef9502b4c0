// What is forged, replayed, moved to another address or shown twice, by kind of credential: the
// rows of docs/security.md that caller_test.cpp has no case for.
#include <gtest/gtest.h>

#include "providers/caller.hpp"
#include "providers/network.hpp"
#include "providers/signature.hpp"

namespace jisr::providers {
namespace {

using Kind = CallerCheck::Kind;

constexpr std::int64_t kNow = 1'764'000'000;

CallerCheck check(Kind kind, Source::In in, const char* name) {
  CallerCheck made;
  made.kind = kind;
  made.secret.in = in;
  made.secret.name = name;
  return made;
}

int refused(const std::vector<CallerCheck>& checks, const Secrets& secrets, HttpRequest request,
            bool with_form = false) {
  request.received_s = kNow;
  auto reading = Reading::of(request);
  EXPECT_TRUE(reading);
  if (with_form) {
    EXPECT_FALSE(reading->read_body({&checks[0].secret}, {}));
  }
  const auto refusal = check_caller(checks, secrets, *reading);
  return refusal ? refusal->status : 0;
}

Secrets secret(const char* text) {
  Secrets made;
  made.secret = text;
  return made;
}

HttpRequest with_header(const char* name, const std::string& value) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/callbacks/c";
  request.body = "a=1";
  request.headers.emplace_back(name, value);
  return request;
}

// Without a time in it nothing tells a replay from the first: what is left is that it is good for
// this body only, and that a repeat is known by its message id.
TEST(Forged, ASignatureWithoutATimeIsGoodForItsBodyOnly) {
  const auto plain = check(Kind::hmac, Source::In::header, "X-Signature");
  auto request = with_header("X-Signature", hex(hmac(Hash::sha256, "k", "a=1")));
  EXPECT_EQ(refused({plain}, secret("k"), request), 0);
  EXPECT_EQ(refused({plain}, secret("k"), request), 0) << "a replay cannot be told";
  EXPECT_EQ(refused({plain}, secret("other"), request), 403);
  request.body = "a=2";
  EXPECT_EQ(refused({plain}, secret("k"), request), 403);
  request.body.clear();
  EXPECT_EQ(refused({plain}, secret("k"), request), 403);
}

TEST(Forged, ASignatureThatIsMissingEmptyOrTwiceIsRefused) {
  const auto plain = check(Kind::hmac, Source::In::header, "X-Signature");
  const auto right = hex(hmac(Hash::sha256, "k", "a=1"));
  EXPECT_EQ(refused({plain}, secret("k"), with_header("X-Other", right)), 401);
  EXPECT_EQ(refused({plain}, secret("k"), with_header("X-Signature", "")), 401);
  EXPECT_EQ(refused({plain}, secret("k"), with_header("X-Signature", right.substr(1))), 403);
  EXPECT_EQ(refused({plain}, secret("k"), with_header("X-Signature", right + "0")), 403);
  EXPECT_EQ(refused({plain}, secret("k"), with_header("X-Signature", "sha256=" + right)), 403);
  auto twice = with_header("X-Signature", right);
  twice.headers.emplace_back("x-signature", right);
  EXPECT_EQ(refused({plain}, secret("k"), twice), 401);
}

TEST(Forged, ASignatureOfAnotherMethodOrPathIsRefused) {
  auto canonical = check(Kind::hmac, Source::In::header, "X-Signature");
  canonical.hash = Hash::sha512;
  canonical.written = Written::base64;
  canonical.over = "{method} {path} {query} {body}";
  auto request =
      with_header("X-Signature", base64(hmac(Hash::sha512, "k", "POST /callbacks/c  a=1")));
  EXPECT_EQ(refused({canonical}, secret("k"), request), 0);
  auto moved = request;
  moved.path = "/callbacks/d";
  EXPECT_EQ(refused({canonical}, secret("k"), moved), 403);
  auto other = request;
  other.method = "PUT";
  EXPECT_EQ(refused({canonical}, secret("k"), other), 403);
  request.query = "b=2";
  EXPECT_EQ(refused({canonical}, secret("k"), request), 403);
}

// The URL that was signed is the one that the channel says, not the one of a Host that anybody can
// write.
TEST(Forged, TheUrlSchemeIsRefusedForAnotherFormOrAddress) {
  auto scheme = check(Kind::hmac, Source::In::header, "X-Signature");
  scheme.hash = Hash::sha1;
  scheme.written = Written::base64;
  scheme.over = "{url}{form_sorted}";
  auto known = secret("k");
  known.public_url = "https://jisr.example/callbacks/c";
  auto request = with_header("X-Signature",
                             base64(hmac(Hash::sha1, "k", known.public_url + "Bodyx" + "Fromy")));
  request.body = "From=y&Body=x";
  EXPECT_EQ(refused({scheme}, known, request), 0);
  request.body = "From=z&Body=x";
  EXPECT_EQ(refused({scheme}, known, request), 403) << "forged";
  request.body = "From=y&Body=x&Body=x";
  EXPECT_EQ(refused({scheme}, known, request), 403) << "a field more";
  request.body = "From=y&Body=x";
  request.headers.emplace_back("Host", "jisr.example");
  known.public_url = "https://evil.example/callbacks/c";
  EXPECT_EQ(refused({scheme}, known, request), 403) << "of another address";
}

TEST(Forged, ASecretOfTheFormIsReadOnce) {
  const auto form = check(Kind::secret, Source::In::form, "key");
  auto request = with_header("Content-Type", "application/x-www-form-urlencoded");
  for (const auto& [body, status] :
       std::vector<std::pair<const char*, int>>{{"key=s3cret", 0},
                                                {"key=guess", 403},
                                                {"key=", 401},
                                                {"other=s3cret", 401},
                                                {"key=s3cret&key=s3cret", 401}}) {
    request.body = body;
    EXPECT_EQ(refused({form}, secret("s3cret"), request, true), status) << body;
  }
}

TEST(Forged, ATokenOfAnotherAlgorithmOrCutIsRefused) {
  const auto jwt = check(Kind::jwt, Source::In::nowhere, "");
  for (const char* token : {"", "Bearer", "Bearer a", "Bearer a.b", "Bearer a.b.c", "Bearer ..",
                            "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic a.b.c"}) {
    EXPECT_NE(refused({jwt}, secret("k"), with_header("Authorization", token)), 0) << token;
  }
}

TEST(Forged, EveryCheckOfAListMustBePassed) {
  auto known = secret("s3cret");
  known.addresses = {"192.0.2.0/24"};
  const std::vector<CallerCheck> both{check(Kind::secret, Source::In::header, "X-Key"),
                                      check(Kind::address, Source::In::nowhere, "")};
  auto request = with_header("X-Key", "s3cret");
  request.peer = "192.0.2.7";
  EXPECT_EQ(refused(both, known, request), 0);
  request.peer = "198.51.100.7";
  EXPECT_EQ(refused(both, known, request), 403) << "from elsewhere";
  request.peer = "192.0.2.7";
  request.headers[0].second = "guess";
  EXPECT_EQ(refused(both, known, request), 403) << "with another secret";
}

// Who writes X-Forwarded-For may write it in any shape; what cannot be read is nobody's address.
TEST(Forged, AnAddressInAnotherShapeIsNobodys) {
  Secrets known;
  known.addresses = {"192.0.2.0/24"};
  known.proxies = {"10.0.0.1"};
  for (const char* said : {"::ffff:192.0.2.7", "192.0.2.7:4711", "192.0.2.007", "0xc0000207",
                           "192.0.2.7, unknown", "for=192.0.2.7", "192.0.2.7,"}) {
    auto request = with_header("X-Forwarded-For", said);
    request.peer = "10.0.0.1";
    EXPECT_EQ(refused({}, known, request), 403) << said;
  }
}

TEST(Forged, ACertificateIsComparedWhole) {
  const auto shown = check(Kind::certificate, Source::In::nowhere, "");
  Secrets known;
  known.certificate = "CN=operator,O=Operator,C=MA";
  auto request = with_header("X", "y");
  request.certificate_fingerprint = "ab";
  for (const char* subject : {"CN=operator", "CN=operator,O=Operator,C=MA,CN=x", "CN=OPERATOR",
                              "O=Operator,CN=operator,C=MA", ""}) {
    request.certificate_subject = subject;
    EXPECT_EQ(refused({shown}, known, request), 403) << subject;
  }
}

}  // namespace
}  // namespace jisr::providers
