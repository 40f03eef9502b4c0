// One HTTP/1 request from bytes to a value. See request_parser.hpp.
#include "gateway/http/request_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <tuple>

#include "gateway/http/strict.hpp"

namespace jisr::gateway {
namespace http = boost::beast::http;
namespace {

// A callback's body is a few hundred bytes: what a client merely announces is not reserved beyond
// this.
constexpr std::size_t kReservedBytesMax = 4096;
constexpr std::size_t kFieldsReserved = 12;
constexpr std::size_t kFieldsMax = 100;
constexpr std::string_view kLastChunk = "0\r\n\r\n";  // the shortest
constexpr std::string_view kExtension = "chunk extension";

}  // namespace

RequestParser::RequestParser(const HttpLimits& limits) : head_bytes_max_(limits.head_bytes_max) {
  Base::header_limit(static_cast<std::uint32_t>(limits.head_bytes_max));
  Base::body_limit(limits.body_bytes_max);
}

std::size_t RequestParser::feed(std::string_view bytes) {
  const std::size_t head = head_done_ ? 0 : feed_head(bytes);
  if (!head_done_ || refusal_ != 0 || is_done()) return head;
  return head + feed_body(bytes.substr(head));
}

// The parser gets a head only when it is whole: the raw bytes can then be looked at once, together.
std::size_t RequestParser::feed_head(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n", scanned_);
  const std::size_t length = end == std::string_view::npos ? bytes.size() : end + 4;
  if (length > head_bytes_max_) return refuse(431, "head too large"), std::size_t{0};
  if (end == std::string_view::npos) {
    scanned_ = bytes.size() < 3 ? 0 : bytes.size() - 3;
    return 0;
  }
  const std::string_view head = bytes.substr(0, length);
  if (const auto fault = raw_head_fault(head); !fault.empty()) return refuse(400, fault), length;
  const std::size_t used = put_bytes(head);
  if (refusal_ == 0 && !head_done_) refuse(400, "malformed head");
  return used;
}

// Only a chunk's head, or the last one's with the trailers, is not taken before it is whole. Beast
// gets no more bytes at once than such a head may have: whether one is too long does not hang on
// how much has come with it.
std::size_t RequestParser::feed_body(std::string_view bytes) {
  Base::eager(true);  // over as many chunks as there are
  std::size_t used = 0;
  while (used < bytes.size() && refusal_ == 0 && !is_done()) {
    const std::string_view next = bytes.substr(used, head_bytes_max_);
    needs_more_ = true;
    const std::size_t taken = is_cut_last_chunk(next) ? 0 : put_bytes(next);
    used += taken;
    if (refusal_ != 0) break;
    if (needs_more_ && has_extension(bytes.substr(used, head_bytes_max_))) {
      refuse(400, kExtension);
    } else if (taken == 0) {
      if (next.size() == head_bytes_max_) refuse(400, "chunk head too large");
      break;
    }
  }
  return used;
}

// Beast waits for the end of an extension's quoted string beyond the end of its line, and counts
// the chunk against the limit of the body each time that it looks. `head`: where it needs more.
bool RequestParser::has_extension(std::string_view head) const {
  if (!Base::chunked()) return false;
  if (head.starts_with("\r\n")) head.remove_prefix(2);  // of the chunk before
  const auto end = head.find("\r\n");
  return end != std::string_view::npos && head.substr(0, end).find(';') != std::string_view::npos;
}

// Beast asserts that it is whole when it looks at a last chunk again (basic_parser.ipp,
// parse_chunk_header): a client that sends "0", CRLF and one byte more would end the process. Only
// where no chunk came before; after one its CRLF would stand before the "0".
bool RequestParser::is_cut_last_chunk(std::string_view bytes) const {
  return Base::chunked() && request_.body.empty() && bytes.size() < kLastChunk.size() &&
         bytes.starts_with("0\r\n");
}

std::size_t RequestParser::put_bytes(std::string_view bytes) {
  error_code ec;
  const std::size_t used = Base::put(boost::asio::buffer(bytes.data(), bytes.size()), ec);
  needs_more_ = ec == http::error::need_more;
  if (!ec || needs_more_ || refusal_ != 0) return used;
  if (ec == http::error::body_limit)
    refuse(413, "body too large");
  else if (ec == http::error::header_limit)
    refuse(431, "head too large");
  else if (ec == http::error::bad_version)
    refuse(505, "unknown HTTP version");
  else
    refuse(400, "malformed request");
  return used;
}

void RequestParser::refuse(int status, std::string_view reason) {
  refusal_ = status;
  reason_ = reason;
}

void RequestParser::on_request_impl(http::verb, string_view method, string_view target, int version,
                                    error_code& ec) {
  version_ = version;
  request_.method.assign(method.data(), method.size());
  const std::string_view whole(target.data(), target.size());
  if (const auto fault = target_fault(request_.method, whole); !fault.empty()) {
    refuse(400, fault);
    ec = http::error::bad_target;
    return;
  }
  const std::size_t mark = whole.find('?');
  request_.path = whole.substr(0, mark);
  if (mark != std::string_view::npos) request_.query = whole.substr(mark + 1);
  request_.headers.reserve(kFieldsReserved);
}

void RequestParser::on_field_impl(http::field, string_view name, string_view value,
                                  error_code& ec) {
  if (head_done_) return;  // A trailer is never a field: it came after the checks.
  if (request_.headers.size() >= kFieldsMax) {
    refuse(431, "too many fields");
    ec = http::error::bad_field;
    return;
  }
  request_.headers.emplace_back(std::piecewise_construct,
                                std::forward_as_tuple(name.data(), name.size()),
                                std::forward_as_tuple(value.data(), value.size()));
}

void RequestParser::on_header_impl(error_code& ec) {
  head_done_ = true;
  if (const auto fault = fields_fault(request_, version_); !fault.empty()) {
    refuse(400, fault);
    ec = http::error::bad_field;
    return;
  }
  expects_continue_ = request_.header("expect").has_value() && version_ >= 11;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) {
  if (length) request_.body.reserve(std::min<std::uint64_t>(*length, kReservedBytesMax));
}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code&) {
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

// Extensions mean nothing to anybody, and parsers differ on where they end.
void RequestParser::on_chunk_header_impl(std::uint64_t, string_view extensions, error_code& ec) {
  if (extensions.empty()) return;
  refuse(400, kExtension);
  ec = http::error::bad_chunk_extension;
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) {
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

}  // namespace jisr::gateway
