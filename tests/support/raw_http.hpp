// A client that sends exactly the bytes a test names and reads what comes back: the tests of the
// HTTP server need requests that no well-behaved client would make. Blocking, on 127.0.0.1; a read
// or write that waits longer than ten seconds fails, so that no test hangs. One object, one thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace jisr::test {

struct RawResponse {
  int status = 0;  // 0: no whole response came before the end of the connection
  std::string head;
  std::string body;
};

class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool send(std::string_view bytes);
  // Reads one response whose length is given by Content-Length, or that has no body.
  RawResponse read_response(bool head_only = false);
  // Everything until the other side closes. A reset counts as an end, and adds "<reset>".
  std::string read_to_end();
  // Whether the server closes without another byte.
  bool closes() { return read_to_end().empty(); }
  void close_sending();
  int descriptor() const { return socket_; }

 private:
  bool read_some();

  int socket_;
  bool reset_ = false;
  std::string received_;  // read and not yet given
};

// Sends one request on a connection of its own and gives everything that came back.
std::string exchange(std::uint16_t port, std::string_view request);

// Connects and sends nothing: whether the port takes connections at all.
bool accepts_connections(std::uint16_t port);

}  // namespace jisr::test
