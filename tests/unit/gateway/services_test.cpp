// Look-ups over real sockets: what a service's answers mean, what is asked once though it is wanted
// twice, how long she waits, and when a service is left alone.
#include "gateway/services.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "tests/support/http_server_thread.hpp"
#include "tests/support/registry_simulator.hpp"
#include "tests/support/run.hpp"

namespace jisr::gateway {
namespace {

using dialogs::LookupOutcome;
using Kind = LookupOutcome::Kind;
using std::chrono::milliseconds;
using testing::ElementsAre;
namespace asio = boost::asio;
constexpr milliseconds kLong(5'000);

HttpListen loopback() {
  HttpListen listen;
  listen.address = "127.0.0.1";
  listen.port = 0;
  return listen;
}

class ServicesTest : public testing::Test {
 protected:
  ServicesTest() {
    keep({"/state", "/n", "/yes", "/none"});
    service_.name = "persons";
    service_.loopback_http = true;
    service_.url = parse_payload_text(url("/persons/{id}"), is_plain_name).value();
    service_.failures_max = 3;
    service_.pause_ms = 60'000;
  }

  void keep(const std::vector<std::string>& pointers) {
    dialogs::Screen screen;
    for (const auto& pointer : pointers) screen.lookup.kept.push_back({0, pointer});
    auto dialog = std::make_shared<dialogs::Dialog>();
    dialog->screens.push_back(screen);
    dialog_ = dialog;
  }

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + path;
  }

  ServiceQuestion question(const std::string& id = "JA1", const std::string& caller = "she") {
    ServiceQuestion asked;
    asked.services = std::make_shared<std::vector<ServiceConfig>>(1, service_);
    asked.dialog = dialog_;
    asked.caller = caller;
    asked.lookup = {0, "persons", {{"id", id}}, 2'000};
    return asked;
  }

  LookupOutcome ask(ServiceQuestion asked, milliseconds limit = kLong) {
    return tests::run(io_, services_.ask(std::move(asked), limit));
  }
  Kind answer(int status, const std::string& body = "{}") {
    says(status, body);
    return ask(question("JA" + std::to_string(++nth_))).kind;
  }
  void says(int status, const std::string& body) {
    const std::lock_guard lock(mutex_);
    status_ = status;
    body_ = body;
  }

  asio::awaitable<HttpResponse> serve(HttpRequest request) {
    ++requests_;
    if (delay_ms_ > 0) {
      asio::steady_timer timer(co_await asio::this_coro::executor, milliseconds(delay_ms_.load()));
      co_await timer.async_wait(asio::use_awaitable);
    }
    const std::lock_guard lock(mutex_);
    heard_ = request.method + ' ' + request.path + ' ' + request.body;
    HttpResponse response;
    response.status = status_;
    response.body = body_;
    co_return response;
  }

  std::mutex mutex_;
  int status_ = 200;
  std::string body_ = R"({"state": "received"})";
  std::string heard_;
  std::atomic<int> requests_{0};
  std::atomic<int> delay_ms_{0};
  int nth_ = 0;
  test::HttpServerThread server_{loopback(),
                                 [this](HttpRequest request) { return serve(std::move(request)); }};
  std::shared_ptr<const dialogs::Dialog> dialog_;
  ServiceConfig service_;
  KeptAnswers kept_;
  Counters counters_;
  asio::io_context io_{1};
  Rates rates_{RateConfig{}};
  Services services_{io_, kept_, rates_, counters_};
};

TEST_F(ServicesTest, KeepsWhatTheDialogNames) {
  says(200, R"({"state": "مقبول", "n": 3, "yes": true, "none": null})");
  const auto outcome = ask(question());
  EXPECT_EQ(outcome.kind, Kind::found);
  EXPECT_THAT(outcome.kept, ElementsAre("مقبول", "3", "yes", std::nullopt));
  EXPECT_EQ(heard_, "GET /persons/JA1 ");
}

TEST_F(ServicesTest, EncodesWhatShePutsIntoTheAddress) {
  ask(question("a/b?c=d e%é"));
  EXPECT_EQ(heard_, "GET /persons/a%2Fb%3Fc%3Dd%20e%25%C3%A9 ");
}

TEST_F(ServicesTest, SaysWhatEachAnswerMeans) {
  service_.failures_max = 100;
  EXPECT_EQ(answer(200), Kind::found);
  EXPECT_EQ(answer(404), Kind::not_found);
  EXPECT_EQ(answer(201), Kind::failed);
  EXPECT_EQ(answer(302), Kind::failed);
  EXPECT_EQ(answer(422), Kind::failed);
  EXPECT_EQ(answer(500), Kind::failed);
  EXPECT_EQ(answer(200, "<html>"), Kind::failed);
  EXPECT_EQ(answer(200, std::string(100, '[') + std::string(100, ']')), Kind::failed);
  EXPECT_EQ(answer(200, '"' + std::string(100'000, 'x') + '"'), Kind::failed) << "too large";
  EXPECT_EQ(counters_.lookups, 9);
  EXPECT_EQ(counters_.lookups_failed, 7);
}

TEST_F(ServicesTest, AsksOnceWhatWasBegunWhileSheRead) {
  delay_ms_ = 100;
  services_.prepare(question());
  services_.prepare(question());
  EXPECT_EQ(ask(question()).kind, Kind::found) << "on its way";
  EXPECT_EQ(ask(question()).kind, Kind::found) << "has come";
  EXPECT_EQ(requests_, 1);
  ask(question("JA2"));
  ask(question("JA1", "another woman"));
  EXPECT_EQ(requests_, 3);
}

// Who tries one number after the other hears the same of those that are known and of those that
// are not, and nobody is asked.
TEST_F(ServicesTest, WhoAsksTooOftenLearnsNothing) {
  RateConfig config;
  config.lookups_a_day = 3;
  Rates rates(config);
  KeptAnswers kept;
  Services services(io_, kept, rates, counters_);
  const auto ask_as = [&](const std::string& id, const std::string& caller) {
    return tests::run(io_, services.ask(question(id, caller), kLong)).kind;
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask_as("JA" + std::to_string(i), "a"), Kind::found);
  EXPECT_EQ(ask_as("JA0", "a"), Kind::found) << "the same question is not another one";
  EXPECT_EQ(requests_, 3);
  says(200, "{}");
  EXPECT_EQ(ask_as("JA4", "a"), Kind::failed);
  says(404, "{}");
  EXPECT_EQ(ask_as("JA5", "a"), Kind::failed);
  EXPECT_EQ(requests_, 3);
  EXPECT_EQ(counters_.lookups_limited, 2);
  EXPECT_EQ(ask_as("JA5", "b"), Kind::not_found) << "others may";
}

TEST_F(ServicesTest, AnAnswerIsFreshForAWhileOnly) {
  service_.fresh_ms = 0;
  ask(question());
  ask(question());
  EXPECT_EQ(requests_, 2);
  EXPECT_EQ(kept_.size(), 0u);
}

TEST_F(ServicesTest, OtherThreadsKnowWhatIsOnItsWay) {
  delay_ms_ = 100;
  asio::io_context io(1);
  Services other(io, kept_, rates_, counters_);
  services_.prepare(question());
  std::thread mine([&] { io_.run_for(kLong); });
  const auto outcome = tests::run(io, other.ask(question(), kLong));
  io_.stop();
  mine.join();
  EXPECT_EQ(outcome.kind, Kind::found);
  EXPECT_EQ(requests_, 1);
}

TEST_F(ServicesTest, SheWaitsNoLongerThanTheLimitAndFindsTheAnswerLater) {
  delay_ms_ = 400;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(ask(question(), milliseconds(100)).kind, Kind::failed);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(300));
  EXPECT_EQ(ask(question()).kind, Kind::found) << "the request went on";
  EXPECT_EQ(requests_, 1);
}

TEST_F(ServicesTest, LeavesADeadServiceAlone) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(answer(500), Kind::failed);
  says(200, "{}");
  EXPECT_EQ(ask(question()).kind, Kind::failed) << "not asked";
  EXPECT_EQ(requests_, 3);
}

TEST_F(ServicesTest, LooksAgainAfterThePause) {
  service_.pause_ms = 1;
  for (int i = 0; i < 3; ++i) answer(500);
  const auto until = std::chrono::steady_clock::now() + kLong;
  while (answer(200) != Kind::found) ASSERT_LT(std::chrono::steady_clock::now(), until);
  EXPECT_EQ(answer(200), Kind::found);
}

TEST_F(ServicesTest, WhatOneQuestionGetsWrongClosesNothing) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(answer(422), Kind::failed);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(answer(404), Kind::not_found);
  EXPECT_EQ(answer(200), Kind::found);
}

TEST_F(ServicesTest, AServiceThatIsNotThereFails) {
  service_.url = parse_payload_text("http://127.0.0.1:1/{id}", is_plain_name).value();
  EXPECT_EQ(ask(question()).kind, Kind::failed);
  auto gone = question();
  gone.lookup.service = "people";
  EXPECT_EQ(ask(gone).kind, Kind::failed) << "of an earlier configuration";
}

TEST_F(ServicesTest, GetsANewTokenOnceWhenItsOwnIsRefused) {
  const test::RegistrySimulator server({"--auth", "oauth2"});
  service_.url = parse_payload_text(server.url("/persons/{id}"), is_plain_name).value();
  service_.tls.ca_file = server.file("ca.pem");
  service_.oauth.emplace();
  service_.oauth->token_url = server.url("/oauth/token");
  service_.oauth->client_id = "jisr";
  service_.oauth->client_secret = "demo-secret";
  service_.oauth->tls = service_.tls;
  EXPECT_EQ(ask(question("JA1")).kind, Kind::not_found);
  EXPECT_EQ(ask(question("JA2")).kind, Kind::not_found);
  HttpClient client(io_);
  ClientRequest revoke;
  revoke.url = server.url("/oauth/revoke");
  revoke.tls = service_.tls;
  ASSERT_TRUE(tests::run(io_, client.send(std::move(revoke))));
  EXPECT_EQ(ask(question("JA3")).kind, Kind::not_found);
}

TEST_F(ServicesTest, StopEndsWhatIsOnItsWay) {
  delay_ms_ = 3'000;
  services_.prepare(question());
  io_.run_for(milliseconds(50));
  services_.stop();
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(tests::run(io_, services_.drain(kLong)));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(1'500));
  EXPECT_EQ(kept_.size(), 0u);
}

}  // namespace
}  // namespace jisr::gateway
