// The bounds of one listener: how much a stranger may send, how long each part may take, how many
// may be connected. Values, read once when a listener starts.
#pragma once
#include <chrono>
#include <cstddef>

namespace jisr::gateway {

struct HttpLimits {
  std::size_t head_bytes_max = 8 * 1024;   // request line and fields; more is answered with 431
  std::size_t body_bytes_max = 64 * 1024;  // after any chunked coding; more is answered with 413
  std::size_t connections_max = 1024;      // of one server, so of one thread; more get 503

  // Each is a budget for the whole part, however the bytes dribble in. A cut comes up to an eighth
  // of the shortest of them late (and never more than 250 ms late), because deadlines are swept.
  std::chrono::milliseconds idle_max{75'000};  // between two requests of a kept connection
  std::chrono::milliseconds head_max{5'000};   // TLS handshake; first byte of a new connection;
                                               // from the first byte to the end of the head (408)
  std::chrono::milliseconds body_max{
      10'000};  // from the end of the head to the end of the body (408)
  std::chrono::milliseconds write_max{10'000};  // until the kernel has taken the whole answer
};

}  // namespace jisr::gateway
