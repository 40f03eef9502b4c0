// Connecting and reconnecting, and the receiving half of a Connection.
#include "gateway/redis/link.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/log.hpp"

namespace jisr::gateway::redis {
namespace {

namespace asio = boost::asio;
constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 16 * 1024;

}  // namespace

Connection::Link::Link(asio::any_io_executor executor, RedisEndpoint endpoint, Finder finder)
    : executor_(std::move(executor)),
      endpoint_(std::move(endpoint)),
      finder_(std::move(finder)),
      deadline_timer_(executor_),
      attempt_timer_(executor_),
      backoff_(endpoint_.backoff_first) {}

asio::awaitable<void> Connection::Link::run(std::shared_ptr<Link> self) {
  Link& link = *self;
  while (link.state_ != State::stopped) {
    auto wire = std::make_shared<Wire>(link.executor_, link.endpoint_.reply_bytes_max);
    link.wire_ = wire;
    auto opened = co_await link.open(wire);
    if (link.state_ == State::stopped) break;
    const auto since = Clock::now();
    if (opened.has_value()) {
      link.state_ = State::ready;
      if (++link.counters_.connects > 1 || !link.failure_.empty()) {
        log::info("redis_up", {{"endpoint", link.endpoint_.name()}});
      }
      link.flush();
      auto why = co_await link.receive(wire);
      link.drop(Errc::lost, std::move(why));
    } else {
      wire->transport.close();
      if (link.failure_ != opened.error().context) {
        log::warn("redis_down",
                  {{"endpoint", link.endpoint_.name()}, {"reason", opened.error().context}});
      }
      link.failure_ = opened.error().context;
      link.failure_code_ = opened.error().code;
    }
    if (link.state_ == State::stopped) break;
    // After a connection that has served for a while, the first new attempt is made at once and
    // commands wait for it: a restarted Redis then costs nobody an answer.
    if (opened.has_value() && Clock::now() - since > link.endpoint_.backoff_max) {
      link.backoff_ = link.endpoint_.backoff_first;
      continue;
    }
    co_await link.pause();
  }
}

asio::awaitable<void> Connection::Link::pause() {
  state_ = State::down;
  fail_all(Errc::unavailable, failure_);  // nothing of it was written
  // Between half and all of the backoff, so that many gateways do not come back as one.
  std::uniform_int_distribution<std::int64_t> jitter(backoff_.count() / 2, backoff_.count());
  attempt_timer_.expires_after(std::chrono::milliseconds(jitter(random_)));
  backoff_ = std::min(backoff_ * 2, endpoint_.backoff_max);
  co_await attempt_timer_.async_wait(kAwaitTuple);
  if (state_ == State::down) state_ = State::connecting;
}

asio::awaitable<Result<void>> Connection::Link::open(std::shared_ptr<Wire> wire) {
  if (finder_) {
    auto found = co_await finder_();
    if (!found) co_return found.error();
    if (state_ == State::stopped) co_return Error{Errc::unavailable, "stopped", false};
    endpoint_.host = found->host;
    endpoint_.port = found->port;
  }
  attempt_timer_.expires_after(endpoint_.connect_timeout);
  attempt_timer_.async_wait([wire](boost::system::error_code cancelled) {
    if (!cancelled) wire->transport.close();
  });
  auto opened = co_await wire->transport.open(endpoint_);
  if (opened.has_value()) opened = co_await greet(wire);
  attempt_timer_.cancel();
  co_return opened;
}

// Authenticates, chooses the database, and makes sure that somebody answers: a stopped Redis still
// accepts connections.
asio::awaitable<Result<void>> Connection::Link::greet(std::shared_ptr<Wire> wire) {
  Command greeting;
  if (!endpoint_.password.empty() && endpoint_.user.empty()) {
    greeting.then("AUTH", endpoint_.password);
  } else if (!endpoint_.password.empty()) {
    greeting.then("AUTH", endpoint_.user, endpoint_.password);
  }
  if (endpoint_.database != 0) greeting.then("SELECT", endpoint_.database);
  const std::size_t required = greeting.count();
  greeting.then("PING");
  if (endpoint_.must_be_master) greeting.then("ROLE");

  const Error not_resp{Errc::unavailable, "an answer that is not RESP", true};
  std::array<char, kReadBytes> bytes;
  wire->writing = greeting.bytes();
  wire->transport.write(
      asio::buffer(wire->writing),
      [self = shared_from_this(), wire](boost::system::error_code bad, std::size_t) {
        self->wrote(wire, bad);  // a write that failed shows below, as a read that fails
      });
  for (std::size_t answered = 0; answered < greeting.count();) {
    auto [bad, size] = co_await wire->transport.read_some(asio::buffer(bytes));
    if (bad) {
      co_return Error{Errc::unavailable, "no answer to the greeting: " + bad.message(), true};
    }
    if (!wire->decoder.feed({bytes.data(), size})) co_return not_resp;
    Reply reply;
    Decoder::Status status;
    while ((status = wire->decoder.next(reply)) == Decoder::Status::reply) {
      // Refused PINGs of a Redis that has work to do elsewhere (LOADING) or wants a password count;
      // a PING that is only refused by a full disk (MISCONF) does not: reading still works.
      if (endpoint_.must_be_master && answered + 1 == greeting.count() &&
          reply.kind() == Kind::array && reply[0].text() != "master") {
        co_return Error{Errc::unavailable, "it is a replica", true};
      }
      const bool needed = answered++ < required || reply.text().starts_with("LOADING") ||
                          reply.text().starts_with("NOAUTH") || reply.text().starts_with("ERR");
      if (auto refused = refusal(reply); refused && needed) {
        refused->context.erase(0, sizeof("redis: ") - 1);
        co_return std::move(*refused);
      }
    }
    if (status == Decoder::Status::broken) co_return not_resp;
  }
  co_return Result<void>();
}

// Gives replies to whom they belong until the connection ends, and says why it did.
asio::awaitable<std::string> Connection::Link::receive(std::shared_ptr<Wire> wire) {
  std::array<char, kReadBytes> bytes;
  for (;;) {
    auto [bad, size] = co_await wire->transport.read_some(asio::buffer(bytes));
    if (state_ != State::ready) co_return "closed";
    if (bad) co_return "the connection was lost: " + bad.message();
    if (!wire->decoder.feed({bytes.data(), size})) co_return "an answer that is not RESP";
    Reply reply;
    Decoder::Status status;
    while ((status = wire->decoder.next(reply)) == Decoder::Status::reply) {
      if (in_flight_ == 0) co_return "an answer that nobody asked for";
      deliver(std::move(reply));  // runs the waiting coroutine, which may even stop() us
      if (state_ != State::ready) co_return "closed";
    }
    if (status == Decoder::Status::broken) co_return "an answer that is not RESP, or too large";
    backoff_ = endpoint_.backoff_first;
  }
}

}  // namespace jisr::gateway::redis
