// {"channel":…,"msisdn":…,"text":…,"purpose":…} and what is not as usual.
#include "gateway/delivery/queued_sms.hpp"

#include "gateway/json_object.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;

bool is_bound_to_hours(Purpose purpose) {
  return purpose == Purpose::reminder || purpose == Purpose::news;
}

}  // namespace

std::string encode(const QueuedSms& sms) {
  json::object object;
  object["channel"] = sms.channel;
  object["msisdn"] = sms.msisdn;
  object[is_bound_to_hours(sms.purpose) ? "body" : "text"] = sms.text;
  object["purpose"] = name(sms.purpose);
  if (sms.promised) object["promised"] = true;
  if (sms.unsure) object["unsure"] = true;
  if (sms.fallen) object["fallen"] = true;
  if (sms.asked) object["asked"] = true;
  if (sms.of_call) object["of_call"] = true;
  if (sms.resent > 0) object["resent"] = sms.resent;
  return json::serialize(object);
}

std::optional<QueuedSms> decode_sms(std::string_view bytes) {
  const auto object = parse_object(bytes);
  if (!object) return std::nullopt;
  QueuedSms sms;
  if (const auto purpose = text_at(*object, "purpose")) {
    const auto known = purpose_named(*purpose);
    if (!known) return std::nullopt;  // of a later version, whose rules we do not know
    sms.purpose = *known;
  }
  auto channel = text_at(*object, "channel");
  auto msisdn = text_at(*object, "msisdn");
  auto text = text_at(*object, is_bound_to_hours(sms.purpose) ? "body" : "text");
  if (!channel || !msisdn || !text) return std::nullopt;
  sms.channel = *std::move(channel);
  sms.msisdn = *std::move(msisdn);
  sms.text = *std::move(text);
  sms.promised = true_at(*object, "promised");
  sms.unsure = true_at(*object, "unsure");
  sms.fallen = true_at(*object, "fallen");
  sms.asked = true_at(*object, "asked");
  sms.of_call = true_at(*object, "of_call");
  sms.resent = static_cast<int>(whole_at(*object, "resent").value_or(0));
  return sms;
}

}  // namespace jisr::gateway
