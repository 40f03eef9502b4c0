// Any bytes as what a Redis says: replies, or a broken stream; memory stays within what came in.
// The first byte is the length of the pieces that they come in.
#include <cstdint>
#include <string_view>

#include "gateway/redis/decoder.hpp"
#include "gateway/redis/reply.hpp"
#include "tests/fuzz/fail.hpp"

namespace {

using namespace jisr::gateway::redis;

std::size_t walk(const ReplyView& reply, int depth = 0) {
  if (depth > 8) jisr::fuzz::fail("a reply is too deep");
  std::size_t bytes = reply.text().size();
  (void)reply.integer();
  if (reply.kind() == Kind::error) (void)refusal(reply);
  for (std::size_t i = 0; i < reply.size(); ++i) bytes += walk(reply[i], depth + 1);
  (void)reply[reply.size()].is_nil();
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::size_t kReplyBytesMax = 1024;
  Decoder decoder(kReplyBytesMax);
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, std::size_t{1} + data[0]);
    bytes.remove_prefix(piece.size());
    if (!decoder.feed(piece)) return 0;
    Reply reply;
    auto status = decoder.next(reply);
    for (; status == Decoder::Status::reply; status = decoder.next(reply)) {
      if (walk(reply) > size) jisr::fuzz::fail("a reply is larger than what came in");
    }
    if (status == Decoder::Status::broken) return 0;
  }
  return 0;
}
