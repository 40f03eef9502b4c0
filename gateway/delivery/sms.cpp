// One SMS to its provider, by the profile of its channel.
#include "gateway/delivery/sms.hpp"

#include <algorithm>

#include "dialogs/charset.hpp"
#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/retry.hpp"
#include "providers/codec.hpp"

namespace jisr::gateway {

namespace {

constexpr int kUnavailable = 503;  // the provider did nothing; another 5xx may come from halfway
constexpr std::int64_t kRestMsMax = 3'600'000;

// Whether the provider may have taken what we could not hear the answer to.
bool is_unknown(const Error& error) {
  return error.code == Errc::timeout || error.code == Errc::lost ||
         error.code == Errc::malformed_input;
}

}  // namespace

std::size_t first_part(std::string_view text, const dialogs::Limit& limit) {
  if (dialogs::fits(text, limit)) return text.size();
  const auto boundary = [&](std::size_t at) {
    while (at < text.size() && !dialogs::begins_character(text[at])) ++at;
    return at;
  };
  // A longer beginning never costs less, so the last one that fits can be searched by halves.
  std::size_t most = boundary(1);
  std::size_t too_much = text.size();
  while (true) {
    const auto middle = boundary(most + (too_much - most + 1) / 2);
    if (middle >= too_much) break;
    (dialogs::fits(text.substr(0, middle), limit) ? most : too_much) = middle;
  }
  for (auto next = boundary(most + 1); next < too_much; next = boundary(next + 1)) {
    if (!dialogs::fits(text.substr(0, next), limit)) break;
    most = next;
  }
  const auto blank = text.find_last_of(" \n", most - 1);
  return blank != std::string_view::npos && blank + 1 > most - most / 3 ? blank + 1 : most;
}

boost::asio::awaitable<SmsOutcome> SmsSender::send(std::shared_ptr<const Deployment> deployment,
                                                   std::string id, std::string sender,
                                                   QueuedSms sms) {
  SmsOutcome outcome;
  const Channel* channel = deployment->channel(sms.channel);
  if (channel == nullptr) {
    outcome.what = SmsOutcome::What::refused;
    outcome.reason = "there is no channel \"" + sms.channel + "\" any more";
    co_return outcome;
  }
  const auto& wire = channel->profile.send;
  auto settings = co_await requests_.settings(channel);
  if (!settings) {
    outcome.failing = true;
    outcome.reason = settings.error().context;
    co_return outcome;
  }
  if (!sender.empty()) (*settings)["sender"] = std::move(sender);
  const dialogs::Limit limit{wire.gsm7_max, wire.ucs2_max};
  const auto taken = wire.split ? first_part(sms.text, limit) : sms.text.size();
  auto rest = sms.text.substr(taken);
  sms.text.resize(taken);
  providers::Sms message;
  message.id = std::string(plain_id(id));
  message.to = std::move(sms.msisdn);
  message.ucs2 = dialogs::cost(sms.text).encoding == dialogs::Encoding::ucs2;
  message.text = std::move(sms.text);
  auto outgoing = providers::sms_request(channel->profile, *settings, message, now_ms() / 1000);
  const auto response = co_await requests_.send(channel, std::move(outgoing), wire.total_ms, false);
  if (!response) {
    outcome.failing = true;
    outcome.unknown = is_unknown(response.error());
    outcome.reason = response.error().context;
    co_return outcome;
  }
  const auto sent = providers::sms_outcome(channel->profile, response->status, response->body);
  if (sent) {
    outcome.what = SmsOutcome::What::sent;
    outcome.message_id = sent->message_id;
    outcome.rest = std::move(rest);
    co_return outcome;
  }
  const bool stale = requests_.token_refused(channel, *settings, response->status);
  const bool again = stale || sent.error().retryable;
  outcome.what = again ? SmsOutcome::What::retry : SmsOutcome::What::refused;
  outcome.reason = sent.error().why;
  outcome.slow_down = sent.error().slow_down;
  outcome.failing = !outcome.slow_down && response->status >= 500;
  outcome.unknown = outcome.failing && response->status != kUnavailable;
  if (again) {
    const auto asked = parse_retry_after_ms(response->retry_after, now_ms() / 1000, kRestMsMax);
    outcome.wait_ms = std::max(outcome.slow_down ? wire.rest_ms : 0, asked.value_or(0));
  }
  co_return outcome;
}

}  // namespace jisr::gateway
