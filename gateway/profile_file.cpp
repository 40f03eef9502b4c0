// A page of YAML to a Profile.
#include "gateway/profile_file.hpp"

#include <algorithm>
#include <charconv>

#include "dialogs/yaml.hpp"
#include "providers/fill.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;
using providers::CallerCheck;
using providers::Profile;
using providers::Source;

namespace {

struct Place {
  const char* name;
  Source::In in;
};
constexpr Place kPlaces[] = {{"query", Source::In::query},
                             {"form", Source::In::form},
                             {"json", Source::In::json},
                             {"header", Source::In::header}};

// {form: phoneNumber}. `places` are those that make sense here.
Source read_source(const Yaml& yaml, Findings& findings,
                   const std::vector<std::string>& places = {"query", "form", "json", "header"}) {
  Source source;
  if (!yaml.exists() || !yaml.only_keys(findings, "a source", places)) return source;
  if (yaml.entries().size() != 1) {
    findings.error("E110", yaml.place(), "a source is one place, for example {form: name}");
    return source;
  }
  for (const auto& place : kPlaces) {
    const auto name = yaml[place.name].as_string(findings);
    if (!name) continue;
    source.in = place.in;
    source.name = *name;
    if (place.in == Source::In::json && !name->starts_with('/')) {
      findings.error("E205", yaml[place.name].place(), "a JSON pointer begins with /");
    }
  }
  return source;
}

std::vector<std::string> read_texts(const Yaml& yaml, Findings& findings) {
  std::vector<std::string> out;
  if (yaml.is_scalar()) out.push_back(yaml.text());
  for (const auto& item : yaml.items()) {
    if (const auto text = item.as_string(findings)) out.push_back(*text);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> read_pairs(const Yaml& yaml, Findings& findings) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, value] : yaml.entries()) {
    if (const auto text = value.as_string(findings)) out.emplace_back(name, *text);
  }
  return out;
}

std::vector<std::string> read_methods(const Yaml& yaml, Findings& findings) {
  const std::vector<std::string> known{"GET", "POST", "PUT", "DELETE"};
  auto methods = read_texts(yaml, findings);
  for (const auto& method : methods) {
    if (std::find(known.begin(), known.end(), method) != known.end()) continue;
    findings.error("E206", yaml.place(), "\"" + method + "\" is not a method of HTTP",
                   "GET, POST, PUT or DELETE, in capitals");
  }
  return methods;
}

template <typename Enum>
Enum read_word(const Yaml& yaml, const std::vector<std::pair<std::string, Enum>>& words,
               Enum otherwise, Findings& findings) {
  if (!yaml.exists()) return otherwise;
  std::vector<std::string> known;
  for (const auto& [word, value] : words) {
    if (word == yaml.text()) return value;
    known.push_back(word);
  }
  std::string hint = dialogs::did_you_mean(yaml.text(), known);
  if (hint.empty()) {
    hint = "known:";
    for (const auto& word : known) hint += " " + word;
  }
  findings.error("E206", yaml.place(), "\"" + yaml.text() + "\" is not known here", hint,
                 yaml.width());
  return otherwise;
}

CallerCheck read_check(const Yaml& yaml, Findings& findings) {
  using Kind = CallerCheck::Kind;
  CallerCheck check;
  if (!yaml.exists()) return check;
  yaml.only_keys(findings, "check", {"kind", "in"});
  check.kind = read_word<Kind>(yaml["kind"],
                               {{"none", Kind::none},
                                {"secret", Kind::secret},
                                {"basic", Kind::basic},
                                {"bearer", Kind::bearer}},
                               Kind::none, findings);
  check.secret = read_source(yaml["in"], findings, {"query", "header"});
  if (!yaml["kind"].exists()) {
    findings.error("E207", yaml.place(), "a check needs `kind`: without it everybody could call",
                   "none, secret, basic or bearer");
  }
  if (check.kind == Kind::secret && !yaml["in"].exists()) {
    findings.error("E207", yaml.place(), "a secret needs `in:`, where the caller shows it",
                   "for example in: {header: X-Secret}");
  }
  return check;
}

