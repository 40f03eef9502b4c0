// The HTTP client against a real TLS server in another process, and against bare sockets that
// misbehave.
#include "gateway/http/client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>

#include "tests/support/registry_simulator.hpp"
#include "tests/support/run_coroutine.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using test::RegistrySimulator;
using test::run_coroutine;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

class ClientTest : public testing::Test {
 protected:
  Result<ClientResponse> send(ClientRequest request) {
    return run_coroutine(io_, client_.send(std::move(request)));
  }
  static ClientRequest to(const RegistrySimulator& server, const std::string& method,
                          const std::string& path, const std::string& body = {}) {
    ClientRequest request;
    request.method = method;
    request.url = server.url(path);
    request.body = body;
    request.tls.ca_file = server.file("ca.pem");
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Idempotency-Key", "one");
    request.resend_safe = true;
    return request;
  }
  ClientRequest plain() {
    ClientRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/in";
    request.allow_http = true;
    return request;
  }

  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  HttpClient client_{io_};
};

TEST_F(ClientTest, GivesTheWholeAnswer) {
  const RegistrySimulator server;
  const auto response = send(to(server, "GET", "/records/count"));
  ASSERT_TRUE(response) << response.error().context;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->content_type, "application/json");
  EXPECT_EQ(response->body, R"({"count":0})");
}

TEST_F(ClientTest, SendsMethodAndBody) {
  const RegistrySimulator server({"--schema", ""});
  const auto response = send(to(server, "POST", "/registrations", R"({"id":"7"})"));
  ASSERT_TRUE(response) << response.error().context;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(send(to(server, "GET", "/records")).value().body, R"([{"id":"7"}])");
}

struct FaultCase {
  const char* fault;
  Errc code;
};

TEST_F(ClientTest, SaysWhatEachFaultMeans) {
  const FaultCase cases[] = {
      {"timeout", Errc::timeout}, {"reset", Errc::lost},           {"cut", Errc::lost},
      {"garbage", Errc::lost},    {"huge", Errc::malformed_input},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.fault);
    const RegistrySimulator server({"--fault", one.fault, "--schema", ""});
    auto request = to(server, "POST", "/registrations", "{}");
    request.total_ms = 1'000;
    const auto response = send(std::move(request));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, one.code) << response.error().context;
    EXPECT_TRUE(response.error().retryable);
    EXPECT_EQ(response.error().context.find("/registrations"), std::string::npos);
  }
}

