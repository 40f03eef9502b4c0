// Requests to Inbound, Receipt or an answer of the line.
#include "providers/codec.hpp"

#include <algorithm>
#include <charconv>

#include "providers/caller.hpp"
#include "providers/reading.hpp"
#include "providers/render.hpp"

namespace jisr::providers {

namespace {

using Sources = std::vector<const Source*>;

void add(Sources& sources, const When& when) {
  for (const auto& condition : when) sources.push_back(&condition.at);
}

void add(Sources& sources, const std::vector<CallerCheck>& checks) {
  for (const auto& check : checks) sources.push_back(&check.secret);
}

Sources sources_of(const Profile& profile) {
  const auto& wire = profile.request;
  Sources all{&wire.each,       &wire.msisdn,  &wire.session, &wire.service,     &wire.text,
              &wire.message_id, &wire.network, &wire.part_of, &wire.part_number, &wire.part_count};
  for (const auto& kept : wire.keep) all.push_back(&kept.second);
  for (const auto& rule : wire.phases) add(all, rule.when);
  add(all, wire.checks);
  return all;
}

Sources sources_of(const Receipts& wire) {
  Sources all{&wire.each, &wire.message_id, &wire.status, &wire.reason};
  add(all, wire.when);
  add(all, wire.checks);
  return all;
}

bool has_method(const std::vector<std::string>& methods, const HttpRequest& request) {
  return std::find(methods.begin(), methods.end(), request.method) != methods.end();
}

// Method, credential, body: what every kind of callback has to get past.
Result<Reading> open(const HttpRequest& request, const std::vector<std::string>& methods,
                     const std::vector<CallerCheck>& checks, const Secrets& secrets,
                     const Sources& sources, const std::vector<std::string>& types) {
  if (!has_method(methods, request)) {
    return Refusal{405, "the method is not one of this channel's"};
  }
  auto reading = Reading::of(request);
  if (!reading) return reading;
  // A credential in the body costs us its reading first.
  const bool in_body = std::any_of(checks.begin(), checks.end(), [](const CallerCheck& check) {
    return needs(check.secret, Source::In::form);
  });
  std::optional<Refusal> refusal;
  if (in_body) refusal = reading->read_body(sources, types);
  if (!refusal) refusal = check_caller(checks, secrets, *reading);
  if (!refusal && !in_body) refusal = reading->read_body(sources, types);
  if (refusal) return *refusal;
  return reading;
}

Refusal missing(const Source& source) {
  return Refusal{400, "there is no field " + source.name};
}

// Takes facts out of a reading until one cannot be taken.
class Taking {
 public:
  explicit Taking(const Reading& reading) : reading_(reading) {}

