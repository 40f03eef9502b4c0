// One SMS to its provider, by the profile of its channel.
#include "gateway/delivery/sms.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "dialogs/charset.hpp"
#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/retry.hpp"
#include "providers/codec.hpp"

namespace jisr::gateway {

namespace {

// Credentials leave in the clear only to a neighbour on this machine, such as an SMS gateway.
bool is_loopback(std::string_view url) {
  for (const std::string_view start : {"http://127.0.0.1:", "http://127.0.0.1/",
                                       "http://localhost:", "http://localhost/", "http://[::1]"}) {
    if (url.starts_with(start)) return true;
  }
  return false;
}

}  // namespace

std::string encode(const QueuedSms& sms) {
  boost::json::object object;
  object["channel"] = sms.channel;
  object["msisdn"] = sms.msisdn;
  object["text"] = sms.text;
  return boost::json::serialize(object);
}

std::optional<QueuedSms> decode_sms(std::string_view bytes) {
  boost::system::error_code failed;
  const auto value = boost::json::parse(bytes, failed);
  const auto* object = failed ? nullptr : value.if_object();
  if (object == nullptr) return std::nullopt;
  QueuedSms sms;
  struct Part {
    const char* key;
    std::string* to;
  };
  for (const auto& part :
       {Part{"channel", &sms.channel}, Part{"msisdn", &sms.msisdn}, Part{"text", &sms.text}}) {
    const auto* found = object->if_contains(part.key);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    part.to->assign(found->get_string().data(), found->get_string().size());
  }
  return sms;
}

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

boost::asio::awaitable<Result<std::string>> SmsSender::token(const Channel* channel) {
  OAuthSettings settings;
  const auto& given = channel->settings;
  const auto setting = [&](const char* name) {
    const auto found = given.find(name);
    return found == given.end() ? std::string() : found->second;
  };
  const auto& auth = channel->profile.send.auth;
  settings.token_url = setting("token_url");
  settings.client_id = setting("client_id");
  settings.client_secret = setting("client_secret");
  settings.scope = auth.scope;
  using Send = OAuthSettings::Send;
  for (const auto& [word, how] :
       {std::pair{"json", Send::json}, {"query", Send::query}, {"basic", Send::basic}}) {
    if (auth.credentials == word) settings.send = how;
  }
  auto& source = tokens_[channel->config.name];
  if (!source) source = std::make_unique<TokenSource>(io_, client_);
  co_return co_await source->token(std::move(settings));
}

boost::asio::awaitable<SmsOutcome> SmsSender::send(std::shared_ptr<const Deployment> deployment,
                                                   std::string id, QueuedSms sms) {
  SmsOutcome outcome;
  const Channel* channel = deployment->channel(sms.channel);
  if (channel == nullptr) {
    outcome.what = SmsOutcome::What::refused;
    outcome.reason = "there is no channel \"" + sms.channel + "\" any more";
    co_return outcome;
  }
  const auto& wire = channel->profile.send;
  const auto resting = resting_.find(sms.channel);
  if (resting != resting_.end() && resting->second > Clock::now()) {
    const auto left = resting->second - Clock::now();
    outcome.wait_ms = std::chrono::duration_cast<std::chrono::milliseconds>(left).count() + 1;
    outcome.reason = "the provider asked to slow down";
    co_return outcome;
  }
  auto settings = channel->settings;
  const bool oauth = wire.auth.kind == providers::SendAuth::Kind::oauth2;
  if (oauth) {
    auto granted = co_await token(channel);
    if (!granted) {
      outcome.reason = granted.error().context;
      co_return outcome;
    }
    settings["token"] = std::move(*granted);
  }
  const dialogs::Limit limit{wire.gsm7_max, wire.ucs2_max};
  const auto taken = wire.split ? first_part(sms.text, limit) : sms.text.size();
  auto rest = sms.text.substr(taken);
  sms.text.resize(taken);
  providers::Sms message;
  message.id = std::move(id);
  message.to = std::move(sms.msisdn);
  message.ucs2 = dialogs::cost(sms.text).encoding == dialogs::Encoding::ucs2;
  message.text = std::move(sms.text);
  auto outgoing = providers::sms_request(channel->profile, settings, message, now_ms() / 1000);
  ClientRequest request;
  request.method = std::move(outgoing.method);
  request.url = std::move(outgoing.url);
  request.headers = std::move(outgoing.headers);
  request.body = std::move(outgoing.body);
  request.allow_http = is_loopback(request.url);
  request.connect_ms = wire.connect_ms;
  request.total_ms = wire.total_ms;
  auto response = co_await client_.send(std::move(request));
  if (!response) {
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
  // The token may have been taken back before its time: the next try fetches another.
  const bool stale = oauth && response->status == 401;
  if (stale) tokens_[sms.channel]->invalidate(settings["token"]);
  const bool again = stale || sent.error().retryable;
  outcome.what = again ? SmsOutcome::What::retry : SmsOutcome::What::refused;
  outcome.reason = sent.error().why;
  if (sent.error().slow_down) {
    constexpr std::int64_t kRestMsMax = 3'600'000;
    const auto asked = parse_retry_after_ms(response->retry_after, now_ms() / 1000, kRestMsMax);
    outcome.wait_ms = std::max(wire.rest_ms, asked.value_or(0));
    resting_[sms.channel] = Clock::now() + std::chrono::milliseconds(outcome.wait_ms);
  }
  co_return outcome;
}

}  // namespace jisr::gateway