TEST_F(ClientTest, FollowsNoRedirect) {
  const RegistrySimulator server({"--fault", "redirect"});
  const auto response = send(to(server, "POST", "/registrations", "{}"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->location, "https://localhost/elsewhere");
}

TEST_F(ClientTest, GivesRetryAfter) {
  const RegistrySimulator server({"--fault", "retry_after:7"});
  EXPECT_EQ(send(to(server, "POST", "/registrations", "{}")).value().retry_after, "7");
}

TEST_F(ClientTest, RefusesAnUnknownAuthority) {
  const RegistrySimulator server, stranger;
  auto request = to(server, "GET", "/records");
  request.tls.ca_file = stranger.file("ca.pem");
  EXPECT_EQ(send(std::move(request)).error().code, Errc::misconfigured);
  request = to(server, "GET", "/records");
  request.tls.ca_file = "/no/such/file.pem";
  EXPECT_EQ(send(std::move(request)).error().code, Errc::misconfigured);
  request = to(server, "GET", "/records");
  request.tls.ca_file.clear();  // the system's authorities do not know it either
  EXPECT_EQ(send(std::move(request)).error().code, Errc::misconfigured);
}

TEST_F(ClientTest, RefusesACertificateOfAnotherName) {
  const RegistrySimulator server({"--names", "DNS:elsewhere.example"});
  const auto response = send(to(server, "GET", "/records"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::misconfigured);
}

TEST_F(ClientTest, ShowsItsCertificate) {
  const RegistrySimulator server({"--mtls"});
  const auto without = send(to(server, "GET", "/records"));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, Errc::misconfigured) << without.error().context;
  auto request = to(server, "GET", "/records");
  request.tls.certificate = server.file("client.pem");
  request.tls.key = server.file("client.key");
  const auto with = send(std::move(request));
  ASSERT_TRUE(with) << with.error().context;
  EXPECT_EQ(with->status, 200);
}

struct UnsendableCase {
  const char* name;
  const char* url;
  const char* header;
  const char* method;
};

TEST_F(ClientTest, SendsNothingThatIsNotSafeToSend) {
  const UnsendableCase cases[] = {
      {"plain http", "http://127.0.0.1:1/", "fine", "POST"},
      {"a file", "file:///etc/passwd", "fine", "GET"},
      {"a user name", "https://jisr:secret@127.0.0.1:1/", "fine", "POST"},
      {"a line end in the URL", "https://127.0.0.1:1/\r\nX: y", "fine", "POST"},
      {"a space in the URL", "https://127.0.0.1:1/a b", "fine", "POST"},
      {"a line end in a header", "https://127.0.0.1:1/", "fine\r\nX: y", "POST"},
      {"a method of two words", "https://127.0.0.1:1/", "fine", "POST /x"},
      {"no URL", "", "fine", "POST"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    ClientRequest request;
    request.url = one.url;
    request.method = one.method;
    request.headers.emplace_back("X-Word", one.header);
    const auto response = send(std::move(request));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::misconfigured) << response.error().context;
    EXPECT_FALSE(response.error().retryable);
    EXPECT_EQ(response.error().context.find("secret"), std::string::npos);
  }
}

TEST_F(ClientTest, KnowsThatNothingWasSent) {
  auto request = plain();
  acceptor_.close();  // nobody listens there any more
  const auto refused = send(std::move(request));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
}

TEST_F(ClientTest, KnowsThatNothingWasSentWithoutAHandshake) {
  ClientRequest request = plain();
  request.url.replace(0, 4, "https");  // the kernel takes the connection, nobody speaks TLS
  request.connect_ms = 200;
  const auto response = send(std::move(request));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::unavailable) << response.error().context;
}

// Answers the first request of each connection; closes without a word when it has read another.
// Ends after so many requests, and gives the number of connections that they came by.
asio::awaitable<int> connections_of(tcp::acceptor& acceptor, int requests) {
  int connections = 0;
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  while (requests > 0) {
    auto [failed, socket] = co_await acceptor.async_accept(kToken);
    ++connections;
    for (int nth = 0; nth < 2 && requests > 0; ++nth) {
      char bytes[4096];
      const auto buffer = asio::buffer(bytes);
      const auto [ended, count] = co_await socket.async_read_some(buffer, kToken);
      if (ended) break;
      --requests;
      const auto said = asio::buffer(answer);
      if (nth == 0) co_await asio::async_write(socket, said, kToken);
    }
  }
  co_return connections;
}

asio::awaitable<Result<ClientResponse>> send_twice(HttpClient& client, ClientRequest request) {
  auto first = co_await client.send(request);
  EXPECT_TRUE(first);
  co_return co_await client.send(std::move(request));
}

TEST_F(ClientTest, SendsAgainOnlyWhatMayArriveTwice) {
  auto request = plain();
  request.total_ms = 2'000;
  request.resend_safe = true;
  auto both = send_twice(client_, request) && connections_of(acceptor_, 3);
  const auto [safe, kept] = run_coroutine(io_, std::move(both));
  EXPECT_TRUE(safe) << "the second went twice: the kept connection died under it";
  EXPECT_EQ(kept, 2);
  request.resend_safe = false;
  auto anew = send_twice(client_, request) && connections_of(acceptor_, 2);
  const auto [unsafe, fresh] = run_coroutine(io_, std::move(anew));
  EXPECT_TRUE(unsafe) << "each on a connection of its own";
  EXPECT_EQ(fresh, 2);
}

