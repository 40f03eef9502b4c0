// A registry to try the gateway against: HTTPS on loopback, one thread, told to fail on demand.
// When it is ready it prints one JSON line, {"port":…,"ca":"…"}. It ends at SIGTERM or SIGINT.
#include <CLI/CLI.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "tools/registry-simulator/certificates.hpp"
#include "tools/registry-simulator/service.hpp"

namespace jisr::simulator {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Stream = boost::beast::ssl_stream<boost::beast::tcp_stream>;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds kIdleMax{120};
constexpr std::uint64_t kBodyBytesMax = 256 * 1024;

struct Options {
  std::uint16_t port = 0;
  std::string directory = ".";
  std::string schema = JISR_SOURCE_DIR "/config/registry/jisr.schema.json";
  std::string names = "DNS:localhost,IP:127.0.0.1";
  std::string fault = "ok";
  int fault_count = 0;
  bool mtls = false;
  ServiceOptions service;
};

void reset(Stream& stream) {
  boost::system::error_code ignored;
  auto& socket = boost::beast::get_lowest_layer(stream).socket();
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

// Ends one answer as it asks; false when the connection is over with it.
asio::awaitable<bool> finish(Stream& stream, Answer answer) {
  auto& response = answer.response;
  if (answer.ending == Answer::Ending::whole) {
    const auto [error, bytes] = co_await http::async_write(stream, response, kToken);
    co_return !error && response.keep_alive();
  }
  if (answer.ending == Answer::Ending::hang) {
    char byte = 0;
    const auto buffer = asio::buffer(&byte, 1);
    co_await stream.async_read_some(buffer, kToken);  // until the client gives up
  } else if (answer.ending == Answer::Ending::garbage) {
    const std::string words = "220 mail.example ESMTP\r\n\r\n";
    const auto buffer = asio::buffer(words);
    co_await asio::async_write(stream, buffer, kToken);
  } else if (answer.ending == Answer::Ending::cut) {
    std::ostringstream whole;
    whole << response;
    const std::string half = whole.str().substr(0, whole.str().size() - 10);
    const auto buffer = asio::buffer(half);
    co_await asio::async_write(stream, buffer, kToken);
    co_await stream.async_shutdown(kToken);  // so that the half is sure to arrive
  }
  reset(stream);
  co_return false;
}

asio::awaitable<void> converse(Stream stream, Service& service) {
  auto& transport = boost::beast::get_lowest_layer(stream);
  transport.expires_after(kIdleMax);
  const auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::server, kToken);
  if (refused) co_return;
  boost::beast::flat_buffer buffer;
  bool goes_on = true;
  while (goes_on) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(kBodyBytesMax);
    transport.expires_after(kIdleMax);
    const auto [failed, bytes] = co_await http::async_read(stream, buffer, parser, kToken);
    if (failed) co_return;
    auto answer = service.answer(parser.get());
    answer.response.version(11);
    answer.response.keep_alive(parser.get().keep_alive());
    answer.response.prepare_payload();
    goes_on = co_await finish(stream, std::move(answer));
  }
  co_await stream.async_shutdown(kToken);
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, asio::ssl::context& tls,
                                 Service& service) {
  while (true) {
    auto [failed, socket] = co_await acceptor.async_accept(kToken);
    if (failed == asio::error::operation_aborted) co_return;
    if (failed) continue;
    Stream stream(std::move(socket), tls);
    asio::co_spawn(acceptor.get_executor(), converse(std::move(stream), service),
                   [](std::exception_ptr thrown) {
                     if (thrown) std::rethrow_exception(thrown);
                   });
  }
}

gateway::Schema read_schema(const std::string& file) {
  if (file.empty()) return {};
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  auto schema = gateway::Schema::compile(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!schema) throw std::runtime_error(file + schema.error().context);
  return std::move(*schema);
}

asio::ssl::context make_tls(const std::string& directory, bool mtls) {
  asio::ssl::context tls(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  tls.use_certificate_chain_file(directory + "/server.pem");
  tls.use_private_key_file(directory + "/server.key", asio::ssl::context::pem);
  if (mtls) {
    tls.load_verify_file(directory + "/ca.pem");
    tls.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }
  return tls;
}

void serve(const Options& options) {
  const auto fault = parse_fault(options.fault);
  if (!fault) throw std::runtime_error("no such fault: " + options.fault);
  std::filesystem::create_directories(options.directory);
  make_certificates(options.directory, options.names);
  Store store(options.directory + "/records.jsonl");
  FaultPlan faults;
  faults.set(*fault, options.fault_count);
  Service service(options.service, read_schema(options.schema), store, faults);
  auto tls = make_tls(options.directory, options.mtls);
  asio::io_context io(1);
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), options.port));
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
  asio::co_spawn(io, accept_all(acceptor, tls, service), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
  std::cout << boost::json::object{{"port", acceptor.local_endpoint().port()},
                                   {"ca", options.directory + "/ca.pem"}}
            << std::endl;
  io.run();
}

}  // namespace

}  // namespace jisr::simulator

int main(int argc, char** argv) {
  jisr::simulator::Options options;
  CLI::App app("A registry that can be told to fail. Loopback only.");
  app.add_option("--port", options.port, "0 takes a free one, which is printed");
  app.add_option("--dir", options.directory, "for certificates and records.jsonl");
  app.add_option("--schema", options.schema, "a JSON Schema; \"\" takes every record");
  app.add_option("--auth", options.service.auth)
      ->check(CLI::IsMember({"none", "bearer", "oauth2"}));
  app.add_option("--token", options.service.token, "for --auth bearer");
  app.add_option("--client-id", options.service.client_id, "for --auth oauth2");
  app.add_option("--client-secret", options.service.client_secret, "for --auth oauth2");
  app.add_option("--token-lifetime", options.service.token_lifetime_s, "seconds");
  app.add_option("--names", options.names, "in the server's certificate");
  app.add_flag("--mtls", options.mtls, "clients must show a certificate of ca.pem");
  app.add_option("--fault", options.fault, "status:503, retry_after:2, timeout, reset, …");
  app.add_option("--fault-count", options.fault_count, "for so many registrations; 0: for all");
  try {
    app.parse(argc, argv);
    jisr::simulator::serve(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "registry-simulator: " << error.what() << '\n';
    return 3;
  }
  return 0;
}
