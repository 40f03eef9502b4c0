// The options of a request are set here, all of them, once. What an end means is decided by one
// question: had any byte of the request left?
#include "gateway/http/client_transfer.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "gateway/http/client_multi.hpp"

namespace jisr::gateway {

namespace {

constexpr std::size_t kHeaderBytesMax = 64 * 1024;  // of all headers of a response
constexpr std::size_t kUrlBytesMax = 8 * 1024;
constexpr long kAuthoritiesKeptS = 60;

bool is_token(std::string_view name) {
  const auto allowed = [](unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), allowed);
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

// Scheme, host and port. Path and query may hold a number or a password and stay out of every
// message.
std::string origin_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return "(not a URL)";
  const auto host = scheme + 3;
  const auto end = std::min(url.find_first_of("/?#", host), url.size());
  const auto user = url.substr(host, end - host).rfind('@');
  const auto from = user == std::string_view::npos ? host : host + user + 1;
  return std::string(url.substr(0, host)) + std::string(url.substr(from, end - from));
}

bool same_name(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b | 0x20) : b);
         });
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

}  // namespace

ClientTransfer::ClientTransfer(ClientRequest request, const ClientLimits& limits, Handler handler)
    : request_(std::move(request)),
      limits_(limits),
      doing_(request_.method + ' ' + origin_of(request_.url)),
      handler_(std::move(handler)) {}

ClientTransfer::~ClientTransfer() {
  if (easy_ != nullptr) curl_easy_cleanup(easy_);
  curl_slist_free_all(headers_);
}

void ClientTransfer::start(const std::shared_ptr<ClientMulti>& multi) {
  multi_ = multi;
  if (auto wrong = prepare(*multi)) return complete(*multi, std::move(*wrong));
  auto done = [self = shared_from_this()](CURLcode code) {
    if (const auto alive = self->multi_.lock()) self->complete(*alive, self->conclude(code));
  };
  if (!multi->add(easy_, std::move(done))) {
    complete(*multi, Error{Errc::unavailable, doing_ + ": stopped, or too many requests", true});
  }
}

void ClientTransfer::cancel() {
  const auto multi = multi_.lock();
  if (!multi || !handler_ || !multi->remove(easy_)) return;
  complete(*multi, error_of(CURLE_ABORTED_BY_CALLBACK));
}

// The result goes by a post, so that nothing of the caller runs inside libcurl's or our own loops.
void ClientTransfer::complete(ClientMulti& multi, Result<ClientResponse> result) {
  if (!handler_) return;
  Handler handler(std::move(*handler_));
  handler_.reset();
  boost::asio::post(multi.io(),
                    [called = std::move(handler), result = std::move(result)]() mutable {
                      std::move(called)(std::move(result));
                    });
}

std::optional<Error> ClientTransfer::prepare(ClientMulti& multi) {
  if (request_.url.size() > kUrlBytesMax || has_control(request_.url) ||
      request_.url.find_first_of(" \t") != std::string::npos || !is_token(request_.method)) {
    return Error{Errc::misconfigured, doing_ + ": not a URL or method that can be sent", false};
  }
  easy_ = curl_easy_init();
  if (easy_ == nullptr) return Error{Errc::unavailable, doing_ + ": no memory", true};
  if (!set_headers()) {
    return Error{Errc::misconfigured, doing_ + ": a header that cannot be sent", false};
  }
  set_request();
  set_security();
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &ClientMulti::close_socket);
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, &multi);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &ClientTransfer::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &ClientTransfer::on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, said_);
  return std::nullopt;
}

void ClientTransfer::set_request() {
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  if (request_.method == "GET") {
    curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);
  } else {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    // Not copied by libcurl: request_ lives as long as easy_.
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
  }
  // Signals and threads do not mix, and without QUICK_EXIT a slow name server stops the whole loop.
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_ms));
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_ms));
  curl_easy_setopt(easy_, CURLOPT_MAXAGE_CONN, limits_.kept_s_max);
  // HTTP/1.1: a request has a connection of its own, so an error is about it and nothing else.
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  if (!request_.resend_safe) {
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
  }
}

