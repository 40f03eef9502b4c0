// The way out: HTTPS requests by libcurl's multi interface on one io_context. Every request has a
// limit of time and of size, certificates are verified, nothing is followed or decoded, and an
// error says whether the request can have had an effect. One HttpClient for each thread; the
// coroutines that use it run on its io_context, and it is destroyed before that.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/result.hpp"

namespace jisr::gateway {

// Files of PEM; a changed file is read again within a minute. Empty: the system's authorities, and
// no client certificate.
struct ClientTls {
  std::string ca_file;
  std::string certificate;
  std::string key;
};

struct ClientRequest {
  std::string method = "POST";
  std::string url;  // absolute; no user name in it, no space or control character
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;                         // sent unless the method is GET
  std::int64_t connect_ms = 5'000;          // name, TCP and TLS
  std::int64_t total_ms = 15'000;           // all of it, the wait for a free connection included
  std::size_t body_bytes_max = 256 * 1024;  // of the response
  ClientTls tls;
  // Plain http is for a neighbour on loopback; the caller answers for that.
  bool allow_http = false;
  // libcurl sends a request again by itself when a kept connection dies before the first byte of
  // the answer. Only a request that may arrive twice (an idempotency key, a token request) says
  // true; others get a connection of their own, each time.
  bool resend_safe = false;
};

struct ClientResponse {
  int status = 0;
  std::string content_type;
  std::string location;
  std::string retry_after;  // as it came; retry.hpp reads it
  std::string body;
};

struct ClientLimits {
  std::size_t requests_max = 1024;  // at once; more are refused as unavailable
  long host_connections_max = 16;   // to one host and port; further requests wait for one
  long kept_s_max = 60;             // an idle connection older than this is not used again
};

class ClientMulti;

class HttpClient {
 public:
  explicit HttpClient(boost::asio::io_context& io, const ClientLimits& limits = ClientLimits());
  ~HttpClient();  // stop()s
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Gives the response, whatever its status, once it has come whole. Errors, whose context names
  // method and origin but never path, query, headers or body:
  //   unavailable      not sent: no address, refused, no TLS, stopped, too many at once. Retryable.
  //   timeout, lost    the request or a part of it was sent: the outcome is unknown. Retryable.
  //   malformed_input  an answer came that is too large: the outcome is unknown. Retryable.
  //   misconfigured    certificate, URL, scheme, header: nothing will change until a person does.
  // A cancelled operation (its cancellation slot) ends soon with `lost` or `unavailable`.
  boost::asio::awaitable<Result<ClientResponse>> send(ClientRequest request);

  // Ends every request in hand with an error as above, and refuses new ones.
  void stop();

  [[nodiscard]] std::size_t in_hand() const;

 private:
  const ClientLimits limits_;
  std::shared_ptr<ClientMulti> multi_;
};

}  // namespace jisr::gateway
