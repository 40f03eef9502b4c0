// {"channel":…,"msisdn":…,"text":…,"purpose":…} and what is not as usual.
#include "gateway/delivery/queued_sms.hpp"

#include <boost/json.hpp>

namespace jisr::gateway {

namespace {

namespace json = boost::json;

bool is_bound_to_hours(Purpose purpose) {
  return purpose == Purpose::reminder || purpose == Purpose::news;
}

bool read_text(const json::object& from, const char* key, std::string& to) {
  const auto* found = from.if_contains(key);
  if (found == nullptr || !found->is_string()) return false;
  to.assign(found->get_string().data(), found->get_string().size());
  return true;
}

bool is_set(const json::object& from, const char* key) {
  const auto* found = from.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
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
  boost::system::error_code failed;
  const auto value = json::parse(bytes, failed);
  const auto* object = failed ? nullptr : value.if_object();
  if (object == nullptr) return std::nullopt;
  QueuedSms sms;
  std::string purpose;
  if (read_text(*object, "purpose", purpose)) {
    const auto known = purpose_named(purpose);
    if (!known) return std::nullopt;  // of a later version, whose rules we do not know
    sms.purpose = *known;
  }
  const char* body = is_bound_to_hours(sms.purpose) ? "body" : "text";
  if (!read_text(*object, "channel", sms.channel) || !read_text(*object, "msisdn", sms.msisdn) ||
      !read_text(*object, body, sms.text)) {
    return std::nullopt;
  }
  sms.promised = is_set(*object, "promised");
  sms.unsure = is_set(*object, "unsure");
  sms.fallen = is_set(*object, "fallen");
  sms.asked = is_set(*object, "asked");
  sms.of_call = is_set(*object, "of_call");
  if (const auto* resent = object->if_contains("resent"); resent != nullptr && resent->is_int64()) {
    sms.resent = static_cast<int>(resent->get_int64());
  }
  return sms;
}

}  // namespace jisr::gateway
