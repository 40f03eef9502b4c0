// Turns the bytes of one HTTP/1 request into an HttpRequest. Beast's parser does the grammar; this
// class takes each field straight from it into the value that the handler gets, bounds the sizes,
// and applies the strict reading of strict.hpp. No socket and no coroutine, so that it can be
// fuzzed. One parser is for one request: make a new one for the next.
#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/http/limits.hpp"
#include "gateway/http/message.hpp"

namespace jisr::gateway {

class RequestParser final : private boost::beast::http::basic_parser<true> {
  using Base = boost::beast::http::basic_parser<true>;

 public:
  explicit RequestParser(const HttpLimits& limits);

  // Reads from the front of `bytes`: all that has come and was not used yet. Gives how many bytes
  // were used; the caller drops them and keeps the rest. Not to be called after whole() or
  // refusal().
  std::size_t feed(std::string_view bytes);

  bool head_done() const { return head_done_; }
  bool whole() const { return head_done_ && is_done(); }

  // 0, or the status to refuse this request with: 400, 413, 431, 505. The connection must close
  // after it, because nobody knows where the next request would begin.
  int refusal() const { return refusal_; }
  std::string_view reason() const { return reason_; }  // a fixed sentence, may be logged

  // After head_done(): whether the client waits for "100 Continue" before it sends the body.
  bool expects_continue() const { return expects_continue_; }
  // After head_done(): whether the connection may stay open (RFC 9112 section 9.3), and the
  // version.
  bool keep_alive() const { return Base::keep_alive(); }
  bool is_http10() const { return version_ == 10; }

  HttpRequest& request() { return request_; }

 private:
  using string_view = boost::beast::string_view;
  using error_code = boost::beast::error_code;

  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  bool is_cut_last_chunk(std::string_view bytes) const;
  bool has_extension(std::string_view head) const;
  std::size_t put_bytes(std::string_view bytes);
  void refuse(int status, std::string_view reason);

  void on_request_impl(boost::beast::http::verb, string_view method, string_view target,
                       int version, error_code& ec) override;
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field, string_view name, string_view value,
                     error_code& ec) override;
  void on_header_impl(error_code& ec) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override;
  std::size_t on_body_impl(string_view bytes, error_code& ec) override;
  void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view bytes, error_code& ec) override;
  void on_finish_impl(error_code&) override {}

  HttpRequest request_;
  std::string_view reason_;
  std::size_t head_bytes_max_;
  std::size_t scanned_ = 0;  // bytes of the head in which its end has been looked for
  int refusal_ = 0;
  int version_ = 11;
  bool head_done_ = false;
  bool needs_more_ = false;  // Beast does, to go on with the body
  bool expects_continue_ = false;
};

}  // namespace jisr::gateway
