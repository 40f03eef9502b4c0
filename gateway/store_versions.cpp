// Versions of dialogs in Redis. Sealed like everything else: not for secrecy, but so that nobody
// who can write there puts words into our mouth.
#include <utility>

#include "gateway/store.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using redis::Command;

asio::awaitable<Result<void>> Store::keep_version(std::shared_ptr<const Version> version,
                                                  milliseconds ttl) {
  const auto key = Keys::version(version->hash);
  const auto names_key = Keys::version_names(version->hash);
  const auto names_ttl = ttl + kNamesLonger;
  Command command;
  if (!version->packed.empty()) {
    command.then("SET", key, vault_.seal(version->packed, key), "PX", ttl.count());
  }
  const auto names = vault_.seal(encode(version->names), names_key);
  command.then("SET", names_key, names, "PX", names_ttl.count());
  auto replies = co_await topology_.execute_all(keys_.versions_home(), std::move(command));
  if (!replies) co_return replies.error();
  for (const auto& reply : *replies) {
    if (auto refused = redis::refusal(reply)) co_return std::move(*refused);
  }
  co_return Result<void>();
}

asio::awaitable<Result<StoredVersion>> Store::load_version(std::uint64_t hash) {
  const auto key = Keys::version(hash);
  const auto names_key = Keys::version_names(hash);
  Command command("MGET", key, names_key);
  auto reply = co_await topology_.execute(keys_.versions_home(), std::move(command));
  if (!reply) co_return reply.error();
  StoredVersion stored;
  stored.hash = hash;
  // A value that does not open is as good as gone: she is moved, or begins anew.
  if (!(*reply)[0].is_nil()) {
    auto packed = vault_.open((*reply)[0].text(), key);
    if (packed) stored.packed = std::move(*packed);
  }
  if (!(*reply)[1].is_nil()) {
    auto names = vault_.open((*reply)[1].text(), names_key);
    if (names) stored.names = decode_names(*names);
  }
  co_return stored;
}

}  // namespace jisr::gateway
