// Tokens from the simulator's token server: the four ways to ask, one fetch for many, and the end
// of a token.
#include "gateway/delivery/oauth.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json.hpp>

#include "tests/support/registry_simulator.hpp"
#include "tests/support/run_coroutine.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using test::run_coroutine;

class OAuthTest : public testing::Test {
 protected:
  OAuthTest() {
    settings_.token_url = server_.url("/oauth/token");
    settings_.client_id = "jisr+1 &=%";  // nothing that a form may carry unchanged
    settings_.client_secret = "s/é:%25";
    settings_.tls.ca_file = server_.file("ca.pem");
  }
  Result<std::string> token() { return run_coroutine(io_, source_.token(settings_)); }
  std::int64_t asked() {
    ClientRequest request;
    request.method = "GET";
    request.url = server_.url("/counts");
    request.tls = settings_.tls;
    const auto counts = run_coroutine(io_, client_.send(std::move(request)));
    return boost::json::parse(counts.value().body).at("token_requests").as_int64();
  }

  test::RegistrySimulator server_{
      {"--auth", "oauth2", "--client-id", "jisr+1 &=%", "--client-secret", "s/é:%25"}};
  asio::io_context io_{1};
  HttpClient client_{io_};
  TokenSource source_{io_, client_};
  OAuthSettings settings_;
};

TEST_F(OAuthTest, AsksInEachOfTheFourWays) {
  int nth = 0;
  for (const auto way : {OAuthSettings::Send::form, OAuthSettings::Send::json,
                         OAuthSettings::Send::query, OAuthSettings::Send::basic}) {
    SCOPED_TRACE(nth);
    settings_.send = way;
    settings_.scope = "scope" + std::to_string(nth);  // other settings: another token
    const auto given = token();
    ASSERT_TRUE(given) << given.error().context;
    EXPECT_EQ(*given, "token-" + std::to_string(++nth));
  }
}

TEST_F(OAuthTest, KeepsATokenUntilItIsInvalid) {
  EXPECT_EQ(token().value(), "token-1");
  EXPECT_EQ(token().value(), "token-1");
  source_.invalidate("token-0");
  EXPECT_EQ(token().value(), "token-1") << "an older one was refused";
  source_.invalidate("token-1");
  EXPECT_EQ(token().value(), "token-2");
}

TEST_F(OAuthTest, FetchesOnceForMany) {
  auto all = source_.token(settings_) && source_.token(settings_) && source_.token(settings_);
  const auto [first, second, third] = run_coroutine(io_, std::move(all));
  EXPECT_EQ(first.value(), "token-1");
  EXPECT_EQ(second.value(), "token-1");
  EXPECT_EQ(third.value(), "token-1");
  EXPECT_EQ(asked(), 1);
}

TEST_F(OAuthTest, ARefusalIsForAPerson) {
  settings_.client_secret = "wrong";
  auto all = source_.token(settings_) && source_.token(settings_);
  const auto [first, second] = run_coroutine(io_, std::move(all));
  for (const auto* refused : {&first, &second}) {
    ASSERT_FALSE(*refused);
    EXPECT_EQ(refused->error().code, Errc::misconfigured);
    EXPECT_EQ(refused->error().context.find("wrong"), std::string::npos);
  }
  EXPECT_EQ(asked(), 1) << "who waited is told the same";
  settings_.client_secret = "s/é:%25";
  EXPECT_TRUE(token()) << "and mended by her without a restart";
}

TEST(OAuth, ATokenWithoutAFutureIsFetchedAgain) {
  const test::RegistrySimulator server({"--auth", "oauth2", "--token-lifetime", "0"});
  asio::io_context io(1);
  HttpClient client(io);
  TokenSource source(io, client);
  OAuthSettings settings;
  settings.token_url = server.url("/oauth/token");
  settings.client_id = "jisr";
  settings.client_secret = "demo-secret";
  settings.tls.ca_file = server.file("ca.pem");
  EXPECT_EQ(run_coroutine(io, source.token(settings)).value(), "token-1");
  EXPECT_EQ(run_coroutine(io, source.token(settings)).value(), "token-2");
}

struct AnswerCase {
  int status;
  const char* body;
  const char* token;  // "": refused
  std::int64_t lifetime_s;
  Errc code;
};

TEST(OAuth, ReadsTheAnswer) {
  const AnswerCase cases[] = {
      {200, R"({"access_token":"a.b-c"})", "a.b-c", 300, {}},
      {200, R"({"access_token":"x","expires_in":3600})", "x", 3600, {}},
      {200, R"({"access_token":"x","expires_in":-5})", "x", 0, {}},
      {200, R"({"access_token":"x","expires_in":1e18})", "x", 86'400, {}},
      {200, R"({"access_token":"x","expires_in":"60"})", "x", 300, {}},
      {200, R"({"access_token":"x\r\nHost: y"})", "", 0, Errc::misconfigured},
      {200, R"({"access_token":""})", "", 0, Errc::misconfigured},
      {200, R"({"access_token":7})", "", 0, Errc::misconfigured},
      {200, R"({"token":"x"})", "", 0, Errc::misconfigured},
      {200, R"(<html>)", "", 0, Errc::misconfigured},
      {400, R"({})", "", 0, Errc::misconfigured},
      {401, R"({"access_token":"x"})", "", 0, Errc::misconfigured},
      {429, R"({})", "", 0, Errc::unavailable},
      {503, R"({})", "", 0, Errc::unavailable},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.body);
    ClientResponse response;
    response.status = one.status;
    response.body = one.body;
    const auto granted = read_token(response);
    ASSERT_EQ(granted.has_value(), *one.token != '\0');
    if (granted) {
      EXPECT_EQ(granted->token, one.token);
      EXPECT_EQ(granted->lifetime_s, one.lifetime_s);
    } else {
      EXPECT_EQ(granted.error().code, one.code);
      EXPECT_EQ(granted.error().retryable, one.code == Errc::unavailable);
    }
  }
}

TEST(OAuth, WritesBasic) {  // the example of RFC 7617
  EXPECT_EQ(basic_authorization("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

}  // namespace
}  // namespace jisr::gateway