void read_request(const Yaml& yaml, Profile& profile, Findings& findings) {
  using Kind = providers::Inbound::Kind;
  if (!yaml.only_keys(findings, "request",
                      {"methods", "check", "msisdn", "session", "service", "text", "message_id",
                       "network", "separator", "phase"})) {
    return;
  }
  auto& wire = profile.request;
  wire.methods = read_methods(yaml["methods"], findings);
  wire.check = read_check(yaml["check"], findings);
  wire.msisdn = read_source(yaml["msisdn"], findings);
  wire.session = read_source(yaml["session"], findings);
  wire.service = read_source(yaml["service"], findings);
  wire.text = read_source(yaml["text"], findings);
  wire.message_id = read_source(yaml["message_id"], findings);
  wire.network = read_source(yaml["network"], findings);
  if (const auto separator = yaml["separator"].as_string(findings)) {
    wire.cumulative = true;
    if (separator->size() == 1)
      wire.separator = separator->front();
    else
      findings.error("E208", yaml["separator"].place(), "the separator is one character");
  }
  if (const auto phase = yaml["phase"]; phase.exists()) {
    phase.only_keys(findings, "phase", {"at", "begin", "answer", "release"});
    wire.phase = read_source(phase["at"], findings);
    if (!phase["at"].exists()) {
      findings.error("E207", phase.place(), "a phase needs `at:`, where the caller shows it");
    }
    for (const auto& [word, kind] : {std::pair{"begin", Kind::ussd_begin},
                                     {"answer", Kind::ussd_answer},
                                     {"release", Kind::ussd_release}}) {
      for (const auto& value : read_texts(phase[word], findings)) {
        if (wire.phases.emplace(value, kind).second) continue;
        findings.error("E203", phase[word].place(), "\"" + value + "\" is already another phase");
      }
    }
  }
  if (wire.methods.empty() || !yaml["msisdn"].exists() || !yaml["text"].exists() ||
      (profile.ussd && !yaml["session"].exists())) {
    findings.error("E207", yaml.place(),
                   "a request needs methods, msisdn, text and, for USSD, session");
  }
}

void check_placeholders(const Yaml& yaml, const std::string& value,
                        const std::vector<std::string>& known, Findings& findings) {
  for (const auto name : providers::placeholders(value)) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    findings.error("E303", yaml.place(), "{" + std::string(name) + "} has no value here",
                   dialogs::did_you_mean(name, known), yaml.width());
  }
}

// A reply that lacks the page's text would show her nothing, so that is a finding too.
providers::ReplyBody read_reply(const Yaml& yaml, Findings& findings) {
  providers::ReplyBody body;
  yaml.only_keys(findings, "a reply", {"type", "headers", "text", "json"});
  if (yaml["text"].exists() == yaml["json"].exists()) {
    findings.error("E207", yaml.place(), "a reply needs `text` or `json`, and not both");
    return body;
  }
  if (const auto text = yaml["text"].as_string(findings)) body.members.emplace_back("", *text);
  if (const auto json = yaml["json"]; json.is_map()) {
    body.json = true;
    body.content_type = "application/json";
    for (const auto& [name, value] : json.entries()) {
      body.members.emplace_back(name, value.as_string(findings).value_or(""));
      if (!value.quoted() && (value.text() == "true" || value.text() == "false")) {
        body.literals.push_back(name);
      }
    }
  }
  if (const auto type = yaml["type"].as_string(findings)) body.content_type = *type;
  body.headers = read_pairs(yaml["headers"], findings);
  for (const auto& header : body.headers) {
    check_placeholders(yaml["headers"], header.second, {"coding"}, findings);
  }
  const auto errors = findings.errors();
  bool shows_text = false;
  for (const auto& member : body.members) {
    check_placeholders(yaml, member.second, {"text", "session", "message_id"}, findings);
    shows_text = shows_text || member.second.find("{text}") != std::string::npos;
  }
  if (!shows_text && findings.errors() == errors) {
    findings.error("E207", yaml.place(), "a reply needs {text}, the page itself");
  }
  return body;
}

// "200", "500-599"
std::vector<std::pair<int, int>> read_statuses(const Yaml& yaml, Findings& findings) {
  std::vector<std::pair<int, int>> out;
  for (const auto& text : read_texts(yaml, findings)) {
    std::pair<int, int> range{0, 0};
    const auto* end = text.data() + text.size();
    auto [rest, failed] = std::from_chars(text.data(), end, range.first);
    range.second = range.first;
    if (failed == std::errc{} && rest != end && *rest == '-') {
      std::tie(rest, failed) = [&] {
        const auto second = std::from_chars(rest + 1, end, range.second);
        return std::pair{second.ptr, second.ec};
      }();
    }
    if (failed != std::errc{} || rest != end || range.first < 100 || range.second > 599) {
      findings.error("E208", yaml.place(),
                     "an HTTP status or a range of them is expected: 200, 500-599");
    } else if (range.first > range.second) {
      findings.error("E118", yaml.place(),
                     "the lower bound of " + text + " is above the upper one");
    }
    out.push_back(range);
  }
  return out;
}

providers::AnswerRule read_rule(const Yaml& yaml, Findings& findings) {
  providers::AnswerRule rule;
  yaml.only_keys(findings, "a rule", {"status", "at", "values", "prefixes"});
  rule.statuses = read_statuses(yaml["status"], findings);
  rule.body = read_source(yaml["at"], findings, {"json"});
  rule.values = read_texts(yaml["values"], findings);
  if (rule.statuses.empty() || yaml["at"].exists() != yaml["values"].exists()) {
    findings.error("E207", yaml.place(), "a rule needs `status`, and `at` and `values` together");
  }
  rule.prefixes = read_texts(yaml["prefixes"], findings);
  return rule;
}

