// The sending half of a Connection: its queue, pipeline and deadlines.
#include "gateway/redis/connection.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <stdexcept>
#include <utility>

#include "gateway/log.hpp"
#include "gateway/redis/link.hpp"

namespace jisr::gateway::redis {
namespace {

namespace asio = boost::asio;
constexpr std::size_t kKeptBufferMax = 1024 * 1024;

}  // namespace

template <typename Handler>
void Connection::Link::submit(const Command& command, Handler handler) {
  waiting_.emplace_back(Clock::now() + endpoint_.command_timeout, command, std::move(handler));
  if (auto refused = refuse(command)) {
    fail(std::move(waiting_.back()), std::move(*refused));
    waiting_.pop_back();
    return;
  }
  outgoing_ += command.bytes();
  watch_deadline();
  plan_flush();
}

std::optional<Error> Connection::Link::refuse(const Command& command) const {
  if (state_ == State::stopped) return error(Errc::unavailable, failure_);
  if (state_ == State::down) return error(failure_code_, failure_);
  if (waiting_.size() > endpoint_.queued_commands_max) {
    return error(Errc::unavailable, "too many commands are waiting");
  }
  if (outgoing_.size() + command.bytes().size() > endpoint_.queued_bytes_max) {
    return error(Errc::unavailable, "too many bytes are waiting");
  }
  return std::nullopt;
}

void Connection::Link::deliver(Reply reply) {
  notice(reply);
  Waiting& front = waiting_.front();
  if (std::holds_alternative<All>(front.completion)) {
    front.gathered.push_back(std::move(reply));
    if (--front.remaining > 0) return;
  }
  Waiting done = std::move(front);
  waiting_.pop_front();
  --in_flight_;
  ++counters_.round_trips;
  if (auto* one = std::get_if<One>(&done.completion)) {
    std::move (*one)(Result<Reply>(std::move(reply)));
  } else {
    std::move(std::get<All>(done.completion))(Result<std::vector<Reply>>(std::move(done.gathered)));
  }
}

// Not written at once: whatever is ready to run in this round of the event loop gets to add its
// commands, and all leave in one system call.
void Connection::Link::plan_flush() {
  if (state_ != State::ready || flush_planned_ || !wire_->writing.empty()) return;
  flush_planned_ = true;
  asio::post(executor_, [self = shared_from_this()] {
    self->flush_planned_ = false;
    self->flush();
  });
}

void Connection::Link::flush() {
  if (state_ != State::ready || outgoing_.empty() || !wire_->writing.empty()) return;
  wire_->writing.swap(outgoing_);
  in_flight_ = waiting_.size();
  wire_->transport.write(
      asio::buffer(wire_->writing),
      [self = shared_from_this(), wire = wire_](boost::system::error_code bad, std::size_t) {
        self->wrote(wire, bad);
      });
}

void Connection::Link::wrote(const std::shared_ptr<Wire>& wire, boost::system::error_code bad) {
  wire->writing.clear();
  if (wire->writing.capacity() > kKeptBufferMax) wire->writing.shrink_to_fit();
  if (wire != wire_) return;  // of a connection that is over
  if (bad) return drop(Errc::lost, "the connection was lost: " + bad.message());
  flush();
}

// One timer for all: it is set for the deadline of the oldest command and, when it goes off, set
// again for the one that is then the oldest. All commands have the same time, so the oldest is due
// first.
void Connection::Link::watch_deadline() {
  if (watching_ || waiting_.empty()) return;
  watching_ = true;
  deadline_timer_.expires_at(waiting_.front().deadline);
  deadline_timer_.async_wait([self = shared_from_this()](boost::system::error_code) {
    self->watching_ = false;
    self->sweep();
  });
}

void Connection::Link::sweep() {
  const auto now = Clock::now();
  if (in_flight_ > 0 && waiting_.front().deadline <= now) {
    ++counters_.timeouts;
    drop(Errc::timeout, "no answer in time");
  }
  std::size_t unwritten = 0;
  while (in_flight_ == 0 && !waiting_.empty() && waiting_.front().deadline <= now) {
    unwritten += waiting_.front().bytes;
    fail(std::move(waiting_.front()), error(Errc::unavailable, "no connection in time"));
    waiting_.pop_front();
  }
  outgoing_.erase(0, unwritten);
  watch_deadline();
}

// Gives the connection up; run() makes the next one.
void Connection::Link::drop(Errc outcome, std::string why) {
  if (state_ != State::ready) return;
  state_ = State::connecting;
  ++counters_.losses;
  failure_ = why;
  failure_code_ = Errc::unavailable;
  log::warn("redis_lost",
            {{"endpoint", endpoint_.name()}, {"reason", why}, {"waiting", waiting_.size()}});
  wire_->transport.close();
  fail_all(outcome, why);
}

void Connection::Link::stop() {
  if (state_ == State::stopped) return;
  state_ = State::stopped;
  failure_ = "stopped";
  failure_code_ = Errc::unavailable;
  if (wire_) wire_->transport.close();
  attempt_timer_.cancel();
  fail_all(Errc::lost, failure_);
  deadline_timer_.cancel();
}

void Connection::Link::fail_all(Errc written, const std::string& why) {
  std::deque<Waiting> all;
  all.swap(waiting_);
  outgoing_.clear();
  std::size_t unknown = std::exchange(in_flight_, 0);
  for (Waiting& one : all) {
    fail(std::move(one), error(unknown > 0 ? written : failure_code_, why));
    if (unknown > 0) --unknown;
  }
}

// By way of the event loop: whoever waits must not run in the midst of a change of state.
void Connection::Link::fail(Waiting waiting, Error why) {
  asio::post(executor_, [failed = std::move(waiting), cause = std::move(why)]() mutable {
    if (auto* one = std::get_if<One>(&failed.completion)) {
      std::move (*one)(Result<Reply>(std::move(cause)));
    } else {
      std::move(std::get<All>(failed.completion))(Result<std::vector<Reply>>(std::move(cause)));
    }
  });
}

Error Connection::Link::error(Errc code, const std::string& why) const {
  const bool again = code != Errc::misconfigured && code != Errc::rejected;
  return Error{code, "redis " + endpoint_.name() + ": " + why, again};
}

Connection::Connection(asio::any_io_executor executor, RedisEndpoint endpoint, Finder finder)
    : link_(std::make_shared<Link>(executor, std::move(endpoint), std::move(finder))) {
  // An exception in there is a bug of ours, or of a coroutine that was given its reply: not hidden.
  asio::co_spawn(executor, Link::run(link_), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
}

Connection::~Connection() {
  link_->stop();
}

asio::awaitable<Result<Reply>> Connection::Link::ask(std::shared_ptr<Link> self, Command command) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Result<Reply>)>(
      [link = std::move(self)](auto handler, const Command& one) {
        link->submit(one, One(std::move(handler)));
      },
      asio::use_awaitable, std::move(command));
}

asio::awaitable<Result<Reply>> Connection::execute(Command command) {
  if (command.count() != 1) throw std::logic_error("execute() takes one command");
  return Link::ask(link_, std::move(command));
}

// A plain function, like ask(): GCC 12 destroys a capturing lambda twice inside a coroutine.
asio::awaitable<Result<std::vector<Reply>>> Connection::execute_all(Command commands) {
  if (commands.count() == 0) throw std::logic_error("execute_all() takes a command or more");
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Result<std::vector<Reply>>)>(
      [link = link_](auto handler, const Command& all) {
        link->submit(all, Link::All(std::move(handler)));
      },
      asio::use_awaitable, std::move(commands));
}

void Connection::stop() {
  link_->stop();
}
void Connection::reconnect(std::string why) {
  link_->reconnect(std::move(why));
}
const RedisEndpoint& Connection::endpoint() const {
  return link_->endpoint();
}
bool Connection::ready() const {
  return link_->ready();
}
const Connection::Counters& Connection::counters() const {
  return link_->counters();
}
const std::string& Connection::last_failure() const {
  return link_->last_failure();
}

}  // namespace jisr::gateway::redis
