// A page of YAML to a Profile.
#include "gateway/profile_file.hpp"

#include <algorithm>

#include "gateway/profile_parts.hpp"
#include "gateway/profile_send.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;
using providers::Inbound;
using providers::PhaseRule;
using providers::Profile;
using providers::Source;

namespace {

const std::vector<std::pair<std::string, Inbound::Kind>>& phase_words() {
  using Kind = Inbound::Kind;
  // An answer of a call that nobody knows begins one: that is what an operator needs that has no
  // word for the beginning.
  static const std::vector<std::pair<std::string, Kind>> words{{"begin", Kind::ussd_begin},
                                                               {"answer", Kind::ussd_answer},
                                                               {"release", Kind::ussd_release},
                                                               {"timeout", Kind::ussd_release}};
  return words;
}

// {at: {json: /event}, begin: [start], answer: [reply]}
std::vector<PhaseRule> read_phase_words(const Yaml& yaml, Findings& findings) {
  std::vector<PhaseRule> rules;
  const auto at = read_source(yaml["at"], findings);
  Words known;
  for (const auto& [word, kind] : phase_words()) {
    if (!yaml[word].exists()) continue;
    PhaseRule rule;
    rule.kind = kind;
    providers::Condition condition;
    condition.at = at;
    condition.is = providers::Condition::Is::one_of;
    condition.values = read_texts(yaml[word], findings);
    for (const auto& value : condition.values) {
      if (std::find(known.begin(), known.end(), value) != known.end()) {
        findings.error("E203", yaml[word].place(), "\"" + value + "\" is already another phase");
      }
      known.push_back(value);
    }
    rule.when.push_back(std::move(condition));
    rules.push_back(std::move(rule));
  }
  return rules;
}

// {rules: [{phase: release, when: {at: {query: clean}}}, {phase: answer}]}
std::vector<PhaseRule> read_phase_rules(const Yaml& yaml, Findings& findings) {
  std::vector<PhaseRule> rules;
  expect(yaml, yaml.is_list(), "a list of rules is expected here", findings);
  for (const auto& item : yaml.items()) {
    item.only_keys(findings, "a rule", {"phase", "when"});
    PhaseRule rule;
    rule.kind = read_word(item["phase"], phase_words(), rule.kind, findings);
    rule.when = read_when(item["when"], findings);
    if (!item["phase"].exists()) {
      findings.error("E207", item.place(), "a rule needs `phase`: begin, answer, release, timeout");
    }
    if (!rules.empty() && rules.back().when.empty()) {
      findings.error("E605", item.place(), "the rule before this one always holds");
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

void read_phase(const Yaml& yaml, providers::Request& wire, Findings& findings) {
  if (!yaml.exists()) return;
  if (yaml["rules"].exists()) {
    yaml.only_keys(findings, "phase", {"rules"});
    wire.phases = read_phase_rules(yaml["rules"], findings);
    return;
  }
  yaml.only_keys(findings, "phase", {"at", "begin", "answer", "release", "timeout", "rules"});
  if (!yaml["at"].exists()) {
    findings.error("E207", yaml.place(), "a phase needs `at:`, where the caller shows it");
    return;
  }
  wire.phases = read_phase_words(yaml, findings);
}

void read_request(const Yaml& yaml, Profile& profile, Findings& findings) {
  if (!yaml.only_keys(findings, "request",
                      {"methods", "types", "check", "each", "msisdn", "session", "service", "text",
                       "message_id", "network", "part", "keep", "separator", "phase"})) {
    return;
  }
  auto& wire = profile.request;
  wire.methods = read_methods(yaml["methods"], findings);
  wire.types = read_texts(yaml["types"], findings);
  wire.checks = read_checks(yaml["check"], findings);
  wire.each = read_source(yaml["each"], findings, {"json", "xml"});
  wire.msisdn = read_source(yaml["msisdn"], findings);
  wire.session = read_source(yaml["session"], findings);
  wire.service = read_source(yaml["service"], findings);
  wire.text = read_source(yaml["text"], findings);
  wire.message_id = read_source(yaml["message_id"], findings);
  wire.network = read_source(yaml["network"], findings);
  if (const auto part = yaml["part"]; part.exists()) {
    part.only_keys(findings, "part", {"of", "number", "count"});
    wire.part_of = read_source(part["of"], findings);
    wire.part_number = read_source(part["number"], findings);
    wire.part_count = read_source(part["count"], findings);
  }
  wire.keep = read_sources(yaml["keep"], findings);
  if (const auto separator = yaml["separator"].as_string(findings)) {
    wire.cumulative = true;
    if (separator->size() == 1)
      wire.separator = separator->front();
    else
      findings.error("E208", yaml["separator"].place(), "the separator is one character");
  }
  read_phase(yaml["phase"], wire, findings);
  // Without the operator's session id the phase must tell calls apart.
  const bool tells_calls = yaml["session"].exists() || yaml["phase"].exists();
  if (wire.methods.empty() || !yaml["msisdn"].exists() || !yaml["text"].exists() ||
      (profile.ussd && !tells_calls)) {
    findings.error("E207", yaml.place(),
                   "a request needs methods, msisdn, text and, for USSD, session or phase");
  }
}

// A page stands in the response; or, where there is `send`, it leaves as a request of ours, and the
// response only says that the callback has come.
void read_ways_of_pages(const Yaml& yaml, Profile& profile, Findings& findings) {
  const auto reply = yaml["reply"];
  const bool sends = yaml["send"].exists();
  profile.pages_by_request = sends && reply["taken"].exists();
  if (sends != reply["taken"].exists()) {
    findings.error("E641", sends ? yaml["send"].key_place() : reply["taken"].key_place(),
                   "pages that leave as requests of ours need `send` and `reply: taken`",
                   "send: where to, and which answers mean what; taken: what the callback gets");
  }
  for (const char* page : {"continue", "end"}) {
    if (!profile.pages_by_request || !reply[page]["status"].exists()) continue;
    findings.error("E642", reply[page]["status"].key_place(),
                   "a request has no status: this page leaves by `send`");
  }
}

void read_replies(const Yaml& yaml, Profile& profile, Findings& findings) {
  const auto reply = yaml["reply"];
  if (reply.exists()) {
    const Words keys = profile.ussd ? Words{"continue", "end", "release", "taken", "refused"}
                                    : Words{"sms", "taken", "refused"};
    reply.only_keys(findings, "reply", keys);
  }
  Words known{"coding", "session", "message_id", "msisdn", "service", "public_url"};
  for (const auto& kept : profile.request.keep) known.push_back(kept.first);
  if (profile.ussd && !(reply["continue"].exists() && reply["end"].exists())) {
    findings.error("E207", yaml.place(), "a provider of USSD needs reply: continue and end");
  }
  if (profile.ussd) read_ways_of_pages(yaml, profile, findings);
  auto of_pages = known;
  // What leaves may hold settings of the channel, whatever they are called.
  const bool leaves = yaml["send"].exists() || reply["taken"].exists();
  if (profile.ussd && leaves) of_pages.emplace_back("*");
  const char* last = profile.ussd ? "end" : "sms";
  if (reply["continue"].exists()) {
    profile.goes_on = read_reply(reply["continue"], of_pages, true, findings);
  }
  if (reply[last].exists()) profile.ends = read_reply(reply[last], of_pages, true, findings);
  if (reply["release"].exists()) {
    profile.released = read_reply(reply["release"], known, false, findings);
  }
  if (reply["taken"].exists()) profile.taken = read_reply(reply["taken"], known, false, findings);
  if (reply["refused"].exists()) {
    profile.refused = read_reply(reply["refused"], {"why", "status"}, false, findings);
    if (!reply["refused"]["status"].exists()) profile.refused->status = 0;  // the refusal's own
  }
  profile.replies_in_response = profile.ussd || reply["sms"].exists();
  if (profile.request.each.in == Source::In::nowhere) return;
  if (profile.ussd || profile.replies_in_response) {
    findings.error("E606", yaml["request"]["each"].place(),
                   "several messages cannot be answered in one response",
                   "`each` is for SMS whose answers are sent");
  }
}

void read_receipts(const Yaml& yaml, Profile& profile, Findings& findings) {
  using Status = providers::Receipt::Status;
  if (!yaml.exists()) return;
  yaml.only_keys(findings, "receipts",
                 {"methods", "types", "check", "when", "each", "message_id", "status", "reason",
                  "statuses", "reply"});
  auto& wire = profile.receipts;
  wire.can = true;
  wire.methods = read_methods(yaml["methods"], findings);
  wire.types = read_texts(yaml["types"], findings);
  wire.checks = read_checks(yaml["check"], findings);
  wire.when = read_when(yaml["when"], findings);
  wire.each = read_source(yaml["each"], findings, {"json", "xml"});
  wire.message_id = read_source(yaml["message_id"], findings);
  wire.status = read_source(yaml["status"], findings);
  wire.reason = read_source(yaml["reason"], findings);
  if (yaml["reply"].exists()) wire.taken = read_reply(yaml["reply"], {}, false, findings);
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

void read_notices(const Yaml& yaml, Profile& profile, Findings& findings) {
  expect(yaml, yaml.is_list(), "a list of notices is expected here", findings);
  for (const auto& item : yaml.items()) {
    item.only_keys(findings, "a notice", {"methods", "check", "when", "keep", "reply"});
    providers::Notice notice;
    notice.methods = read_methods(item["methods"], findings);
    // Who asks for the line must show what everybody else shows, unless the page says otherwise.
    notice.checks =
        item["check"].exists() ? read_checks(item["check"], findings) : profile.request.checks;
    notice.when = read_when(item["when"], findings);
    notice.keep = read_sources(item["keep"], findings);
    Words known;
    for (const auto& kept : notice.keep) known.push_back(kept.first);
    notice.reply = read_reply(item["reply"], known, false, findings);
    if (notice.methods.empty() || notice.when.empty()) {
      findings.error("E207", item.place(), "a notice needs methods and when");
    }
    profile.notices.push_back(std::move(notice));
  }
}

void read_limits(const Yaml& yaml, providers::Limits& limits, Findings& findings) {
  if (!yaml.exists()) return;
  yaml.only_keys(findings, "limits", {"page", "answer", "session"});
  const auto page = yaml["page"];
  if (page.exists()) page.only_keys(findings, "page", {"gsm7", "ucs2"});
  if (const auto most = page["gsm7"].as_integer(findings, 60, 1530)) {
    limits.gsm7 = static_cast<std::size_t>(*most);
  }
  if (const auto most = page["ucs2"].as_integer(findings, 40, 670)) {
    limits.ucs2 = static_cast<std::size_t>(*most);
  }
  limits.answer_ms = yaml["answer"].as_duration_ms(findings).value_or(0);
  limits.session_s = static_cast<int>(yaml["session"].as_duration_ms(findings).value_or(0) / 1000);
}

}  // namespace

Profile read_profile(const std::string& text, const std::string& file, Findings& findings) {
  Profile profile;
  const auto yaml = Yaml::parse(text, file, findings);
  if (!yaml.exists()) return profile;
  yaml.only_keys(
      findings, "a provider",
      {"provider", "kind", "request", "notices", "reply", "coding", "send", "receipts", "limits"});
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
  read_replies(yaml, profile, findings);
  read_notices(yaml["notices"], profile, findings);
  if (const auto coding = yaml["coding"]; coding.exists()) {
    coding.only_keys(findings, "coding", {"gsm7", "ucs2"});
    profile.coding.gsm7 = coding["gsm7"].as_string(findings).value_or("");
    profile.coding.ucs2 = coding["ucs2"].as_string(findings).value_or("");
  }
  read_send(yaml["send"], profile.send, !profile.ussd, findings);
  read_receipts(yaml["receipts"], profile, findings);
  read_limits(yaml["limits"], profile.limits, findings);
  return profile;
}

}  // namespace jisr::gateway
