// An SMS to a provider's request, and what its answer means.
#include <algorithm>
#include <charconv>

#include "providers/codec.hpp"
#include "providers/fill.hpp"
#include "providers/form.hpp"
#include "providers/json.hpp"

namespace jisr::providers {

namespace {

const std::string* at(const FlatJson& json, const std::string& pointer) {
  for (const auto& [where, value] : json) {
    if (where == pointer) return &value;
  }
  return nullptr;
}

bool matches(const AnswerRule& rule, int status, const std::string& body,
             const std::optional<FlatJson>& json) {
  const bool in_range = std::any_of(
      rule.statuses.begin(), rule.statuses.end(),
      [&](const auto& range) { return status >= range.first && status <= range.second; });
  if (!in_range) return false;
  if (rule.body.in == Source::In::json) {
    const auto* value = json ? at(*json, rule.body.name) : nullptr;
    return value != nullptr &&
           std::find(rule.values.begin(), rule.values.end(), *value) != rule.values.end();
  }
  return rule.prefixes.empty() ||
         std::any_of(rule.prefixes.begin(), rule.prefixes.end(),
                     [&](const std::string& prefix) { return body.starts_with(prefix); });
}

}  // namespace

Outgoing sms_request(const Profile& profile, const Settings& settings, const Sms& sms) {
  Values values{
      {"to", sms.to}, {"text", sms.text}, {"id", sms.id}, {"coding", sms.ucs2 ? "2" : "0"}};
  for (const auto& [name, value] : settings) values.emplace_back(name, value);
  const auto& wire = profile.send;
  Outgoing out;
  out.method = wire.method;
  out.url = fill(wire.url, values).text;
  for (const auto& [name, value] : wire.headers) {
    out.headers.emplace_back(name, fill(value, values).text);
  }
  Fields fields;
  for (const auto& [name, value] : wire.fields) {
    auto filled = fill(value, values);
    if (filled.complete) fields.emplace_back(name, std::move(filled.text));
  }
  if (wire.body == Send::Body::json) {
    std::vector<JsonMember> members;
    for (auto& [name, value] : fields) members.push_back({name, std::move(value), false});
    out.headers.emplace_back("Content-Type", "application/json");
    out.body = write_json(members);
    return out;
  }
  if (wire.body == Send::Body::query) {
    out.url += (out.url.find('?') == std::string::npos ? '?' : '&') + write_form(fields);
  } else {
    out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    out.body = write_form(fields);
  }
  return out;
}

boost::system::result<Sent, SendFailure> sms_outcome(const Profile& profile, int status,
                                                     const std::string& body) {
  const auto& wire = profile.send;
  const auto json = body.starts_with('{') ? parse_json(body) : std::nullopt;
  if (matches(wire.sent, status, body, json)) {
    const auto* id = json ? at(*json, wire.message_id.name) : nullptr;
    return Sent{id == nullptr ? std::string() : *id};
  }
  SendFailure failure;
  failure.retryable =
      std::any_of(wire.retry.begin(), wire.retry.end(),
                  [&](const AnswerRule& rule) { return matches(rule, status, body, json); });
  failure.why = "the provider answered " + std::to_string(status);
  if (const auto* code = json ? at(*json, wire.sent.body.name) : nullptr) {
    failure.why += ", code " + code->substr(0, 16);
  }
  return failure;
}

}  // namespace jisr::providers
