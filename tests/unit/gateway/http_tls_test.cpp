// TLS and client certificates over real sockets, with certificates made for the run.
#include "gateway/http/tls.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "tests/support/certificates.hpp"
#include "tests/support/http_server_thread.hpp"
#include "tests/support/raw_http.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;

asio::awaitable<HttpResponse> hello(HttpRequest) {
  HttpResponse response;
  response.body = "hello";
  co_return response;
}

asio::awaitable<HttpResponse> who(HttpRequest request) {
  HttpResponse response;
  response.body = request.certificate_subject + " " + request.certificate_fingerprint;
  co_return response;
}

class HttpTls : public testing::Test {
 protected:
  HttpListen listen_tls(bool ask_clients) {
    TlsFiles files{certificates_.server(), certificates_.server_key(),
                   ask_clients ? certificates_.ca() : ""};
    HttpListen listen;
    listen.tls = load_server_tls(files).value();
    return listen;
  }

  // One request over TLS, the server's certificate verified; what came back, or the error.
  std::string ask(std::uint16_t port, bool with_certificate, int version_max = TLS1_3_VERSION) {
    ssl::context context(ssl::context::tls_client);
    SSL_CTX_set_max_proto_version(context.native_handle(), version_max);
    SSL_CTX_set_security_level(context.native_handle(),
                               0);  // so that only the server objects to TLS 1.1
    context.load_verify_file(certificates_.ca());
    context.set_verify_mode(ssl::verify_peer);
    context.set_verify_callback(ssl::host_name_verification("localhost"));
    if (with_certificate) {
      context.use_certificate_file(certificates_.client(), ssl::context::pem);
      context.use_private_key_file(certificates_.client_key(), ssl::context::pem);
    }
    asio::io_context io;
    ssl::stream<tcp::socket> stream(io, context);
    boost::system::error_code ec;
    stream.next_layer().connect({asio::ip::address_v4::loopback(), port}, ec);
    if (!ec) stream.handshake(ssl::stream_base::client, ec);
    if (ec) return "handshake: " + ec.message();
    const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    asio::write(stream, asio::buffer(request), ec);
    std::string answer;
    asio::read(stream, asio::dynamic_buffer(answer), ec);
    if (ec == asio::error::eof) return answer;
    return "read: " + ec.message();
  }

  test::Certificates certificates_;
};

TEST_F(HttpTls, AnswersOverTls) {
  test::HttpServerThread server(listen_tls(false), hello);
  const std::string answer = ask(server.port(), false);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nhello")) << answer;
  EXPECT_TRUE(ask(server.port(), false, TLS1_2_VERSION).starts_with("HTTP/1.1 200"));
}

TEST_F(HttpTls, RefusesOldTlsAndPlainText) {
  test::HttpServerThread server(listen_tls(false), hello);
  EXPECT_TRUE(ask(server.port(), false, TLS1_1_VERSION).starts_with("handshake: "));
  const std::string plain = test::exchange(server.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(plain.find("HTTP"), std::string::npos);
  EXPECT_EQ(server.counts().requests, 0U);
  EXPECT_EQ(server.counts().refused, 2U);
}

TEST_F(HttpTls, RequiresTheClientsCertificate) {
  test::HttpServerThread server(listen_tls(true), hello);
  // With TLS 1.3 the refusal comes after the client's side of the handshake, so on the first read.
  const std::string without = ask(server.port(), false);
  EXPECT_EQ(without.find("hello"), std::string::npos);
  EXPECT_NE(without.find("certificate required"), std::string::npos) << without;
  EXPECT_EQ(server.counts().requests, 0U);
  EXPECT_TRUE(ask(server.port(), true).ends_with("hello"));
}

TEST_F(HttpTls, TellsWhoseCertificateItIs) {
  test::HttpServerThread asking(listen_tls(true), who);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const std::string answer = ask(asking.port(), true, version);
    EXPECT_NE(answer.find("\r\n\r\nCN=client " + certificates_.client_fingerprint()),
              std::string::npos)
        << answer;
  }
  test::HttpServerThread open(listen_tls(false), who);
  EXPECT_TRUE(ask(open.port(), true).ends_with("\r\n\r\n ")) << "not asked for, not told";
}

TEST_F(HttpTls, CutsAHandshakeThatDoesNotCome) {
  HttpListen listen = listen_tls(false);
  listen.limits.head_max = std::chrono::milliseconds(100);
  test::HttpServerThread server(listen, hello);
  EXPECT_TRUE(test::RawConnection(server.port()).closes());
  EXPECT_EQ(server.counts().timed_out, 1U);
}

TEST_F(HttpTls, NamesTheFileAtFault) {
  const struct {
    TlsFiles files;
    std::string named;
  } rows[] = {
      {{"/no/cert.pem", certificates_.server_key(), ""}, "/no/cert.pem"},
      {{certificates_.server(), "/no/key.pem", ""}, "/no/key.pem"},
      {{certificates_.server(), certificates_.client_key(), ""}, certificates_.client_key()},
      {{certificates_.server(), certificates_.server_key(), "/no/ca.pem"}, "/no/ca.pem"},
      {{certificates_.server_key(), certificates_.server_key(), ""}, certificates_.server_key()},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.named);
    const auto loaded = load_server_tls(row.files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, Errc::misconfigured);
    EXPECT_NE(loaded.error().context.find(row.named), std::string::npos) << loaded.error().context;
  }
}

}  // namespace
}  // namespace jisr::gateway
