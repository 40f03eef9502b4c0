// A connection against a real redis-server: pipelining, deadlines, loss and return, ways to
// connect.
#include "gateway/redis/connection.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>

#include "tests/support/redis_server.hpp"
#include "tests/support/run.hpp"

namespace jisr::gateway::redis {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using tests::RedisServer;
using tests::RedisServerOptions;
using tests::run;
using tests::run_until;

RedisEndpoint endpoint_of(const RedisServer& server) {
  RedisEndpoint endpoint;
  endpoint.port = server.port();
  return endpoint;
}

// Asks for a command without waiting; `into` gets its result.
void ask(asio::io_context& io, Connection& connection, Command command,
         std::optional<Result<Reply>>& into) {
  asio::co_spawn(io, connection.execute(std::move(command)),
                 [&into](std::exception_ptr thrown, Result<Reply> result) {
                   EXPECT_FALSE(thrown);
                   into.emplace(std::move(result));
                 });
}

std::string text_of(asio::io_context& io, Connection& connection, Command command) {
  auto reply = run(io, connection.execute(std::move(command)));
  return reply ? std::string(reply->text()) : "failed: " + reply.error().context;
}

TEST(RedisConnection, CarriesBinaryValues) {
  RedisServer server;
  asio::io_context io;
  Connection connection(io.get_executor(), endpoint_of(server));
  std::string value;
  for (int i = 0; i < 8 * 1024 * 1024; ++i) value += static_cast<char>(i * 7);
  EXPECT_EQ(text_of(io, connection, Command("SET", "k", value)), "OK");
  EXPECT_TRUE(text_of(io, connection, Command("GET", "k")) == value);
  EXPECT_TRUE(run(io, connection.execute(Command("GET", "none")))->is_nil());
  EXPECT_EQ(run(io, connection.execute(Command("INCR", "k")))->kind(), Kind::error);
}

TEST(RedisConnection, PipelinesFiftyThousandCommandsInOrder) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.command_timeout = milliseconds(20'000);
  Connection connection(io.get_executor(), endpoint);
  constexpr int kCommands = 50'000;
  int answered = 0;
  int in_order = 0;
  for (int i = 1; i <= kCommands; ++i) {
    asio::co_spawn(io, connection.execute(Command("INCR", "n")),
                   [&answered, &in_order, i](std::exception_ptr, Result<Reply> reply) {
                     ++answered;
                     if (reply.has_value() && reply->integer() == i) ++in_order;
                   });
  }
  run_until(io, [&] { return answered == kCommands; });
  EXPECT_EQ(in_order, kCommands);
  EXPECT_EQ(connection.counters().round_trips, static_cast<std::uint64_t>(kCommands));
}

TEST(RedisConnection, GivesTheRepliesOfASequence) {
  RedisServer server;
  asio::io_context io;
  Connection connection(io.get_executor(), endpoint_of(server));
  Command sequence("SET", "n", 5);
  sequence.then("INCR", "n").then("NOSUCH").then("GET", "n");
  auto replies = run(io, connection.execute_all(std::move(sequence)));
  ASSERT_TRUE(replies) << replies.error().context;
  ASSERT_EQ(replies->size(), 4U);
  EXPECT_EQ((*replies)[1].integer(), 6);
  EXPECT_EQ((*replies)[2].kind(), Kind::error);
  EXPECT_EQ((*replies)[3].text(), "6");
}

TEST(RedisConnection, EndsInTimeWhenTheServerIsFrozenAndServesAgainLater) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.command_timeout = milliseconds(300);
  endpoint.connect_timeout = milliseconds(300);
  Connection connection(io.get_executor(), endpoint);
  ASSERT_EQ(text_of(io, connection, Command("PING")), "PONG");
  server.pause();
  const auto before = std::chrono::steady_clock::now();
  auto frozen = run(io, connection.execute(Command("INCR", "n")));
  const auto took = std::chrono::steady_clock::now() - before;
  ASSERT_FALSE(frozen);
  EXPECT_EQ(frozen.error().code, Errc::timeout);
  EXPECT_TRUE(frozen.error().retryable);
  EXPECT_GE(took, milliseconds(290));
  EXPECT_LT(took, milliseconds(3000));
  EXPECT_FALSE(connection.ready());
  // The frozen server still accepts connections, but that is not being ready.
  auto still = run(io, connection.execute(Command("PING")));
  ASSERT_FALSE(still);
  EXPECT_EQ(still.error().code, Errc::unavailable);
  server.resume();
  run_until(io, [&] { return connection.ready(); });
  EXPECT_EQ(text_of(io, connection, Command("PING")), "PONG");
  EXPECT_EQ(connection.counters().timeouts, 1U);
}

