// The byte-exact test client. See raw_http.hpp.
#include "tests/support/raw_http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>

namespace jisr::test {
namespace {

constexpr timeval kPatience{10, 0};

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // each byte its own segment
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(port);
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0) return fd;
  ::close(fd);
  return -1;
}

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kField = "\r\nContent-Length: ";
  const std::size_t at = head.find(kField);
  std::size_t length = 0;
  if (at != std::string_view::npos)
    std::from_chars(head.data() + at + kField.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

RawConnection::RawConnection(std::uint16_t port) : socket_(connect_to(port)) {
  if (socket_ < 0) throw std::runtime_error("cannot connect to port " + std::to_string(port));
}

RawConnection::~RawConnection() {
  ::close(socket_);
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawConnection::read_some() {
  std::array<char, 16384> bytes;
  const ssize_t got = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    throw std::runtime_error("the server neither answered nor closed");
  reset_ = reset_ || got < 0;
  if (got <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

RawResponse RawConnection::read_response(bool head_only) {
  RawResponse response;
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos)
    if (!read_some()) return response;
  response.head = received_.substr(0, end + 4);
  const std::size_t length = head_only ? 0 : content_length(response.head);
  while (received_.size() < end + 4 + length)
    if (!read_some()) return response;
  response.body = received_.substr(end + 4, length);
  received_.erase(0, end + 4 + length);
  if (response.head.size() > 12)
    std::from_chars(response.head.data() + 9, response.head.data() + 12, response.status);
  return response;
}

std::string RawConnection::read_to_end() {
  while (read_some()) {
  }
  std::string all = std::move(received_);
  received_.clear();
  return reset_ ? all + "<reset>" : all;
}

void RawConnection::close_sending() {
  ::shutdown(socket_, SHUT_WR);
}

std::string exchange(std::uint16_t port, std::string_view request) {
  RawConnection connection(port);
  connection.send(request);
  return connection.read_to_end();
}

bool accepts_connections(std::uint16_t port) {
  const int fd = connect_to(port);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

}  // namespace jisr::test
