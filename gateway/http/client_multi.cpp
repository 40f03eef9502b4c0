// Watches sockets and time for libcurl. Each wait of Asio is for one event, so it is armed again
// after each; a completion that comes after libcurl has let go of its socket is dropped.
#include "gateway/http/client_multi.hpp"

#include <unistd.h>

#include <boost/asio/error.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jisr::gateway {

struct ClientMulti::Socket {
  explicit Socket(boost::asio::io_context& io) : descriptor(io) {}
  boost::asio::posix::stream_descriptor descriptor;
  int wanted = 0;   // CURL_POLL_IN | CURL_POLL_OUT
  int waiting = 0;  // what a wait of Asio is pending for
  bool alive = true;
};

namespace {

// Once for the process, before the first handle; safe between threads.
bool global_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

}  // namespace

ClientMulti::ClientMulti(boost::asio::io_context& io, const ClientLimits& limits)
    : io_(io), timer_(io), requests_max_(limits.requests_max) {
  multi_ = global_ready() ? curl_multi_init() : nullptr;
  if (multi_ == nullptr) throw std::runtime_error("libcurl could not start");
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &ClientMulti::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &ClientMulti::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, limits.host_connections_max);
}

ClientMulti::~ClientMulti() {
  stop();
  curl_multi_cleanup(multi_);  // closes kept connections, by way of close_socket()
  for (const auto& [fd, socket] : sockets_) {
    socket->alive = false;
    socket->descriptor.release();
  }
}

bool ClientMulti::add(CURL* easy, Done done) {
  if (stopped_ || transfers_.size() >= requests_max_) return false;
  if (curl_multi_add_handle(multi_, easy) != CURLM_OK) return false;
  transfers_.emplace(easy, std::move(done));
  return true;
}

bool ClientMulti::remove(CURL* easy) {
  if (transfers_.erase(easy) == 0) return false;
  curl_multi_remove_handle(multi_, easy);
  return true;
}

void ClientMulti::stop() {
  stopped_ = true;
  auto ended = std::exchange(transfers_, {});
  for (const auto& [easy, done] : ended) curl_multi_remove_handle(multi_, easy);
  for (const auto& [easy, done] : ended) done(CURLE_ABORTED_BY_CALLBACK);
  timer_.cancel();
}

int ClientMulti::close_socket(void* multi, curl_socket_t fd) {
  static_cast<ClientMulti*>(multi)->forget(fd);
  return ::close(fd);
}

int ClientMulti::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  auto* multi = static_cast<ClientMulti*>(self);
  if (what == CURL_POLL_REMOVE) {
    multi->forget(fd);
  } else {
    multi->watch(fd, what);
  }
  return 0;
}

int ClientMulti::on_timer(CURLM*, long timeout_ms, void* self) {
  static_cast<ClientMulti*>(self)->set_timer(timeout_ms);
  return 0;
}

void ClientMulti::watch(curl_socket_t fd, int what) {
  auto& socket = sockets_[fd];
  if (!socket) {
    socket = std::make_shared<Socket>(io_);
    boost::system::error_code failed;
    socket->descriptor.assign(fd, failed);
    if (failed) {  // the request then ends by its own limit of time
      sockets_.erase(fd);
      return;
    }
  }
  socket->wanted = what & CURL_POLL_INOUT;
  arm(socket);
}

void ClientMulti::forget(curl_socket_t fd) {
  const auto found = sockets_.find(fd);
  if (found == sockets_.end()) return;
  found->second->alive = false;
  found->second->descriptor.release();
  sockets_.erase(found);
}

void ClientMulti::arm(const std::shared_ptr<Socket>& socket) {
  arm(socket, CURL_POLL_IN);
  arm(socket, CURL_POLL_OUT);
}

void ClientMulti::arm(const std::shared_ptr<Socket>& socket, int direction) {
  if (!socket->alive || !(socket->wanted & direction) || (socket->waiting & direction)) return;
  socket->waiting |= direction;
  const auto kind = direction == CURL_POLL_IN ? boost::asio::posix::stream_descriptor::wait_read
                                              : boost::asio::posix::stream_descriptor::wait_write;
  socket->descriptor.async_wait(
      kind, [weak = weak_from_this(), socket, direction](const boost::system::error_code& error) {
        socket->waiting &= ~direction;
        const auto self = weak.lock();
        if (!self || !socket->alive || error == boost::asio::error::operation_aborted) return;
        if (socket->wanted & direction) {
          const int ready = direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
          self->act(socket->descriptor.native_handle(), error ? CURL_CSELECT_ERR : ready);
        }
        self->arm(socket);
      });
}

void ClientMulti::set_timer(long timeout_ms) {
  if (timeout_ms < 0) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::chrono::milliseconds(timeout_ms));
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void ClientMulti::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, fd, events, &running);
  collect();
}

// A CURLMsg dies with curl_multi_remove_handle: what it says is copied first. All handles are taken
// out before the first `done`, which may start the next request.
void ClientMulti::collect() {
  std::vector<std::pair<Done, CURLcode>> ended;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* easy = message->easy_handle;
    const CURLcode code = message->data.result;
    curl_multi_remove_handle(multi_, easy);
    const auto found = transfers_.find(easy);
    if (found == transfers_.end()) continue;
    ended.emplace_back(std::move(found->second), code);
    transfers_.erase(found);
  }
  for (const auto& [done, code] : ended) done(code);
}

}  // namespace jisr::gateway
