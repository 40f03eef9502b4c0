// What people did by hand, as a stream of its own: written before the act, so that nothing is done
// that is not on record. Stored; do not change: the fields of an act are
//   w what  b by whom  t target  r reason
#include <charconv>
#include <utility>

#include "gateway/store.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::ScriptCall;

// KEYS  audit   ARGV  ms that an act is kept, acts at most, what, by, target, reason
const redis::Script kNote(R"lua(#!lua flags=allow-oom
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('XADD', KEYS[1], '*', 'w', ARGV[3], 'b', ARGV[4], 't', ARGV[5], 'r', ARGV[6])
redis.call('XTRIM', KEYS[1], 'MINID', math.max(now - ARGV[1], 0))
redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
)lua");

constexpr std::int64_t kActsMax = 200'000;
constexpr std::size_t kFieldBytesMax = 300;

std::string_view cut(std::string_view text) {
  return text.substr(0, kFieldBytesMax);
}

}  // namespace

asio::awaitable<Result<void>> Store::note_act(Act act, milliseconds keep) {
  ScriptCall call(kNote);
  call.key(Keys::kAudit).arg(keep.count()).arg(kActsMax);
  call.arg(cut(act.what)).arg(cut(act.by)).arg(cut(act.target)).arg(cut(act.reason));
  auto reply = co_await topology_.run(keys_.versions_home(), std::move(call), replication_);
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

asio::awaitable<Result<std::vector<ActNoted>>> Store::acts(std::int64_t since_ms,
                                                           std::size_t limit) {
  Command question("XRANGE", Keys::kAudit, since_ms, "+", "COUNT", limit);
  auto reply = co_await topology_.execute(keys_.versions_home(), std::move(question));
  if (!reply) co_return reply.error();
  std::vector<ActNoted> acts;
  for (std::size_t i = 0; i < reply->size(); ++i) {
    const auto record = (*reply)[i];
    ActNoted one;
    const auto id = record[0].text();
    std::from_chars(id.data(), id.data() + id.size(), one.at_ms);
    const auto fields = record[1];
    for (std::size_t j = 0; j + 1 < fields.size(); j += 2) {
      const auto field = fields[j].text();
      const std::string value(fields[j + 1].text());
      if (field == "w") one.act.what = value;
      if (field == "b") one.act.by = value;
      if (field == "t") one.act.target = value;
      if (field == "r") one.act.reason = value;
    }
    acts.push_back(std::move(one));
  }
  co_return acts;
}

}  // namespace jisr::gateway