  // Whether the fact was there; `to` stays empty when not.
  bool take(const Source& source, std::size_t bytes_max, std::string& to) {
    if (refusal_) return false;
    auto fact = reading_.at(source);
    if (!fact) {
      refusal_ = fact.error();
    } else if (*fact && (*fact)->size() > bytes_max) {
      refusal_ = Refusal{400, "the field " + source.name + " is too long"};
    } else if (*fact) {
      to = std::move(**fact);
      return true;
    }
    return false;
  }
  void take(const Source& source, unsigned& to) {
    std::string text;
    if (!take(source, kIdBytesMax, text)) return;
    const auto* end = text.data() + text.size();
    const auto [rest, failed] = std::from_chars(text.data(), end, to);
    if (failed != std::errc{} || rest != end || to > 255) {
      refusal_ = Refusal{400, "the field " + source.name + " is not a number"};
    }
  }
  void need(const Source& source, bool there) {
    if (!refusal_ && !there) refusal_ = missing(source);
  }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  const Reading& reading_;
  std::optional<Refusal> refusal_;
};

// nullopt: no rule holds.
std::optional<Inbound::Kind> phase_of(const Request& wire, const Inbound& in,
                                      const Reading& reading) {
  if (wire.phases.empty()) {
    return in.text.empty() ? Inbound::Kind::ussd_begin : Inbound::Kind::ussd_answer;
  }
  for (const auto& rule : wire.phases) {
    if (holds(rule.when, reading)) return rule.kind;
  }
  return std::nullopt;
}

Result<Inbound> read_inbound(const Profile& profile, const Reading& reading) {
  const auto& wire = profile.request;
  Inbound in;
  in.cumulative = wire.cumulative;
  in.separator = wire.separator;
  Taking facts(reading);
  facts.take(wire.msisdn, kIdBytesMax, in.msisdn);
  const bool has_session = facts.take(wire.session, kIdBytesMax, in.session);
  facts.take(wire.service, kIdBytesMax, in.service);
  const bool has_text = facts.take(wire.text, kTextBytesMax, in.text);
  facts.take(wire.message_id, kIdBytesMax, in.message_id);
  facts.take(wire.network, kIdBytesMax, in.network);
  facts.take(wire.part_of, kIdBytesMax, in.part.of);
  facts.take(wire.part_number, in.part.number);
  facts.take(wire.part_count, in.part.count);
  for (const auto& [name, source] : wire.keep) {
    std::string value;
    if (facts.take(source, kIdBytesMax, value)) in.kept.emplace_back(name, std::move(value));
  }
  if (facts.refusal()) return *facts.refusal();
  if (profile.ussd) {
    const auto phase = phase_of(wire, in, reading);
    if (!phase) return Refusal{400, "the phase of the call is not a known one"};
    in.kind = *phase;
  } else {
    in.kind = Inbound::Kind::sms;
  }
  const bool released = in.kind == Inbound::Kind::ussd_release;
  if (!released) facts.need(wire.msisdn, !in.msisdn.empty());
  if (profile.ussd && wire.session.in != Source::In::nowhere) {
    facts.need(wire.session, has_session && !in.session.empty());
  }
  if (in.kind == Inbound::Kind::sms || in.kind == Inbound::Kind::ussd_answer) {
    facts.need(wire.text, has_text);
  }
  if (facts.refusal()) return *facts.refusal();
  return in;
}

Result<Receipt> read_receipt(const Receipts& wire, const Reading& reading) {
  Receipt receipt;
  std::string status;
  Taking facts(reading);
  facts.take(wire.message_id, kIdBytesMax, receipt.message_id);
  facts.take(wire.status, kIdBytesMax, status);
  facts.take(wire.reason, kIdBytesMax, receipt.reason);
  facts.need(wire.message_id, !receipt.message_id.empty());
  facts.need(wire.status, !status.empty());
  if (facts.refusal()) return *facts.refusal();
  const auto known = wire.statuses.find(status);
  if (known != wire.statuses.end()) receipt.status = known->second;
  return receipt;
}

// Reads one fact group from each element of a list. One that cannot be read refuses the request:
// the provider sends it again, and repeats are known by their ids.
template <typename T, typename Read>
Result<std::vector<T>> read_each(const Source& each, Reading& reading, const Read& read) {
  std::vector<T> all;
  const auto elements = reading.elements(each);
  if (elements > kBatchMax) return Refusal{400, "too many at once"};
  for (std::size_t i = 0; i < elements; ++i) {
    if (each.in != Source::In::nowhere) reading.look_at(each, i);
    Result<T> one = read(reading);
    if (!one) return one.error();
    all.push_back(std::move(*one));
  }
  if (all.empty()) return Refusal{400, "the list " + each.name + " is empty or not there"};
  return all;
}

Result<std::vector<Receipt>> read_receipts(const Receipts& wire, const Secrets& secrets,
                                           const HttpRequest& request) {
  auto reading = open(request, wire.methods, wire.checks, secrets, sources_of(wire), wire.types);
  if (!reading) return reading.error();
  return read_each<Receipt>(wire.each, *reading,
                            [&](const Reading& from) { return read_receipt(wire, from); });
}

// A notice whose conditions hold; they may look into the body, so that is read first.
std::optional<Result<HttpResponse>> answer_notice(const Profile& profile, const Secrets& secrets,
                                                  const HttpRequest& request) {
  for (const auto& notice : profile.notices) {
    if (!has_method(notice.methods, request)) continue;
    auto reading = Reading::of(request);
    if (!reading) return std::nullopt;
    Sources sources;
    add(sources, notice.when);
    for (const auto& kept : notice.keep) sources.push_back(&kept.second);
    add(sources, notice.checks);
    if (reading->read_body(sources, profile.request.types)) continue;
    if (!holds(notice.when, *reading)) continue;
    if (const auto refusal = check_caller(notice.checks, secrets, *reading)) {
      return Result<HttpResponse>(*refusal);
    }
    std::vector<std::pair<std::string, std::string>> kept;
    for (const auto& [name, source] : notice.keep) {
      const auto fact = reading->at(source);
      if (fact && *fact) kept.emplace_back(name, **fact);
    }
    Values values(kept.begin(), kept.end());
    return Result<HttpResponse>(render(notice.reply, values));
  }
  return std::nullopt;
}

// Receipts may come to the channel's own address, told by what they show.
bool are_receipts(const Profile& profile, const HttpRequest& request) {
  const auto& wire = profile.receipts;
  if (!wire.can || wire.when.empty() || !has_method(wire.methods, request)) return false;
  auto reading = Reading::of(request);
  if (!reading) return false;
  Sources sources;
  add(sources, wire.when);
  return !reading->read_body(sources, wire.types) && holds(wire.when, *reading);
}

}  // namespace

bool takes_path(const Profile& profile) {
  const auto reads_path = [](const Sources& sources) {
    return std::any_of(sources.begin(), sources.end(),
                       [](const Source* source) { return needs(*source, Source::In::path); });
  };
  return reads_path(sources_of(profile)) ||
         (profile.receipts.can && reads_path(sources_of(profile.receipts)));
}

Result<Received> receive(const Profile& profile, const Secrets& secrets,
                         const HttpRequest& request) {
  if (!request.rest.empty() && !takes_path(profile)) {
    return Refusal{404, "there is nothing behind this channel's address"};
  }
  Received received;
  if (auto answer = answer_notice(profile, secrets, request)) {
    if (!*answer) return answer->error();
    received.answer = std::move(**answer);
    return received;
  }
  if (are_receipts(profile, request)) {
    auto receipts = read_receipts(profile.receipts, secrets, request);
    if (!receipts) return receipts.error();
    received.receipts = std::move(*receipts);
    return received;
  }
  const auto& wire = profile.request;
  auto reading = open(request, wire.methods, wire.checks, secrets, sources_of(profile), wire.types);
  if (!reading) return reading.error();
  auto inbound = read_each<Inbound>(
      wire.each, *reading, [&](const Reading& from) { return read_inbound(profile, from); });
  if (!inbound) return inbound.error();
  received.inbound = std::move(*inbound);
  for (auto& one : received.inbound) one.kept.emplace_back("public_url", secrets.public_url);
  return received;
}

Result<std::vector<Receipt>> parse_receipts(const Profile& profile, const Secrets& secrets,
                                            const HttpRequest& request) {
  if (!profile.receipts.can) return Refusal{404, "this provider sends no receipts"};
  return read_receipts(profile.receipts, secrets, request);
}

std::string_view name(Inbound::Kind kind) {
  switch (kind) {
    case Inbound::Kind::ussd_begin:
      return "begin";
    case Inbound::Kind::ussd_answer:
      return "answer";
    case Inbound::Kind::ussd_release:
      return "release";
    case Inbound::Kind::sms:
      return "sms";
  }
  return "?";
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
