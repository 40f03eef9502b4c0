// Bytes from the socket to replies: hiredis's reader with the size limit that it lacks. One for
// each connection attempt; after `broken` it is of no further use. No I/O, so it can be fuzzed.
#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "gateway/redis/reply.hpp"

struct redisReader;

namespace jisr::gateway::redis {

class Decoder {
 public:
  enum class Status { reply, more, broken };

  explicit Decoder(std::size_t reply_bytes_max);

  // Takes in a piece of the stream: at most some 64 KiB, and drained with next() before the
  // following one (the reader moves its rest at each reply). False when the stream is broken.
  bool feed(std::string_view bytes);

  // `reply`: the next one is in `out`. `more`: feed first. `broken`: not RESP2, nested more than 7
  // deep, an unfinished reply already larger than the limit, or an array of over a million
  // elements.
  Status next(Reply& out);

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };
  std::unique_ptr<redisReader, Free> reader_;
  std::size_t reply_bytes_max_;
  std::size_t unfinished_bytes_ = 0;  // taken in since the last whole reply
};

}  // namespace jisr::gateway::redis
