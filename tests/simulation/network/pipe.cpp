// Handlers are always called by way of the process's event loop.
#include "tests/simulation/network/pipe.hpp"

#include <algorithm>
#include <boost/asio/append.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "tests/simulation/network/server.hpp"

namespace jisr::simulation {

namespace {

namespace asio = boost::asio;

template <typename Handler>
void call_later(const asio::any_io_executor& executor, Process& process,
                std::unique_ptr<Handler> handler, boost::system::error_code bad, std::size_t size) {
  asio::post(executor, [called = std::move(handler), bad, size]() mutable {
    std::move (*called)(bad, size);
  });
  process.wake();
}

// Mostly fast; sometimes a packet is sent again; now and then the line hangs.
std::int64_t latency(Random& random) {
  const auto kind = random.below(1000);
  if (kind < 930) return random.between(40, 600);
  if (kind < 990) return random.between(1 * kMs, 30 * kMs);
  return random.between(100 * kMs, 700 * kMs);
}

}  // namespace

std::shared_ptr<Pipe> Pipe::of(const asio::any_io_executor& executor) {
  auto pipe = std::make_shared<Pipe>(executor);
  pipe->process().add(pipe);
  return pipe;
}

Pipe::Pipe(const asio::any_io_executor& executor)
    : world_(World::current()),
      process_(&Process::of(asio::query(executor, asio::execution::context))),
      name_(process_->name()),
      executor_(executor) {}

std::int64_t Pipe::delay_there() {
  last_there_us_ = std::max(last_there_us_, world_.now_us() + latency(world_.random()));
  return last_there_us_ - world_.now_us();
}

std::int64_t Pipe::delay_here() {
  last_here_us_ = std::max(last_here_us_, world_.now_us() + latency(world_.random()));
  return last_here_us_ - world_.now_us();
}

void Pipe::connect(Handler done) {
  waiting_ = std::make_unique<Handler>(std::move(done));
  connecting_ = true;
  Server::current().connect(shared_from_this());
}

void Pipe::connected(bool refused) {
  if (!connecting_ || !waiting_) return;
  connecting_ = false;
  open_ = !refused;
  const auto bad =
      refused ? make_error_code(asio::error::connection_refused) : boost::system::error_code();
  complete(bad, 0);
}

void Pipe::read(Handler done, asio::mutable_buffer into) {
  waiting_ = std::make_unique<Handler>(std::move(done));
  into_ = into;
  give();
}

void Pipe::write(std::string_view bytes, Handler done) {
  auto handler = std::make_unique<Handler>(std::move(done));
  const bool gone = !open_ || is_reset_;
  const auto bad = gone ? make_error_code(asio::error::broken_pipe) : boost::system::error_code();
  if (!gone) Server::current().send(shared_from_this(), bytes);
  call_later(executor_, *process_, std::move(handler), bad, gone ? 0 : bytes.size());
}

void Pipe::arrive(std::string_view bytes) {
  if (!open_ || is_cut_) return;
  arrived_ += bytes;
  give();
}

void Pipe::reset() {
  is_reset_ = true;
  give();
}

void Pipe::give() {
  if (!waiting_ || connecting_) return;
  if (!arrived_.empty()) {
    const auto size = std::min(arrived_.size(), into_.size());
    std::copy_n(arrived_.begin(), size, static_cast<char*>(into_.data()));
    arrived_.erase(0, size);
    complete({}, size);
  } else if (is_reset_) {
    complete(make_error_code(asio::error::connection_reset), 0);
  } else if (!open_) {
    complete(make_error_code(asio::error::operation_aborted), 0);
  }
}

void Pipe::complete(boost::system::error_code bad, std::size_t size) {
  call_later(executor_, *process_, std::move(waiting_), bad, size);
}

void Pipe::close() {
  const bool was_open = std::exchange(open_, false);
  connecting_ = false;
  arrived_.clear();
  if (process_ == nullptr) return;
  if (waiting_) complete(make_error_code(asio::error::operation_aborted), 0);
  if (was_open) Server::current().closed(shared_from_this());
}

// What was written is on its way and arrives; nobody reads the answer.
void Pipe::abandon() {
  if (open_) Server::current().closed(shared_from_this());
  open_ = false;
  process_ = nullptr;
  waiting_.reset();
}

}  // namespace jisr::simulation