void ClientTransfer::set_security() {
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, request_.allow_http ? "http,https" : "https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");  // else the environment would choose one
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy_, CURLOPT_CA_CACHE_TIMEOUT, kAuthoritiesKeptS);
  if (!request_.tls.ca_file.empty()) {
    curl_easy_setopt(easy_, CURLOPT_CAINFO, request_.tls.ca_file.c_str());
    curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr);  // that authority, and no other
  }
  if (!request_.tls.certificate.empty()) {
    curl_easy_setopt(easy_, CURLOPT_SSLCERT, request_.tls.certificate.c_str());
    curl_easy_setopt(easy_, CURLOPT_SSLKEY, request_.tls.key.c_str());
  }
}

bool ClientTransfer::set_headers() {
  const auto append = [this](const std::string& line) {
    curl_slist* longer = curl_slist_append(headers_, line.c_str());
    if (longer != nullptr) headers_ = longer;
    return longer != nullptr;
  };
  for (const auto& [name, value] : request_.headers) {
    if (!is_token(name) || has_control(value)) return false;
    // "Name;" is how libcurl is told to send a header without a value.
    if (!append(value.empty() ? name + ';' : name + ": " + value)) return false;
  }
  if (!append("Expect:"))
    return false;  // none: it costs a round trip, and some servers stumble on it
  return curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_) == CURLE_OK;
}

std::size_t ClientTransfer::on_body(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<ClientTransfer*>(self);
  auto& body = transfer.response_.body;
  if (count > transfer.request_.body_bytes_max - body.size()) {
    transfer.too_large_ = true;
    return 0;  // ends the transfer; the limit holds for chunked bodies too
  }
  body.append(bytes, count);
  return count;
}

std::size_t ClientTransfer::on_header(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<ClientTransfer*>(self);
  transfer.header_bytes_ += count;
  if (transfer.header_bytes_ > kHeaderBytesMax) {
    transfer.too_large_ = true;
    return 0;
  }
  transfer.read_header(std::string_view(bytes, count));
  return count;
}

void ClientTransfer::read_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // a new status line: what an interim answer said is void
    response_ = ClientResponse{};
    return;
  }
  const auto take = [line](std::string_view name, std::string& to) {
    if (same_name(line, name)) to = std::string(trimmed(line.substr(name.size() + 1)));
  };
  take("content-type", response_.content_type);
  take("location", response_.location);
  take("retry-after", response_.retry_after);
}

// A status without a whole answer is no answer: libcurl knows 200 as soon as the first line is
// there.
Result<ClientResponse> ClientTransfer::conclude(CURLcode code) {
  if (code != CURLE_OK) return error_of(code);
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

Error ClientTransfer::error_of(CURLcode code) const {
  if (too_large_) return {Errc::malformed_input, doing_ + ": the answer is too large", true};
  long sent_bytes = 0;
  curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &sent_bytes);
  const auto context = doing_ + ": " + curl_easy_strerror(code);
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:  // a user name in the URL
      return {Errc::misconfigured, context, false};
    case CURLE_UNSUPPORTED_PROTOCOL:  // a scheme that is not allowed, or an answer that is not
                                      // HTTP/1
      if (sent_bytes == 0) return {Errc::misconfigured, context, false};
      break;
    default:
      break;
  }
  // With TLS 1.3 a server refuses a client's certificate only after the handshake, while we read.
  const std::string_view said = said_;
  if (said.find(" alert ") != said.npos &&
      (said.find("certificate") != said.npos || said.find("unknown ca") != said.npos)) {
    return {Errc::misconfigured, doing_ + ": the server does not take our certificate", false};
  }
  if (sent_bytes == 0) return {Errc::unavailable, context, true};
  return {code == CURLE_OPERATION_TIMEDOUT ? Errc::timeout : Errc::lost, context, true};
}

}  // namespace jisr::gateway
