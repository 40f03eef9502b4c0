// Keep a part, go on with the whole, drop what stays incomplete.
#include "gateway/parts.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

namespace {
constexpr std::chrono::seconds kLookAgain{5};
}

std::optional<providers::Refusal> Parts::refusal(const providers::Inbound& in) {
  if (in.part.count > kCountMax) return providers::Refusal{400, "an SMS of more than 16 parts"};
  if (in.part.number == 0 || in.part.number > in.part.count) {
    return providers::Refusal{400, "a part of an SMS whose number is not one of its parts"};
  }
  if (in.text.size() > kBytesMax) {
    return providers::Refusal{400, "a part of an SMS longer than an SMS can be"};
  }
  return std::nullopt;
}

asio::awaitable<Result<Parts::Joined>> Parts::join(std::string channel, providers::Inbound in) {
  Joined joined;
  joined.key = store_.parts(in.msisdn, channel, in.part.of, in.part.count);
  SmsPart part;
  part.channel = std::move(channel);
  part.owner = store_.pseudonym(in.msisdn);
  part.number = in.part.number;
  part.count = in.part.count;
  part.mark = store_.mark(in.message_id.empty() ? "t" + in.text : "i" + in.message_id);
  part.text = std::move(in.text);
  auto found = co_await store_.add_part(joined.key, std::move(part), kWait);
  if (!found) co_return found.error();
  joined.what = found->what;
  joined.set = std::move(found->set);
  joined.in = std::move(in);
  joined.in.text = std::move(found->text);
  joined.in.message_id = "parts/" + joined.set;
  co_return joined;
}

asio::awaitable<void> Parts::finish(Joined joined) {
  Counters::add(counters_.sms_joined);
  // Undone it does no harm: a repeat then comes to a conversation that has heard it.
  auto finished = co_await store_.finish_parts(joined.key, joined.set, kWait);
  if (!finished) log::warn("parts_not_finished", {{"reason", finished.error().context}});
}

asio::awaitable<void> Parts::run() {
  while (!stopping_) {
    auto dropped = co_await store_.drop_parts();
    if (dropped) {
      for (const auto& one : *dropped) {
        Counters::add(counters_.sms_incomplete);
        log::warn("sms_incomplete", {{"channel", one.channel},
                                     {"parts", std::int64_t{one.there}},
                                     {"of", std::int64_t{one.count}}});
      }
    }
    if (stopping_) break;
    pause_.expires_after(kLookAgain);
    co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

void Parts::stop() {
  stopping_ = true;
  pause_.cancel();
}

}  // namespace jisr::gateway
