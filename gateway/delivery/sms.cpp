// One SMS to its provider, by the profile of its channel.
#include "gateway/delivery/sms.hpp"

#include <boost/json.hpp>

#include "dialogs/charset.hpp"
#include "providers/codec.hpp"

namespace jisr::gateway {

namespace {

// Credentials leave in the clear only to a neighbour on this machine, such as a Kannel.
bool is_loopback(std::string_view url) {
  for (const std::string_view start :
       {"http://127.", "http://localhost:", "http://localhost/", "http://[::1]"}) {
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

boost::asio::awaitable<SmsOutcome> SmsSender::send(std::shared_ptr<const Deployment> deployment,
                                                   std::string id, QueuedSms sms) {
  SmsOutcome outcome;
  const Channel* channel = deployment->channel(sms.channel);
  if (channel == nullptr) {
    outcome.what = SmsOutcome::What::refused;
    outcome.reason = "there is no channel \"" + sms.channel + "\" any more";
    co_return outcome;
  }
  providers::Sms message;
  message.id = std::move(id);
  message.to = std::move(sms.msisdn);
  message.ucs2 = dialogs::cost(sms.text).encoding == dialogs::Encoding::ucs2;
  message.text = std::move(sms.text);
  auto outgoing = providers::sms_request(channel->profile, channel->settings, message);
  ClientRequest request;
  request.method = std::move(outgoing.method);
  request.url = std::move(outgoing.url);
  request.headers = std::move(outgoing.headers);
  request.body = std::move(outgoing.body);
  request.allow_http = is_loopback(request.url);
  auto response = co_await client_.send(std::move(request));
  if (!response) {
    outcome.reason = response.error().context;
    co_return outcome;
  }
  const auto sent = providers::sms_outcome(channel->profile, response->status, response->body);
  if (sent) {
    outcome.what = SmsOutcome::What::sent;
    outcome.message_id = sent->message_id;
  } else {
    outcome.what = sent.error().retryable ? SmsOutcome::What::retry : SmsOutcome::What::refused;
    outcome.reason = sent.error().why;
  }
  co_return outcome;
}

}  // namespace jisr::gateway