// Reads a request and answers nothing; gives the socket, so that it stays open.
asio::awaitable<tcp::socket> read_one(tcp::acceptor& acceptor) {
  auto [failed, socket] = co_await acceptor.async_accept(kToken);
  char bytes[4096];
  const auto buffer = asio::buffer(bytes);
  co_await socket.async_read_some(buffer, kToken);
  co_return std::move(socket);
}

asio::awaitable<bool> stop_once_sent(tcp::acceptor& acceptor, HttpClient& client) {
  const auto socket = co_await read_one(acceptor);
  EXPECT_EQ(client.in_hand(), 1u);
  client.stop();
  co_return true;
}

TEST_F(ClientTest, StopEndsWhatIsInHand) {
  auto both = client_.send(plain()) && stop_once_sent(acceptor_, client_);
  const auto [response, stopped] = run_coroutine(io_, std::move(both));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, Errc::lost) << "it was sent: the outcome is unknown";
  EXPECT_EQ(client_.in_hand(), 0u);
  EXPECT_EQ(send(plain()).error().code, Errc::unavailable) << "nothing is taken after stop()";
}

TEST_F(ClientTest, CancellationTakesTheRequestOut) {
  const auto begun = std::chrono::steady_clock::now();
  auto race = client_.send(plain()) || read_one(acceptor_);
  const auto first = run_coroutine(io_, std::move(race));
  EXPECT_EQ(first.index(), 1u);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5)) << "not waited out";
  EXPECT_EQ(client_.in_hand(), 0u);
}

asio::awaitable<bool> destroy_once_sent(tcp::acceptor& acceptor,
                                        std::optional<HttpClient>& client) {
  const auto socket = co_await read_one(acceptor);
  client.reset();
  co_return true;
}

TEST_F(ClientTest, DestructionEndsWhatIsInHand) {
  std::optional<HttpClient> client(std::in_place, io_);
  auto both = client->send(plain()) && destroy_once_sent(acceptor_, client);
  const auto [response, destroyed] = run_coroutine(io_, std::move(both));
  EXPECT_EQ(response.error().code, Errc::lost);
}

TEST_F(ClientTest, TakesNoMoreThanItsLimit) {
  ClientLimits limits;
  limits.requests_max = 1;
  HttpClient client(io_, limits);
  auto request = plain();
  request.total_ms = 300;  // nobody answers
  auto both = client.send(request) && client.send(request);
  const auto [first, second] = run_coroutine(io_, std::move(both));
  EXPECT_EQ(first.error().code, Errc::timeout);
  EXPECT_EQ(second.error().code, Errc::unavailable);
}

TEST_F(ClientTest, ALongAnswerEndsAtTheLimitOfTime) {
  auto request = plain();
  request.total_ms = 300;
  const auto begun = std::chrono::steady_clock::now();
  auto both = client_.send(std::move(request)) && read_one(acceptor_);
  const auto [response, socket] = run_coroutine(io_, std::move(both));
  EXPECT_EQ(response.error().code, Errc::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
}

// A hundred at once through few connections: none is lost, none is answered twice.
asio::awaitable<int> send_many(HttpClient& client, ClientRequest request) {
  const auto executor = co_await asio::this_coro::executor;
  int answered = 0;
  const auto count = [&answered](std::exception_ptr thrown, Result<ClientResponse> response) {
    if (!thrown && response && response->status == 200) ++answered;
  };
  asio::steady_timer limit(executor, std::chrono::seconds(20));
  for (int i = 0; i < 100; ++i) asio::co_spawn(executor, client.send(request), count);
  while (answered < 100 && limit.expiry() > std::chrono::steady_clock::now()) {
    co_await asio::post(executor, asio::use_awaitable);
  }
  co_return answered;
}

TEST_F(ClientTest, CarriesManyAtOnce) {
  const RegistrySimulator server;
  auto request = to(server, "GET", "/records/count");
  request.resend_safe = true;
  EXPECT_EQ(run_coroutine(io_, send_many(client_, request)), 100);
}

}  // namespace
}  // namespace jisr::gateway
