// Takes the place of gateway/http/client.cpp: the same HttpClient, whose requests go to the
// simulated services outside. Errors are those that the real one gives.
#include "gateway/http/client.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/simulation/network/outside.hpp"
#include "tests/simulation/world/process.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using simulation::Outside;
using simulation::Process;

namespace {

using Handler = asio::any_completion_handler<void(Result<ClientResponse>)>;

// One request, until it is answered or nobody waits any more.
class Transfer : public simulation::Pending, public std::enable_shared_from_this<Transfer> {
 public:
  Transfer(Process& process, Handler handler)
      : process_(&process), handler_(std::make_unique<Handler>(std::move(handler))) {}

  void complete(Result<ClientResponse> result) {
    if (!handler_) return;
    asio::post(*process_, [called = std::move(handler_), given = std::move(result)]() mutable {
      std::move (*called)(std::move(given));
    });
    process_->wake();
  }
  void abandon() override { handler_.reset(); }

 private:
  Process* process_;
  std::unique_ptr<Handler> handler_;
};

}  // namespace

class ClientMulti {
 public:
  explicit ClientMulti(Process& process) : process_(process) {}

  void send(const ClientRequest& request, Handler handler) {
    auto transfer = std::make_shared<Transfer>(process_, std::move(handler));
    process_.add(transfer);
    if (stopped_) {
      return transfer->complete(Error{Errc::unavailable, "stopped", true});
    }
    in_hand_.push_back(transfer);
    std::erase_if(in_hand_, [](const auto& one) { return one.expired(); });
    process_.world().after(request.total_ms * simulation::kMs, [transfer] {
      transfer->complete(Error{Errc::timeout, "no answer in time", true});
    });
    Outside::current().take(process_.name(), request, [transfer](Result<ClientResponse> result) {
      transfer->complete(std::move(result));
    });
  }

  void stop() {
    stopped_ = true;
    for (const auto& one : in_hand_) {
      const auto transfer = one.lock();
      if (transfer) transfer->complete(Error{Errc::lost, "stopped", true});
    }
    in_hand_.clear();
  }

  [[nodiscard]] std::size_t in_hand() const { return in_hand_.size(); }

 private:
  Process& process_;
  std::vector<std::weak_ptr<Transfer>> in_hand_;
  bool stopped_ = false;
};

HttpClient::HttpClient(asio::io_context& io, const ClientLimits& limits)
    : limits_(limits), multi_(std::make_shared<ClientMulti>(Process::of(io))) {}

HttpClient::~HttpClient() {
  stop();
}

void HttpClient::stop() {
  multi_->stop();
}

std::size_t HttpClient::in_hand() const {
  return multi_->in_hand();
}

asio::awaitable<Result<ClientResponse>> HttpClient::send(ClientRequest request) {
  return asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<ClientResponse>)>(
      [multi = multi_](auto&& handler, const ClientRequest& what) {
        multi->send(what, Handler(std::forward<decltype(handler)>(handler)));
      },
      asio::use_awaitable, std::move(request));
}

}  // namespace jisr::gateway
