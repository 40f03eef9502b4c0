// The works of a Connection: the queue of waiting commands, the pipeline, deadlines and
// reconnecting. Kept alive by its own operations, so that a Connection may go while one of them
// still ends.
#pragma once
#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <random>
#include <variant>

#include "gateway/redis/connection.hpp"
#include "gateway/redis/decoder.hpp"
#include "gateway/redis/transport.hpp"

namespace jisr::gateway::redis {

class Connection::Link : public std::enable_shared_from_this<Connection::Link> {
 public:
  using One = boost::asio::any_completion_handler<void(Result<Reply>)>;
  using All = boost::asio::any_completion_handler<void(Result<std::vector<Reply>>)>;

  Link(boost::asio::any_io_executor executor, RedisEndpoint endpoint, Finder finder);

  // Connects, receives, and connects again, until stop().
  static boost::asio::awaitable<void> run(std::shared_ptr<Link> self);

  // Sends one command, see Connection::execute().
  // A plain function: GCC 12 destroys a capturing lambda twice inside a coroutine.
  static boost::asio::awaitable<Result<Reply>> ask(std::shared_ptr<Link> self, Command command);
  // Queues a command. The handler is never called from within.
  template <typename Handler>
  void submit(const Command& command, Handler handler);
  void stop();
  void reconnect(std::string why) { drop(Errc::lost, std::move(why)); }

  const RedisEndpoint& endpoint() const { return endpoint_; }
  bool ready() const { return state_ == State::ready; }
  const Counters& counters() const { return counters_; }
  const std::string& last_failure() const { return failure_; }

 private:
  using Clock = std::chrono::steady_clock;

  // `down` is the pause between two attempts: commands are refused at once.
  enum class State { connecting, ready, down, stopped };

  // One connection attempt. The write under way holds on to it, so an old write meets no new one.
  struct Wire {
    Wire(const boost::asio::any_io_executor& executor, std::size_t reply_bytes_max)
        : transport(executor), decoder(reply_bytes_max) {}
    Transport transport;
    Decoder decoder;
    std::string writing;  // empty: no write is under way
  };

  // A command, or sequence, whose reply has not come. Only ever move-constructed: assigning an
  // any_completion_handler recurses for ever in Boost 1.81.
  struct Waiting {
    template <typename Handler>
    Waiting(Clock::time_point limit, const Command& command, Handler handler)
        : deadline(limit),
          bytes(command.bytes().size()),
          remaining(command.count()),
          completion(std::in_place_type<Handler>, std::move(handler)) {}
    Clock::time_point deadline;
    std::size_t bytes;      // encoded, for taking it out of the queue again
    std::size_t remaining;  // replies to come
    std::vector<Reply> gathered;
    std::variant<One, All> completion;
  };

  boost::asio::awaitable<Result<void>> open(std::shared_ptr<Wire> wire);
  boost::asio::awaitable<Result<void>> greet(std::shared_ptr<Wire> wire);
  boost::asio::awaitable<std::string> receive(std::shared_ptr<Wire> wire);
  boost::asio::awaitable<void> pause();

  void notice(ReplyView reply);
  static boost::asio::awaitable<void> mend(std::shared_ptr<Link> self);

  std::optional<Error> refuse(const Command& command) const;
  void deliver(Reply reply);
  void plan_flush();
  void flush();
  void wrote(const std::shared_ptr<Wire>& wire, boost::system::error_code bad);
  void watch_deadline();
  void sweep();
  void drop(Errc outcome, std::string why);
  void fail_all(Errc written, const std::string& why);
  void fail(Waiting waiting, Error why);
  Error error(Errc code, const std::string& why) const;

  boost::asio::any_io_executor executor_;
  RedisEndpoint endpoint_;
  Finder finder_;
  std::atomic<State> state_ = State::connecting;  // written on its thread, read on any
  Counters counters_;
  std::string failure_;  // why it is, or last was, not ready
  Errc failure_code_ = Errc::unavailable;

  std::shared_ptr<Wire> wire_;
  std::string outgoing_;         // encoded, not yet given to the transport
  std::deque<Waiting> waiting_;  // in the order of their replies
  std::size_t in_flight_ = 0;    // how many of them, at the front, were given to the transport
  bool flush_planned_ = false;

  boost::asio::steady_timer deadline_timer_;  // at the deadline of the front, or earlier
  bool watching_ = false;
  bool mending_ = false;                     // its disk was full
  boost::asio::steady_timer attempt_timer_;  // limits an attempt; then sits out the pause
  std::chrono::milliseconds backoff_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace jisr::gateway::redis