TEST(RedisConnection, TellsTheUnknownFromTheUnwritten) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.command_timeout = milliseconds(1500);  // 20 MB are begun in it, also with a sanitizer
  Connection connection(io.get_executor(), endpoint);
  ASSERT_EQ(text_of(io, connection, Command("PING")), "PONG");
  server.pause();
  std::optional<Result<Reply>> written, unwritten;
  ask(io, connection, Command("SET", "big", std::string(20'000'000, 'x')), written);
  for (int i = 0; i < 10; ++i) io.poll_one();  // the write begins, and fills the socket
  ask(io, connection, Command("SET", "k", "v"), unwritten);
  run_until(io, [&] { return written && unwritten; });
  EXPECT_EQ(written->error().code, Errc::timeout);
  EXPECT_EQ(unwritten->error().code, Errc::unavailable);
}

TEST(RedisConnection, ComesBackAfterAKill) {
  RedisServer server;
  asio::io_context io;
  Connection connection(io.get_executor(), endpoint_of(server));
  ASSERT_EQ(text_of(io, connection, Command("PING")), "PONG");
  server.pause();
  std::optional<Result<Reply>> in_flight;
  ask(io, connection, Command("INCR", "n"), in_flight);
  for (int i = 0; i < 10; ++i) io.poll_one();
  server.kill();
  run_until(io, [&] { return in_flight.has_value(); });
  EXPECT_EQ(in_flight->error().code, Errc::lost);
  run_until(io, [&] { return !connection.ready(); });
  auto refused = run(io, connection.execute(Command("PING")));
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  server.restart();
  run_until(io, [&] { return connection.ready(); });
  EXPECT_EQ(text_of(io, connection, Command("PING")), "PONG");
  EXPECT_EQ(connection.counters().connects, 2U);
  EXPECT_EQ(connection.counters().losses, 1U);
}

TEST(RedisConnection, AuthenticatesAndSelects) {
  RedisServerOptions options;
  options.password = "open sesame";
  RedisServer server(options);
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.password = "open sesame";
  endpoint.database = 3;
  Connection connection(io.get_executor(), endpoint);
  EXPECT_NE(text_of(io, connection, Command("CLIENT", "INFO")).find(" db=3 "), std::string::npos);
  ASSERT_EQ(text_of(io, connection,
                    Command("ACL", "SETUSER", "jisr", "on", ">secret", "~jisr:*", "+@all")),
            "OK");
  endpoint.user = "jisr";
  endpoint.password = "secret";
  Connection as_user(io.get_executor(), endpoint);
  EXPECT_EQ(text_of(io, as_user, Command("ACL", "WHOAMI")), "jisr");
}

TEST(RedisConnection, SaysThatAPersonIsNeeded) {
  RedisServerOptions options;
  options.password = "open sesame";
  RedisServer server(options);
  const struct {
    std::string name, password;
    unsigned database;
    std::string says;
  } cases[] = {{"wrong password", "guess-canary", 0, "WRONGPASS"},
               {"no password", "", 0, "NOAUTH"},
               {"no such database", "open sesame", 99, "ERR DB index is out of range"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    asio::io_context io;
    RedisEndpoint endpoint = endpoint_of(server);
    endpoint.password = c.password;
    endpoint.database = c.database;
    Connection connection(io.get_executor(), endpoint);
    auto reply = run(io, connection.execute(Command("PING")));
    ASSERT_FALSE(reply);
    EXPECT_NE(reply.error().code, Errc::unavailable);
    EXPECT_FALSE(reply.error().retryable);
    EXPECT_NE(reply.error().context.find(c.says), std::string::npos) << reply.error().context;
    EXPECT_EQ(reply.error().context.find("canary"), std::string::npos);
    EXPECT_FALSE(connection.ready());
    EXPECT_NE(connection.last_failure().find(c.says), std::string::npos);
  }
}

TEST(RedisConnection, UsesAUnixSocket) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint;
  endpoint.port = 1;
  endpoint.unix_path = server.unix_path();
  Connection connection(io.get_executor(), endpoint);
  EXPECT_EQ(text_of(io, connection, Command("PING")), "PONG");
  endpoint.unix_path = std::string(200, 'x');
  Connection impossible(io.get_executor(), endpoint);
  EXPECT_EQ(run(io, impossible.execute(Command("PING"))).error().code, Errc::misconfigured);
}

TEST(RedisConnection, ResolvesNames) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.host = "localhost";
  Connection connection(io.get_executor(), endpoint);
  EXPECT_EQ(text_of(io, connection, Command("PING")), "PONG");
}

