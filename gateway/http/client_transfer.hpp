// One request in libcurl's hands: its options, the bytes that come back, and what its end means.
// Owned by the pending operation of HttpClient::send(); one thread.
#pragma once
#include <curl/curl.h>

#include <boost/asio/any_completion_handler.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/client.hpp"

namespace jisr::gateway {

class ClientMulti;

class ClientTransfer : public std::enable_shared_from_this<ClientTransfer> {
 public:
  using Handler = boost::asio::any_completion_handler<void(Result<ClientResponse>)>;

  // `handler` is called once, by way of a post to the client's io_context.
  ClientTransfer(ClientRequest request, const ClientLimits& limits, Handler handler);
  ~ClientTransfer();
  ClientTransfer(const ClientTransfer&) = delete;
  ClientTransfer& operator=(const ClientTransfer&) = delete;

  void start(const std::shared_ptr<ClientMulti>& multi);
  // Ends it now, if it has not ended.
  void cancel();

 private:
  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self);
  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self);
  std::optional<Error> prepare(ClientMulti& multi);
  void set_request();
  void set_security();
  bool set_headers();
  void read_header(std::string_view line);
  Result<ClientResponse> conclude(CURLcode code);
  Error error_of(CURLcode code) const;
  void complete(ClientMulti& multi, Result<ClientResponse> result);

  const ClientRequest request_;
  const ClientLimits limits_;
  std::string doing_;               // "POST https://host:port", for errors
  std::optional<Handler> handler_;  // only ever constructed and moved from: assigning one recurses
  std::weak_ptr<ClientMulti> multi_;
  CURL* easy_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::size_t header_bytes_ = 0;
  bool too_large_ = false;
  char said_[CURL_ERROR_SIZE] = {};  // libcurl's words; read here, never passed on
  ClientResponse response_;
};

}  // namespace jisr::gateway
