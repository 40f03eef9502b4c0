// The HTTP server over real sockets on loopback: what a client sees, byte for byte.
#include "gateway/http/server.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "tests/support/http_server_thread.hpp"
#include "tests/support/raw_http.hpp"

namespace jisr::gateway {
namespace {

using namespace std::chrono_literals;
using test::exchange;
using test::HttpServerThread;
using test::RawConnection;

// Says what it was asked; "/throw" and "/split" are handlers with a bug, "/big" is long.
boost::asio::awaitable<HttpResponse> echo(HttpRequest request) {
  if (request.path == "/throw") throw std::runtime_error("a bug");
  HttpResponse response;
  response.headers.emplace_back("Content-Type", "text/plain");
  if (request.path == "/split") response.headers.emplace_back("X", "a\r\nb");
  response.body = request.method + " " + request.path + " " + request.body;
  if (request.path == "/peer") response.body = request.peer;
  if (request.path == "/big") response.body.assign(64 << 20, 'x');
  co_return response;
}

std::string get(const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
}
std::string post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(HttpServer, KeepsTheConnection) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  for (const char* path : {"/1", "/2", "/3"}) {
    client.send(get(path));
    const auto response = client.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "GET " + std::string(path) + " ");
  }
  EXPECT_EQ(server.counts().connections, 1U);
  EXPECT_EQ(server.counts().requests, 3U);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  std::string all;
  for (int i = 0; i < 500; ++i)
    all += i % 3 == 0 ? post("/p", std::to_string(i)) : get("/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 500; ++i) {
    const auto response = client.read_response();
    ASSERT_EQ(response.body,
              i % 3 == 0 ? "POST /p " + std::to_string(i) : "GET /" + std::to_string(i) + " ");
  }
}

TEST(HttpServer, ReadsSplitBytes) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  for (const char byte : post("/slow", "hello") + get("/next")) client.send(std::string(1, byte));
  EXPECT_EQ(client.read_response().body, "POST /slow hello");
  EXPECT_EQ(client.read_response().body, "GET /next ");
}

TEST(HttpServer, ReadsABodyLargerThanItsBuffer) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  const std::string body(60'000, 'b');
  client.send(post("/", body) + get("/after"));
  EXPECT_EQ(client.read_response().body, "POST / " + body);
  EXPECT_EQ(client.read_response().body, "GET /after ");
}

