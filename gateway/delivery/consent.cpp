// One question to Redis before each SMS.
#include "gateway/delivery/consent.hpp"

#include <chrono>

#include "gateway/log.hpp"

namespace jisr::gateway {

namespace {
constexpr std::chrono::milliseconds kAskAgain(2'000);
}

boost::asio::awaitable<std::optional<Settlement>> withheld(Store& store, std::string entry,
                                                           std::string msisdn, bool asked,
                                                           Counters& counters) {
  if (asked) co_return std::nullopt;
  auto stopped = co_await store.is_stopped(std::move(msisdn));
  if (!stopped) {
    Counters::add(counters.retried);
    co_return Settlement::retry(kAskAgain, stopped.error().context);
  }
  if (!*stopped) co_return std::nullopt;
  Counters::add(counters.sms_withheld);
  log::info("sms_withheld", {{"entry", entry}, {"reason", "withheld: she said STOP"}});
  co_return Settlement::delivered();
}

}  // namespace jisr::gateway