TEST(RedisConnection, UsesTlsAndChecksTheName) {
  RedisServerOptions options;
  options.tls = true;
  RedisServer server(options);
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.port = server.tls_port();
  endpoint.tls.emplace();
  endpoint.tls->ca_file = server.certificate_file();
  endpoint.tls->verify_name = "redis.test";
  const std::string value(1'000'000, 'x');
  Connection good(io.get_executor(), endpoint);
  EXPECT_EQ(text_of(io, good, Command("SET", "k", value)), "OK");
  EXPECT_TRUE(text_of(io, good, Command("GET", "k")) == value);

  const struct {
    std::string name, ca_file, verify_name;
    std::uint16_t port;
    Errc code;
  } refused[] = {
      {"wrong name", server.certificate_file(), "other.test", server.tls_port(), Errc::unavailable},
      {"host is not the name", server.certificate_file(), "", server.tls_port(), Errc::unavailable},
      {"unknown authority", "", "redis.test", server.tls_port(), Errc::unavailable},
      {"no TLS there", server.certificate_file(), "redis.test", server.port(), Errc::unavailable},
      {"no such file", "/nowhere/ca.pem", "redis.test", server.tls_port(), Errc::misconfigured},
  };
  for (const auto& c : refused) {
    SCOPED_TRACE(c.name);
    RedisEndpoint bad = endpoint;
    bad.port = c.port;
    bad.tls->ca_file = c.ca_file;
    bad.tls->verify_name = c.verify_name;
    Connection connection(io.get_executor(), bad);
    auto reply = run(io, connection.execute(Command("PING")));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, c.code) << reply.error().context;
    EXPECT_FALSE(connection.ready());
  }
}

TEST(RedisConnection, BoundsWhatWaits) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.queued_commands_max = 3;
  endpoint.command_timeout = milliseconds(200);
  Connection connection(io.get_executor(), endpoint);
  ASSERT_EQ(text_of(io, connection, Command("PING")), "PONG");
  server.pause();
  std::optional<Result<Reply>> results[5];
  for (auto& result : results) ask(io, connection, Command("PING"), result);
  run_until(io, [&] { return results[3] && results[4]; });
  EXPECT_EQ(results[3]->error().code, Errc::unavailable);
  EXPECT_EQ(results[4]->error().code, Errc::unavailable);
  EXPECT_FALSE(results[0]);
  run_until(io, [&] { return results[0] && results[1] && results[2]; });
  EXPECT_EQ(results[2]->error().code, Errc::timeout);
}

TEST(RedisConnection, GivesUpOnAReplyThatIsTooLarge) {
  RedisServer server;
  asio::io_context io;
  RedisEndpoint endpoint = endpoint_of(server);
  endpoint.reply_bytes_max = 100'000;
  Connection connection(io.get_executor(), endpoint);
  ASSERT_EQ(text_of(io, connection, Command("SET", "k", std::string(1'000'000, 'x'))), "OK");
  EXPECT_EQ(run(io, connection.execute(Command("GET", "k"))).error().code, Errc::lost);
  run_until(io, [&] { return connection.ready(); });
}

// Says `line` to whoever connects, whatever it is told, and hangs up.
asio::awaitable<void> parrot(asio::ip::tcp::acceptor& acceptor, std::string line) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(line), asio::use_awaitable);
  }
}

TEST(RedisConnection, IsNotFooledByWhoeverListensThere) {
  for (const std::string line :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "+PO", "", "*2147483647\r\n"}) {
    SCOPED_TRACE(line);
    asio::io_context io;
    const asio::ip::tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    asio::ip::tcp::acceptor acceptor(io, any);
    asio::co_spawn(io, parrot(acceptor, line), [](std::exception_ptr) {});
    RedisEndpoint endpoint;
    endpoint.port = acceptor.local_endpoint().port();
    Connection connection(io.get_executor(), endpoint);
    EXPECT_EQ(run(io, connection.execute(Command("PING"))).error().code, Errc::unavailable);
    EXPECT_FALSE(connection.ready());
  }
}

TEST(RedisConnection, StopsForGood) {
  RedisServer server;
  asio::io_context io;
  Connection connection(io.get_executor(), endpoint_of(server));
  ASSERT_EQ(text_of(io, connection, Command("PING")), "PONG");
  server.pause();
  std::optional<Result<Reply>> waiting;
  ask(io, connection, Command("PING"), waiting);
  for (int i = 0; i < 10; ++i) io.poll_one();
  connection.stop();
  connection.stop();
  EXPECT_EQ(run(io, connection.execute(Command("PING"))).error().code, Errc::unavailable);
  EXPECT_EQ(waiting.value().error().code, Errc::lost);
  io.restart();
  io.run();  // nothing is left that would keep it going
}

TEST(RedisConnection, MayGoWhileSomebodyWaits) {
  RedisServer server;
  asio::io_context io;
  std::optional<Result<Reply>> waiting;
  {
    Connection connection(io.get_executor(), endpoint_of(server));
    ask(io, connection, Command("PING"), waiting);
    for (int i = 0; i < 3; ++i) io.poll_one();
  }
  io.restart();
  io.run();
  EXPECT_TRUE(waiting.has_value());
}

}  // namespace
}  // namespace jisr::gateway::redis