TEST(HttpServer, FollowsMethodAndVersion) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto head = client.read_response(true);
  EXPECT_NE(head.head.find("Content-Length: 8\r\n"), std::string::npos);
  client.send(get("/peer"));
  EXPECT_EQ(client.read_response().body, "127.0.0.1");

  EXPECT_NE(
      exchange(server.port(), "GET /x HTTP/1.0\r\n\r\n").find("Connection: close\r\n\r\nGET /x "),
      std::string::npos);
  EXPECT_NE(exchange(server.port(), "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .find("Connection: close\r\n\r\nGET /x "),
            std::string::npos);
  RawConnection old(server.port());
  old.send("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(old.read_response().head.find("Connection: keep-alive\r\n"), std::string::npos);
  old.send("GET /y HTTP/1.0\r\n\r\n");
  EXPECT_EQ(old.read_response().body, "GET /y ");
}

TEST(HttpServer, SaysContinueWhenAsked) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  client.send("POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response(true).status, 100);
  client.send("ok");
  EXPECT_EQ(client.read_response().body, "POST /c ok");
}

TEST(HttpServer, AnswersAfterTheClientStoppedSending) {
  HttpServerThread server(HttpListen{}, echo);
  RawConnection client(server.port());
  client.send(get("/half"));
  client.close_sending();
  EXPECT_EQ(client.read_response().body, "GET /half ");
  EXPECT_TRUE(client.closes());
}

TEST(HttpServer, RefusesAndCloses) {
  HttpListen listen;
  listen.limits.body_bytes_max = 100;
  HttpServerThread server(listen, echo);
  const std::string start = "POST /c HTTP/1.1\r\nHost: a\r\n";
  const std::string hidden = get("/hidden");  // what a smuggler wants to be read as a request
  const struct {
    const char* name;
    std::string bytes;
    int status;
  } rows[] = {
      {"chunked twice", start + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400},
      {"unknown coding", start + "Transfer-Encoding: xchunked\r\n\r\n", 400},
      {"coding, then length", start + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
       400},
      {"chunked, then length",
       start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {"length, then chunked",
       start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"two codings", start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"two lengths", start + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n", 400},
      {"one length twice", start + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400},
      {"length list", start + "Content-Length: 0, 0\r\n\r\n", 400},
      {"length with sign", start + "Content-Length: +0\r\n\r\n", 400},
      {"length below zero", start + "Content-Length: -1\r\n\r\n", 400},
      {"length over 64 bits", start + "Content-Length: 18446744073709551616\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"absolute target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"target beyond ASCII", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"folded field", "GET / HTTP/1.1\r\nHost: a\r\nX-Signature: b\r\n c\r\n\r\n", 400},
      {"space before colon", start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
      {"bare line feed", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
      {"expectation", "GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", 400},
      {"upgrade", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 400},
      {"chunk extension", start + "Transfer-Encoding: chunked\r\n\r\n0;x\r\n\r\n", 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", 505},
      {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"head too large", "GET / HTTP/1.1\r\nX: " + std::string(9000, 'x'), 431},
      {"head far too large", "GET / HTTP/1.1\r\nX: " + std::string(400'000, 'x'), 431},
      {"body too large", start + "Content-Length: 101\r\n\r\n", 413},
      {"chunked body too large", start + "Transfer-Encoding: chunked\r\n\r\n65\r\n", 413},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string answer = exchange(server.port(), row.bytes + hidden);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 " + std::to_string(row.status));
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(answer.find("/hidden"), std::string::npos);
    EXPECT_EQ(answer.find("<reset>"), std::string::npos);
  }
  EXPECT_EQ(server.counts().refused, std::size(rows));
  EXPECT_EQ(server.counts().requests, 0U);
}

TEST(HttpServer, CutsSlowClients) {
  HttpListen listen;
  listen.limits.idle_max = listen.limits.head_max = listen.limits.body_max = 100ms;
  HttpServerThread server(listen, echo);

  RawConnection in_head(server.port());
  in_head.send("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(in_head.read_response().status, 408);
  EXPECT_TRUE(in_head.closes());

  RawConnection in_body(server.port());
  in_body.send(post("/", "hello").substr(0, 60));
  in_body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\nhel");
  EXPECT_EQ(in_body.read_response().status, 200);
  EXPECT_EQ(in_body.read_response().status, 408);
  EXPECT_TRUE(in_body.closes());

  RawConnection silent(server.port());
  EXPECT_TRUE(silent.closes());

  RawConnection idle(server.port());
  idle.send(get("/"));
  EXPECT_EQ(idle.read_response().status, 200);
  EXPECT_TRUE(idle.closes());
  EXPECT_EQ(server.counts().timed_out, 2U);
}

TEST(HttpServer, CutsAHeadThatDribbles) {
  HttpListen listen;
  listen.limits.head_max = 100ms;
  listen.limits.head_bytes_max = 64 << 20;
  HttpServerThread server(listen, echo);
  RawConnection client(server.port());
  client.send("GET / HTTP/1.1\r\n");
  // Each byte comes long before the limit; the head as a whole never does.
  while (server.counts().timed_out == 0 && client.send("X")) {
  }
  EXPECT_EQ(client.read_response().status, 408);
}

TEST(HttpServer, CutsABodyThatNeverPauses) {
  HttpListen listen;
  listen.limits.body_max = 100ms;
  listen.limits.body_bytes_max = 64 << 20;
  HttpServerThread server(listen, echo);
  RawConnection client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  // Chunks of one byte, faster than they can be read: there is never a wait that could be cut.
  std::string chunks;
  for (int i = 0; i < 10'000; ++i) chunks += "1\r\nx\r\n";
  while (server.counts().timed_out == 0 && client.send(chunks)) {
  }
  EXPECT_EQ(server.counts().timed_out, 1U);
  EXPECT_EQ(server.counts().refused, 0U);
}

TEST(HttpServer, CutsAClientThatDoesNotRead) {
  HttpListen listen;
  listen.limits.write_max = 100ms;
  HttpServerThread server(listen, echo);
  RawConnection client(server.port());
  client.send(get("/big"));
  // Nothing is read until the server has given up, so its answer cannot all have left.
  while (server.counts().timed_out == 0) std::this_thread::yield();
  EXPECT_LT(client.read_to_end().size(), std::size_t{64} << 20);
}

TEST(HttpServer, SurvivesABugInAHandler) {
  HttpServerThread server(HttpListen{}, echo);
  for (const char* path : {"/throw", "/split"}) {
    SCOPED_TRACE(path);
    const std::string answer = exchange(server.port(), get(path) + get("/next"));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 "));
    EXPECT_EQ(answer.find("/next"), std::string::npos);
  }
  EXPECT_EQ(server.counts().handler_failed, 2U);
  EXPECT_NE(exchange(server.port(), "GET /well HTTP/1.0\r\n\r\n").find("/well"), std::string::npos);
}

TEST(HttpServer, TurnsAwayConnectionsOverTheCap) {
  HttpListen listen;
  listen.limits.connections_max = 2;
  HttpServerThread server(listen, echo);
  std::optional<RawConnection> one(std::in_place, server.port());
  RawConnection two(server.port());
  for (RawConnection* each : {&*one, &two}) {
    each->send(get("/in"));
    EXPECT_EQ(each->read_response().status, 200);
  }
  const std::string answer = RawConnection(server.port()).read_to_end();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(server.counts().over_cap, 1U);

  one.reset();
  while (server.counts().open > 1) std::this_thread::yield();
  two.send(get("/still"));
  EXPECT_EQ(two.read_response().status, 200);
  RawConnection again(server.port());
  again.send(get("/free"));
  EXPECT_EQ(again.read_response().status, 200);
}

TEST(HttpServer, NamesThePortThatItCannotHave) {
  boost::asio::io_context io;
  HttpServer first(io, HttpListen{}, echo);
  HttpListen taken;
  taken.port = first.port();
  try {
    HttpServer second(io, taken, echo);
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& e) {
    EXPECT_EQ(std::string(e.what()), "cannot listen on 127.0.0.1 port " +
                                         std::to_string(taken.port) + ": Address already in use");
  }
}

// A handler that waits until the test lets it go on.
class Gate {
 public:
  explicit Gate(boost::asio::io_context& io)
      : timer_(io, std::chrono::steady_clock::time_point::max()) {}
  boost::asio::awaitable<HttpResponse> answer(HttpRequest) {
    entered_.set_value();
    boost::system::error_code ec;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    co_return HttpResponse{200, {}, "late"};
  }
  void open() {
    boost::asio::post(timer_.get_executor(), [this] { timer_.cancel(); });
  }
  void await_entry() { entered_.get_future().wait(); }

 private:
  boost::asio::steady_timer timer_;
  std::promise<void> entered_;
};

TEST(HttpServerStop, FinishesTheAnswerInHand) {
  HttpListen listen;
  listen.limits.idle_max = listen.limits.head_max = 1h;  // so that only the stop ends the idle one
  Gate* gate_of_handler = nullptr;
  HttpServerThread server(listen,
                          [&](HttpRequest r) { return gate_of_handler->answer(std::move(r)); });
  Gate gate(server.io());
  gate_of_handler = &gate;
  RawConnection idle(server.port());
  std::optional<RawConnection> busy(std::in_place, server.port());
  busy->send(get("/") + get("/never"));
  gate.await_entry();
  auto stopped = server.stop_later(10s);
  EXPECT_TRUE(idle.closes());
  EXPECT_FALSE(test::accepts_connections(server.port()));
  gate.open();
  const auto answer = busy->read_to_end();
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate");
  busy.reset();
  EXPECT_TRUE(stopped.get());
}

TEST(HttpServerStop, CutsWhatOutlastsItsGrace) {
  Gate* gate_of_handler = nullptr;
  HttpServerThread server(HttpListen{},
                          [&](HttpRequest r) { return gate_of_handler->answer(std::move(r)); });
  Gate gate(server.io());
  gate_of_handler = &gate;
  RawConnection busy(server.port());
  busy.send(get("/"));
  gate.await_entry();
  EXPECT_FALSE(server.stop(50ms));
  EXPECT_EQ(busy.read_to_end().find("late"), std::string::npos);
  EXPECT_EQ(server.counts().open, 0U);
}

// Connections that the kernel has taken, but not yet the server, when it is told to stop.
TEST(HttpServerStop, ServesTheQueue) {
  boost::asio::io_context io;
  HttpServer server(io, HttpListen{}, echo);
  server.start();
  std::vector<std::unique_ptr<RawConnection>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<RawConnection>(server.port()));
    clients.back()->send(get("/" + std::to_string(i)));
  }
  auto stopped = boost::asio::co_spawn(io, server.stop(5s), boost::asio::use_future);
  std::thread thread([&] { io.run(); });
  for (int i = 0; i < 20; ++i) {
    const auto response = clients[static_cast<std::size_t>(i)]->read_response();
    EXPECT_EQ(response.body, "GET /" + std::to_string(i) + " ");
  }
  clients.clear();
  EXPECT_TRUE(stopped.get());
  thread.join();
}

TEST(HttpServer, SharesAPortBetweenThreads) {
  HttpListen listen;
  listen.shared_port = true;
  HttpServerThread first(listen, echo);
  listen.port = first.port();
  HttpServerThread second(listen, echo);
  ASSERT_EQ(first.port(), second.port());
  int sent = 0;
  while ((first.counts().requests == 0 || second.counts().requests == 0) && sent < 1000) {
    ++sent;
    EXPECT_NE(exchange(first.port(), "GET /x HTTP/1.0\r\n\r\n").find("GET /x "), std::string::npos);
  }
  EXPECT_GT(first.counts().requests, 0U);
  EXPECT_GT(second.counts().requests, 0U);
  EXPECT_EQ(first.counts().requests + second.counts().requests, static_cast<std::uint64_t>(sent));
}

}  // namespace
}  // namespace jisr::gateway
