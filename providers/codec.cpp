// Requests to Inbound and Receipt, pages to responses.
#include "providers/codec.hpp"

#include <algorithm>

#include "providers/caller.hpp"
#include "providers/fill.hpp"
#include "providers/reading.hpp"

namespace jisr::providers {

namespace {

bool any_in(const std::vector<const Source*>& sources, Source::In in) {
  return std::any_of(sources.begin(), sources.end(),
                     [in](const Source* source) { return source->in == in; });
}

// Method, credential, body: what every kind of callback has to get past.
Result<Reading> open(const HttpRequest& request, const std::vector<std::string>& methods,
                     const CallerCheck& check, const Secrets& secrets,
                     const std::vector<const Source*>& sources) {
  if (std::find(methods.begin(), methods.end(), request.method) == methods.end()) {
    return Refusal{405, "the method is not one of this channel's"};
  }
  auto reading = Reading::of(request);
  if (!reading) return reading;
  if (auto refusal = check_caller(check, secrets, request, reading->query())) return *refusal;
  if (auto refusal = reading->read_body(any_in(sources, Source::In::form),
                                        any_in(sources, Source::In::json))) {
    return *refusal;
  }
  return reading;
}

// Copies a fact; false when it is longer than it may be.
bool take(const Reading& reading, const Source& source, std::size_t bytes_max, std::string& to) {
  const auto* found = reading.at(source);
  if (found == nullptr) return true;
  if (found->size() > bytes_max) return false;
  to = *found;
  return true;
}

Refusal missing(const Source& source) {
  return Refusal{400, "there is no field " + source.name};
}

}  // namespace

Result<Inbound> parse_inbound(const Profile& profile, const Secrets& secrets,
                              const HttpRequest& request) {
  const auto& wire = profile.request;
  auto reading = open(request, wire.methods, wire.check, secrets,
                      {&wire.msisdn, &wire.session, &wire.service, &wire.text, &wire.message_id,
                       &wire.network, &wire.phase});
  if (!reading) return reading.error();
  Inbound in;
  in.cumulative = wire.cumulative;
  in.separator = wire.separator;
  if (!take(*reading, wire.msisdn, kIdBytesMax, in.msisdn) ||
      !take(*reading, wire.session, kIdBytesMax, in.session) ||
      !take(*reading, wire.service, kIdBytesMax, in.service) ||
      !take(*reading, wire.text, kTextBytesMax, in.text) ||
      !take(*reading, wire.message_id, kIdBytesMax, in.message_id) ||
      !take(*reading, wire.network, kIdBytesMax, in.network)) {
    return Refusal{400, "a field is too long"};
  }
  if (in.msisdn.empty()) return missing(wire.msisdn);
  if (!profile.ussd) {
    if (reading->at(wire.text) == nullptr) return missing(wire.text);
    in.kind = Inbound::Kind::sms;
    return in;
  }
  if (in.session.empty()) return missing(wire.session);
  if (wire.phase.in != Source::In::nowhere) {
    const auto* phase = reading->at(wire.phase);
    if (phase == nullptr) return missing(wire.phase);
    const auto known = wire.phases.find(*phase);
    if (known == wire.phases.end()) return Refusal{400, "the phase of the call is not a known one"};
    in.kind = known->second;
  } else {
    in.kind = in.text.empty() ? Inbound::Kind::ussd_begin : Inbound::Kind::ussd_answer;
  }
  if (in.kind == Inbound::Kind::ussd_answer && reading->at(wire.text) == nullptr) {
    return missing(wire.text);
  }
  return in;
}

HttpResponse render_reply(const Profile& profile, const Inbound& in, const Reply& reply) {
  const bool sms = in.kind == Inbound::Kind::sms;
  const bool released = in.kind == Inbound::Kind::ussd_release;
  const auto& shape = sms || reply.ends ? profile.ends : profile.goes_on;
  HttpResponse response;
  response.headers.emplace_back("Content-Type", shape.content_type);
  // Nobody reads it, or it leaves on its own: an empty 200 tells the operator that we have it.
  if (released || (sms && (reply.text.empty() || !profile.replies_in_response))) return response;
  for (const auto& [name, value] : shape.headers) {
    response.headers.emplace_back(name, fill(value, {{"coding", reply.ucs2 ? "2" : "0"}}).text);
  }
  const Values values{{"text", reply.text}, {"session", in.session}, {"message_id", in.message_id}};
  if (!shape.json) {
    for (const auto& member : shape.members) response.body += fill(member.second, values).text;
    return response;
  }
  std::vector<JsonMember> members;
  for (const auto& [name, value] : shape.members) {
    const bool literal =
        std::find(shape.literals.begin(), shape.literals.end(), name) != shape.literals.end();
    members.push_back({name, fill(value, values).text, literal});
  }
  response.body = write_json(members);
  return response;
}

HttpResponse render_refusal(const Profile& profile, const Refusal& refusal) {
  HttpResponse response;
  response.status = refusal.status;
  if (profile.goes_on.json || profile.ends.json) {
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = write_json({{"error", refusal.why}});
  } else {
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.body = refusal.why + "\n";
  }
  return response;
}

Result<Receipt> parse_receipt(const Profile& profile, const Secrets& secrets,
                              const HttpRequest& request) {
  const auto& wire = profile.receipts;
  if (!wire.can) return Refusal{404, "this provider sends no receipts"};
  auto reading = open(request, wire.methods, wire.check, secrets,
                      {&wire.message_id, &wire.status, &wire.reason});
  if (!reading) return reading.error();
  Receipt receipt;
  std::string status;
  if (!take(*reading, wire.message_id, kIdBytesMax, receipt.message_id) ||
      !take(*reading, wire.status, kIdBytesMax, status) ||
      !take(*reading, wire.reason, kIdBytesMax, receipt.reason)) {
    return Refusal{400, "a field is too long"};
  }
  if (receipt.message_id.empty()) return missing(wire.message_id);
  if (status.empty()) return missing(wire.status);
  const auto known = wire.statuses.find(status);
  if (known != wire.statuses.end()) receipt.status = known->second;
  return receipt;
}

std::string_view name(Receipt::Status status) {
  switch (status) {
    case Receipt::Status::delivered:
      return "delivered";
    case Receipt::Status::failed:
      return "failed";
    case Receipt::Status::pending:
      return "pending";
    case Receipt::Status::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace jisr::providers
