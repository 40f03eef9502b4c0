// STOP and START: one key of a subscriber, read before each SMS.
#include <utility>

#include "gateway/store.hpp"
#include "gateway/store_scripts.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
using redis::Command;
using redis::ScriptCall;

const redis::Script kConsentScript(scripts::kConsent);

}  // namespace

asio::awaitable<Result<bool>> Store::is_stopped(std::string msisdn) {
  const auto key = subscriber(msisdn, Medium::sms);
  Command question("EXISTS", key.stopped);
  auto reply = co_await topology_.execute(key.partition, std::move(question));
  if (!reply) co_return reply.error();
  co_return reply->integer().value_or(0) != 0;
}

asio::awaitable<Result<bool>> Store::set_stopped(std::string msisdn, std::optional<bool> stopped,
                                                 std::optional<OutboxEntry> answer) {
  const auto key = subscriber(msisdn, Medium::sms);
  ScriptCall call(kConsentScript);
  call.key(key.stopped).key(key.session).key(Keys::due(key.partition));
  if (answer) call.key(Keys::entry(key.partition, answer->id));
  if (!stopped) call.arg("");
  if (stopped) call.arg(*stopped ? 1 : 0);
  if (answer) add_entry(call, key.partition, *answer);
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return reply->integer() == 1;
}

}  // namespace jisr::gateway
