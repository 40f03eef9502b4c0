// libcurl's multi handle on Asio: libcurl says which sockets to watch and when to be woken, Asio
// does both. libcurl owns and closes the sockets; the descriptors here only borrow them and are
// released, never closed. No callback calls libcurl (7.88 refuses that). Owned by HttpClient, on
// its one thread.
#pragma once
#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <unordered_map>

#include "gateway/http/client.hpp"

namespace jisr::gateway {

class ClientMulti : public std::enable_shared_from_this<ClientMulti> {
 public:
  // Called once for each added handle, which is already taken out again; from the io_context or
  // from stop(), never from inside add(). It may add() and remove().
  using Done = std::function<void(CURLcode)>;

  ClientMulti(boost::asio::io_context& io, const ClientLimits& limits);
  ~ClientMulti();
  ClientMulti(const ClientMulti&) = delete;
  ClientMulti& operator=(const ClientMulti&) = delete;

  // False when stopped or full. `easy` stays the caller's, and must live until `done` or remove().
  bool add(CURL* easy, Done done);
  // Takes a handle out again; true if it was in hand. Its `done` is not called.
  bool remove(CURL* easy);
  // Ends all with CURLE_ABORTED_BY_CALLBACK; add() gives false from now on.
  void stop();

  [[nodiscard]] boost::asio::io_context& io() { return io_; }
  [[nodiscard]] std::size_t in_hand() const { return transfers_.size(); }

  // A socket that libcurl is about to close: lets go of it first, so that a socket which gets the
  // same number next is watched afresh. For CURLOPT_CLOSESOCKETFUNCTION, with this object as its
  // data.
  static int close_socket(void* multi, curl_socket_t fd);

 private:
  struct Socket;

  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*);
  static int on_timer(CURLM*, long timeout_ms, void* self);
  void watch(curl_socket_t fd, int what);
  void forget(curl_socket_t fd);
  void arm(const std::shared_ptr<Socket>& socket);
  void arm(const std::shared_ptr<Socket>& socket, int direction);
  void set_timer(long timeout_ms);
  void act(curl_socket_t fd, int events);
  void collect();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  const std::size_t requests_max_;
  bool stopped_ = false;
  std::unordered_map<curl_socket_t, std::shared_ptr<Socket>> sockets_;
  std::unordered_map<CURL*, Done> transfers_;
  CURLM* multi_;
};

}  // namespace jisr::gateway