void read_send(const Yaml& yaml, Profile& profile, Findings& findings) {
  using Body = providers::Send::Body;
  if (!yaml.exists()) return;
  yaml.only_keys(
      findings, "send",
      {"method", "url", "headers", "form", "json", "query", "sent", "message_id", "retry"});
  auto& wire = profile.send;
  wire.can = true;
  if (const auto method = yaml["method"].as_string(findings)) wire.method = *method;
  if (const auto url = yaml["url"].as_string(findings)) wire.url = *url;
  wire.headers = read_pairs(yaml["headers"], findings);
  for (const auto& [word, body] :
       {std::pair{"form", Body::form}, {"json", Body::json}, {"query", Body::query}}) {
    if (!yaml[word].exists()) continue;
    if (!wire.fields.empty()) {
      findings.error("E207", yaml[word].place(), "send has one of `form`, `json` and `query`");
    }
    wire.body = body;
    wire.fields = read_pairs(yaml[word], findings);
  }
  if (yaml["sent"].exists()) wire.sent = read_rule(yaml["sent"], findings);
  wire.message_id = read_source(yaml["message_id"], findings, {"json"});
  // One rule, or a list of them: some providers have failures worth a retry inside a 200.
  const auto retry = yaml["retry"];
  if (retry.is_map()) wire.retry.push_back(read_rule(retry, findings));
  for (const auto& rule : retry.items()) wire.retry.push_back(read_rule(rule, findings));
  if (!yaml["sent"].exists()) {
    findings.error("E207", yaml.place(),
                   "send needs `sent:`, which answers mean that the SMS was taken");
  }
}

void read_receipts(const Yaml& yaml, Profile& profile, Findings& findings) {
  using Status = providers::Receipt::Status;
  if (!yaml.exists()) return;
  yaml.only_keys(findings, "receipts",
                 {"methods", "check", "message_id", "status", "reason", "statuses"});
  auto& wire = profile.receipts;
  wire.can = true;
  wire.methods = read_methods(yaml["methods"], findings);
  wire.check = read_check(yaml["check"], findings);
  wire.message_id = read_source(yaml["message_id"], findings);
  wire.status = read_source(yaml["status"], findings);
  wire.reason = read_source(yaml["reason"], findings);
  const auto statuses = yaml["statuses"];
  if (wire.methods.empty() || wire.message_id.in == Source::In::nowhere ||
      wire.status.in == Source::In::nowhere || !statuses.exists()) {
    findings.error("E207", yaml.place(), "receipts need methods, message_id, status and statuses");
    return;
  }
  statuses.only_keys(findings, "statuses", {"delivered", "failed", "pending"});
  for (const auto& [word, status] : {std::pair{"delivered", Status::delivered},
                                     {"failed", Status::failed},
                                     {"pending", Status::pending}}) {
    for (const auto& value : read_texts(statuses[word], findings)) {
      if (wire.statuses.emplace(value, status).second) continue;
      findings.error("E203", statuses[word].place(), "\"" + value + "\" already means another");
    }
  }
}

}  // namespace

Profile read_profile(const std::string& text, const std::string& file, Findings& findings) {
  Profile profile;
  const auto yaml = Yaml::parse(text, file, findings);
  if (!yaml.exists()) return profile;
  yaml.only_keys(findings, "a provider",
                 {"provider", "kind", "request", "reply", "send", "receipts"});
  profile.name = yaml["provider"].as_string(findings).value_or("");
  profile.ussd = read_word<bool>(yaml["kind"], {{"ussd", true}, {"sms", false}}, true, findings);
  if (profile.name.empty() || !yaml["kind"].exists()) {
    findings.error("E207", yaml.place(), "a provider needs `provider` (its name) and `kind`");
  }
  if (yaml["request"].exists()) {
    read_request(yaml["request"], profile, findings);
  } else if (profile.ussd || !yaml["send"].exists()) {
    findings.error("E207", yaml.place(), "a provider needs `request`, or to be SMS with `send`");
  }
  const auto reply = yaml["reply"];
  using Keys = std::vector<std::string>;
  const Keys keys = profile.ussd ? Keys{"continue", "end"} : Keys{"sms"};
  if (reply.exists()) reply.only_keys(findings, "reply", keys);
  if (profile.ussd && !(reply["continue"].exists() && reply["end"].exists())) {
    findings.error("E207", yaml.place(), "a provider of USSD needs reply: continue and end");
  }
  if (reply["continue"].exists()) profile.goes_on = read_reply(reply["continue"], findings);
  if (reply[keys.back()].exists()) profile.ends = read_reply(reply[keys.back()], findings);
  profile.replies_in_response = profile.ussd || reply["sms"].exists();
  read_send(yaml["send"], profile, findings);
  read_receipts(yaml["receipts"], profile, findings);
  return profile;
}

}  // namespace jisr::gateway
