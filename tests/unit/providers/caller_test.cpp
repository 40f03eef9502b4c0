// Who may call: each kind of credential, shown rightly, wrongly, twice, or not at all.
#include "providers/caller.hpp"

#include <gtest/gtest.h>

namespace jisr::providers {
namespace {

using Kind = CallerCheck::Kind;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Case {
  const char* what;
  CallerCheck check;
  Headers headers;
  Fields query;
  int refused;  // 0: let in
};

TEST(Caller, IsLetInByItsOwnCredentialOnly) {
  const CallerCheck none;
  const CallerCheck bearer{Kind::bearer, {}};
  const CallerCheck basic{Kind::basic, {}};
  const CallerCheck header{Kind::secret, {Source::In::header, "X-Secret"}};
  const CallerCheck query{Kind::secret, {Source::In::query, "key"}};
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
  };
  const Secrets secrets{"s3cret", "op", "p w"};
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    HttpRequest request;
    request.headers = one.headers;
    const auto refusal = check_caller(one.check, secrets, request, one.query);
    EXPECT_EQ(refusal ? refusal->status : 0, one.refused);
  }
}

// A check by password must not fall back on another check's secret.
TEST(Caller, BasicWithoutAPasswordTakesNoOtherSecret) {
  HttpRequest request;
  request.headers.emplace_back("Authorization", "s3cret");
  const auto refusal = check_caller({Kind::basic, {}}, {"s3cret", "op", ""}, request, {});
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 403);
}

// A channel whose secret file was forgotten lets nobody in, whatever they show.
TEST(Caller, WithoutASecretNobodyIsLetIn) {
  for (const auto kind : {Kind::bearer, Kind::basic, Kind::secret}) {
    for (const char* shown : {"Bearer ", "Basic Og==", "Basic ", " ", "Bearer x"}) {
      SCOPED_TRACE(shown);
      HttpRequest request;
      request.headers.emplace_back("Authorization", shown);
      const CallerCheck check{kind, {Source::In::header, "Authorization"}};
      EXPECT_TRUE(check_caller(check, {}, request, {}));
    }
  }
}

}  // namespace
}  // namespace jisr::providers
