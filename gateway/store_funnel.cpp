// Counts of screens in Redis: a hash for each dialog and day, its fields "r:<screen>" (reached),
// "w:" (went on), "e:" (ended) and "x:" (wrong). Stored; do not change. Not sealed: a count is
// nobody's, and HINCRBY must read it.
#include <algorithm>
#include <utility>

#include "gateway/store.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using dialogs::ScreenCount;
using redis::Command;

namespace {

struct Counted {
  char letter;
  std::uint64_t ScreenCount::*count;
};
constexpr Counted kCounted[] = {{'r', &ScreenCount::reached},
                                {'w', &ScreenCount::went_on},
                                {'e', &ScreenCount::ended},
                                {'x', &ScreenCount::wrong}};

ScreenCount& of_screen(dialogs::NamedCounts& counts, std::string_view screen) {
  const auto found = std::find_if(counts.begin(), counts.end(),
                                  [&](const auto& one) { return one.first == screen; });
  if (found != counts.end()) return found->second;
  return counts.emplace_back(std::string(screen), ScreenCount{}).second;
}

}  // namespace

asio::awaitable<Result<void>> Store::add_counts(std::string dialog, std::string day,
                                                dialogs::NamedCounts counts, milliseconds keep) {
  const auto key = keys_.funnel(dialog, day);
  Command command;
  for (const auto& [screen, count] : counts) {
    for (const auto& one : kCounted) {
      const auto more = static_cast<std::int64_t>(count.*one.count);
      if (more > 0) command.then("HINCRBY", key.name, one.letter + (":" + screen), more);
    }
  }
  if (command.count() == 0) co_return Result<void>();
  command.then("PEXPIRE", key.name, keep.count());
  auto replies = co_await topology_.execute_all(key.partition, std::move(command));
  if (!replies) co_return replies.error();
  for (std::size_t i = 0; i < replies->size(); ++i) {
    auto refused = redis::refusal((*replies)[i]);
    if (!refused) continue;
    if (i > 0) refused->code = Errc::lost;  // some of it was done
    co_return std::move(*refused);
  }
  co_return Result<void>();
}

asio::awaitable<Result<dialogs::NamedCounts>> Store::load_counts(std::string dialog,
                                                                 std::string day) {
  const auto key = keys_.funnel(dialog, day);
  Command command("HGETALL", key.name);
  auto reply = co_await topology_.execute(key.partition, std::move(command));
  if (!reply) co_return reply.error();
  dialogs::NamedCounts counts;
  for (std::size_t i = 0; i + 1 < reply->size(); i += 2) {
    const auto field = (*reply)[i].text();
    const auto count = (*reply)[i + 1].integer();
    if (field.size() < 3 || field[1] != ':' || !count || *count < 0) continue;
    for (const auto& one : kCounted) {
      if (one.letter != field[0]) continue;
      of_screen(counts, field.substr(2)).*one.count += static_cast<std::uint64_t>(*count);
    }
  }
  co_return counts;
}

}  // namespace jisr::gateway
