// Has Redis write its append-only file anew after its disk was full.
//
// Redis 7 undoes a write that did not fit by cutting the file back. A file that a rewrite, or a
// first synchronisation, has begun is not open for appending, though: the next write leaves a gap
// of zeros behind the cut. Nothing tells of it until the next start, which refuses such a file, and
// redis-check-aof --fix throws away all that came after the gap. A file written anew has none.
// (redis 7.0.15, aof.c: flushAppendOnlyFile and openNewIncrAofForAppend; tests/e2e/disk_test.py.)
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <exception>

#include "gateway/log.hpp"
#include "gateway/redis/link.hpp"

namespace jisr::gateway::redis {
namespace {

namespace asio = boost::asio;
constexpr std::chrono::milliseconds kLookAgain{500};
constexpr std::string_view kDiskFull = "MISCONF Errors writing to the AOF file";
constexpr std::string_view kRewritten = "Background append only file rewriting";
constexpr std::string_view kUnderWay = "ERR Background append only file rewriting already";

}  // namespace

void Connection::Link::notice(ReplyView reply) {
  if (reply.kind() != Kind::error || mending_ || !reply.text().starts_with(kDiskFull)) return;
  mending_ = true;
  log::error("redis_disk_full", {{"endpoint", endpoint_.name()}});
  // As with run(): an exception in there is a bug of ours.
  asio::co_spawn(executor_, mend(shared_from_this()), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
}

// A PING is refused for as long as Redis cannot write. A rewrite that is under way may be older
// than the gap, so another one follows it.
asio::awaitable<void> Connection::Link::mend(std::shared_ptr<Link> self) {
  Link& link = *self;
  asio::steady_timer timer(link.executor_);
  while (link.state_ != State::stopped) {
    timer.expires_after(kLookAgain);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    auto alive = co_await ask(self, Command("PING"));
    if (!alive || alive->kind() == Kind::error) continue;
    auto said = co_await ask(self, Command("BGREWRITEAOF"));
    if (!said || said->text().starts_with(kUnderWay)) continue;
    if (said->text().starts_with(kRewritten)) {
      log::info("redis_file_anew",
                {{"endpoint", link.endpoint_.name()}, {"reason", "its disk was full"}});
    } else {
      const auto refused = refusal(*said);
      log::error("redis_file_in_danger", {{"endpoint", link.endpoint_.name()},
                                          {"reason", refused ? refused->context : std::string()},
                                          {"do", "run BGREWRITEAOF by hand"}});
    }
    break;
  }
  link.mending_ = false;
}

}  // namespace jisr::gateway::redis
