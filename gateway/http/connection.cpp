// The life of one HTTP connection. See connection.hpp.
#include "gateway/http/connection.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <optional>
#include <string>
#include <type_traits>

#include "gateway/http/request_parser.hpp"
#include "gateway/http/response.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {
namespace asio = boost::asio;
namespace {

using asio::awaitable;
using Milliseconds = std::chrono::milliseconds;
using TlsStream = asio::ssl::stream<HttpSocket>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 4096;       // enough for nearly every request
constexpr std::size_t kBodyReadBytes = 16384;  // once a body is known to be long
constexpr std::size_t kKeptBytesMax = 65536;   // buffers above this are given back after an answer
constexpr Milliseconds kLingerMax{1000};
constexpr std::size_t kLingerBytesMax = 1 << 20;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// The server's thread is the only writer, so no locked instruction is needed.
void count(std::atomic<std::uint64_t>& counter, std::int64_t step = 1) {
  counter.store(counter.load(std::memory_order_relaxed) + static_cast<std::uint64_t>(step),
                std::memory_order_relaxed);
}

std::string address_of(const HttpSocket& socket) {
  boost::system::error_code ec;
  const auto end = socket.remote_endpoint(ec);
  if (ec) return {};
  const auto address = end.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

// Stream is HttpSocket or TlsStream.
template <typename Stream>
class Connection {
 public:
  Connection(HttpService& service, Stream stream)
      : service_(service),
        stream_(std::move(stream)),
        peer_(address_of(socket())),
        buffer_(service.limits.head_bytes_max + 2 * kBodyReadBytes) {
    swept_.socket = &socket();
    service_.open.push_back(swept_);
    count(service_.counts.open);
  }
  ~Connection() { count(service_.counts.open, -1); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  awaitable<void> run();

 private:
  enum class Read { whole, refused, closed };
  enum class End { quiet, after_answer, broken };  // broken: the answer could not be written
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  HttpSocket& socket() {
    if constexpr (kTls)
      return stream_.next_layer();
    else
      return stream_;
  }
  std::string_view unread() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  awaitable<bool> open();
  awaitable<Read> read_request();
  awaitable<bool> read_more(std::size_t bytes);
  awaitable<bool> answer();
  awaitable<bool> send();
  awaitable<void> refuse();
  awaitable<void> close();
  void allow(Milliseconds limit);
  void write_failed_answer(ResponseFraming framing);

  HttpService& service_;
  Stream stream_;
  SweptConnection swept_;
  std::string peer_;
  ClientCertificate certificate_;     // verified; empty without TLS
  boost::beast::flat_buffer buffer_;  // bytes read and not yet used; pipelined requests wait here
  std::optional<RequestParser> parser_;  // of the present request
  std::string out_;                      // the present answer
  int refusal_ = 0;
  bool first_ = true;  // no request of this connection was answered yet
  End end_ = End::quiet;
};

template <typename Stream>
void Connection<Stream>::allow(Milliseconds limit) {
  swept_.expired = false;
  swept_.deadline = SweptConnection::Clock::now() + limit;
}

template <typename Stream>
awaitable<void> Connection<Stream>::run() {
  const bool opened = co_await open();
  if (!opened) co_return;
  while (true) {
    end_ = End::quiet;
    const Read read = co_await read_request();
    if (read == Read::closed) break;
    end_ = End::after_answer;
    if (read == Read::refused) {
      co_await refuse();
      break;
    }
    const bool stays = co_await answer();
    if (!stays) break;
    first_ = false;
  }
  co_await close();
}

template <typename Stream>
awaitable<bool> Connection<Stream>::open() {
  boost::system::error_code ignored;
  socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  socket().non_blocking(true, ignored);  // for the attempt to write at once in send()
  if constexpr (kTls) {
    allow(service_.limits.head_max);
    auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kTuple);
    if (failed) {
      count(swept_.expired ? service_.counts.timed_out : service_.counts.refused);
      log::debug("tls_handshake_failed", {{"reason", failed.message()}});
      co_return false;
    }
    certificate_ = client_certificate(stream_.native_handle());
  }
  co_return true;
}

// Brings the next request into parser_. Pipelined bytes are used before the socket is asked for
// more.
template <typename Stream>
awaitable<typename Connection<Stream>::Read> Connection<Stream>::read_request() {
  const HttpLimits& limits = service_.limits;
  parser_.emplace(limits);
  bool begun = false;    // the head deadline runs
  bool in_body = false;  // the body deadline runs
  while (true) {
    if (buffer_.size() > 0) {
      buffer_.consume(parser_->feed(unread()));
      refusal_ = parser_->refusal();
      if (refusal_ != 0) co_return Read::refused;
      if (parser_->whole()) co_return Read::whole;
      if (parser_->head_done() && !in_body) {
        in_body = true;
        allow(limits.body_max);
        if (parser_->expects_continue() && parser_->request().body.empty()) {
          out_ = kContinue;
          const bool sent = co_await send();
          if (!sent) co_return Read::closed;
          allow(limits.body_max);
        }
      } else if (!begun && !in_body) {
        begun = true;
        allow(limits.head_max);
      }
    } else if (!begun && !in_body) {
      if (service_.stopping && !first_) co_return Read::closed;
      allow(first_ ? limits.head_max : limits.idle_max);
      swept_.idle = true;
    }
    const std::size_t piece = in_body ? kBodyReadBytes : kReadBytes;
    const bool got = co_await read_more(piece);
    swept_.idle = false;
    // A client that always has one more byte leaves the sweep no wait to cut: so ask, too.
    const bool late = swept_.expired && (begun || in_body);
    if (got && !late) continue;
    if (!late) co_return Read::closed;
    count(service_.counts.timed_out);
    refusal_ = 408;
    co_return Read::refused;
  }
}

// False when the wait was cut, the client went away, or TLS failed.
template <typename Stream>
awaitable<bool> Connection<Stream>::read_more(std::size_t bytes) {
  const auto room = buffer_.prepare(std::min(bytes, buffer_.max_size() - buffer_.size()));
  auto [failed, got] = co_await stream_.async_read_some(room, kTuple);
  buffer_.commit(got);
  co_return !failed && got > 0;
}

// Asks the handler and sends what it says. False when the connection has to end.
template <typename Stream>
awaitable<bool> Connection<Stream>::answer() {
  HttpRequest request = std::move(parser_->request());
  request.peer = peer_;
  request.certificate_subject = certificate_.subject;
  request.certificate_fingerprint = certificate_.fingerprint;
  ResponseFraming framing;
  framing.http10 = parser_->is_http10();
  framing.without_body = request.method == "HEAD";
  framing.keep_alive = parser_->keep_alive();
  swept_.deadline = SweptConnection::Clock::time_point::max();
  count(service_.counts.requests);

  out_.clear();
  std::string failure;
  try {
    const HttpResponse response = co_await service_.handler(std::move(request));
    if (service_.stopping) framing.keep_alive = false;
    if (!append_response(out_, response, framing)) failure = "response cannot be said in HTTP";
  } catch (const boost::system::system_error& e) {
    if (e.code() == asio::error::operation_aborted && service_.stopping) throw;  // told to leave
    failure = e.what();
  } catch (const std::exception& e) {
    failure = e.what();
  }
  if (!failure.empty()) {
    log::error("http_handler_failed", {{"reason", failure}});
    framing.keep_alive = false;
    write_failed_answer(framing);
  }
  const bool sent = co_await send();
  co_return sent&& framing.keep_alive;
}

template <typename Stream>
void Connection<Stream>::write_failed_answer(ResponseFraming framing) {
  count(service_.counts.handler_failed);
  out_.clear();
  append_response(out_, plain_response(500), framing);
}

// Writes out_. A socket nearly always takes an answer at once, and then there is nothing to await.
template <typename Stream>
awaitable<bool> Connection<Stream>::send() {
  std::size_t sent = 0;
  if constexpr (!kTls) {
    boost::system::error_code ec;
    sent = stream_.write_some(asio::buffer(out_), ec);
    if (ec && ec != asio::error::would_block) {
      end_ = End::broken;
      co_return false;
    }
  }
  if (sent < out_.size()) {
    allow(service_.limits.write_max);
    const auto rest = asio::buffer(out_) + sent;
    auto [failed, written] = co_await asio::async_write(stream_, rest, kTuple);
    if (failed) {
      if (swept_.expired) count(service_.counts.timed_out);
      end_ = End::broken;
      co_return false;
    }
  }
  if (out_.capacity() > kKeptBytesMax) out_ = std::string();
  co_return true;
}

template <typename Stream>
awaitable<void> Connection<Stream>::refuse() {
  if (refusal_ != 408) {
    count(service_.counts.refused);
    // Whose it was: an operator's mistake and a stranger's look alike from here.
    log::warn("http_request_refused",
              {{"peer", peer_}, {"status", refusal_}, {"reason", parser_->reason()}});
  }
  ResponseFraming framing;
  framing.keep_alive = false;
  out_.clear();
  append_response(out_, plain_response(refusal_), framing);
  const bool sent = co_await send();
  (void)sent;  // The connection ends either way.
}

// Says goodbye, and behind an answer drops what the client still sends for a short while: a socket
// closed with unread bytes resets the connection, and the reset can overtake the answer (RFC 9112
// section 9.6).
template <typename Stream>
awaitable<void> Connection<Stream>::close() {
  boost::system::error_code ec;
  if (end_ == End::broken) {  // Nobody reads: the kernel need not keep the rest for him.
    socket().set_option(asio::socket_base::linger(true, 0), ec);
    co_return;
  }
  allow(std::min(kLingerMax, service_.limits.write_max));
  if constexpr (kTls) {
    auto [failed] = co_await stream_.async_shutdown(kTuple);
    if (failed == asio::error::operation_aborted) co_return;
  }
  if (end_ == End::quiet) co_return;
  socket().shutdown(HttpSocket::shutdown_send, ec);
  buffer_.clear();
  for (std::size_t dropped = 0; !ec && !swept_.expired && dropped < kLingerBytesMax;) {
    const auto room = buffer_.prepare(kReadBytes);
    auto [failed, got] = co_await socket().async_read_some(room, kTuple);
    if (failed) break;
    dropped += got;
  }
}

template <typename Stream>
awaitable<void> serve_on(std::shared_ptr<HttpService> service, Stream stream) {
  Connection<Stream> connection(*service, std::move(stream));
  co_await connection.run();
}

}  // namespace

void HttpService::sweep(SweptConnection::Clock::time_point now) {
  if (stopping) close_idle();
  for (SweptConnection& each : open) {
    if (each.deadline > now) continue;
    each.expired = true;
    boost::system::error_code ignored;
    each.socket->cancel(ignored);
  }
}

void HttpService::close_idle() {
  for (SweptConnection& each : open) {
    boost::system::error_code ec;
    if (!each.idle || (each.socket->available(ec) > 0 && !ec)) continue;
    each.socket->cancel(ec);
  }
}

awaitable<void> serve_connection(std::shared_ptr<HttpService> service, HttpSocket socket,
                                 ServerTls tls) {
  if (!tls) return serve_on(std::move(service), std::move(socket));
  TlsStream stream(std::move(socket), *tls);
  return serve_on(std::move(service), std::move(stream));
}

}  // namespace jisr::gateway
