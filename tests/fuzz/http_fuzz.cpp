// Any bytes as what a stranger sends to the listener: requests, or a refusal with a reason. How the
// bytes are cut into pieces must not matter, or a proxy and we could read them differently. The
// first byte is the length of the pieces.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/request_parser.hpp"
#include "tests/fuzz/fail.hpp"

namespace {

using jisr::fuzz::fail;
using namespace jisr::gateway;

// Each request as one text, the refusal last.
std::vector<std::string> read(std::string_view bytes, std::size_t piece, const HttpLimits& limits) {
  std::vector<std::string> all;
  std::string waiting;
  auto parser = std::make_unique<RequestParser>(limits);
  const auto feed = [&] {
    while (!waiting.empty()) {
      const auto used = parser->feed(waiting);
      if (used > waiting.size()) fail("more was used than there was");
      waiting.erase(0, used);
      if (parser->refusal() != 0) {
        if (parser->reason().empty()) fail("a refusal without its reason");
        all.push_back(std::to_string(parser->refusal()));
        return false;
      }
      if (!parser->whole()) break;
      const auto& request = parser->request();
      if (request.body.size() > limits.body_bytes_max) fail("a body over the limit");
      all.push_back(request.method + ' ' + request.path + '?' + request.query + ' ' +
                    std::to_string(request.headers.size()) + ' ' + request.body);
      parser = std::make_unique<RequestParser>(limits);
    }
    return true;
  };
  while (!bytes.empty()) {
    const auto next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    waiting += next;
    if (!feed()) break;
    if (waiting.size() > 2 * limits.head_bytes_max) fail("too much waits");
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  HttpLimits limits;
  limits.head_bytes_max = 512;
  limits.body_bytes_max = 256;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = read(bytes, bytes.size(), limits);
  const auto pieces = read(bytes, 1 + data[0], limits);
  // Where a head is too long, the refusal may come before its faults are seen.
  const auto is_long = [](const auto& all) { return !all.empty() && all.back() == "431"; };
  if (whole != pieces && !is_long(whole) && !is_long(pieces)) fail("cutting changes the meaning");
  return 0;
}
