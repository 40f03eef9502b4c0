// send: of a provider.
#include "gateway/profile_send.hpp"

#include <algorithm>
#include <charconv>

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;
using providers::AnswerRule;
using providers::Send;
using providers::SendAuth;

namespace {

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

AnswerRule read_rule(const Yaml& yaml, Findings& findings) {
  AnswerRule rule;
  yaml.only_keys(findings, "a rule", {"status", "at", "values", "prefixes"});
  rule.statuses = read_statuses(yaml["status"], findings);
  rule.body = read_source(yaml["at"], findings, {"json", "xml", "body"});
  rule.values = read_texts(yaml["values"], findings);
  // A pattern asks by itself; any other place needs the values that count.
  const bool asks = rule.body.match || yaml["values"].exists();
  if (rule.statuses.empty() || yaml["at"].exists() != asks) {
    findings.error("E207", yaml.place(), "a rule needs `status`, and `at` and `values` together");
  }
  rule.prefixes = read_texts(yaml["prefixes"], findings);
  return rule;
}

// One rule, or a list of them: some providers have failures worth a retry inside a 200.
std::vector<AnswerRule> read_rules(const Yaml& yaml, Findings& findings) {
  std::vector<AnswerRule> rules;
  expect(yaml, yaml.is_map() || yaml.is_list(), "a rule or a list is expected here", findings);
  if (yaml.is_map()) rules.push_back(read_rule(yaml, findings));
  for (const auto& rule : yaml.items()) rules.push_back(read_rule(rule, findings));
  return rules;
}

SendAuth read_auth(const Yaml& yaml, Findings& findings) {
  using Kind = SendAuth::Kind;
  SendAuth auth;
  if (!yaml.exists()) return auth;
  yaml.only_keys(findings, "auth",
                 {"kind", "credentials", "scope", "hash", "written", "over", "header", "value"});
  auth.kind = read_word<Kind>(yaml["kind"],
                              {{"none", Kind::none},
                               {"basic", Kind::basic},
                               {"bearer", Kind::bearer},
                               {"oauth2", Kind::oauth2},
                               {"hmac", Kind::hmac},
                               {"digest", Kind::digest}},
                              Kind::none, findings);
  if (!yaml["kind"].exists()) {
    findings.error("E207", yaml.place(),
                   "auth needs `kind`: none, basic, bearer, oauth2, hmac or digest");
  }
  const bool digest = auth.kind == Kind::digest;
  auth.credentials = read_word<std::string>(
      yaml["credentials"],
      {{"form", "form"}, {"json", "json"}, {"query", "query"}, {"basic", "basic"}},
      auth.credentials, findings);
  auth.scope = yaml["scope"].as_string(findings).value_or("");
  auto hashes = hash_words();
  if (digest) hashes.emplace_back("md5", providers::Hash::md5);
  auth.hash = read_word(yaml["hash"], hashes, auth.hash, findings);
  auth.written = read_word(yaml["written"], written_words(), auth.written, findings);
  if (const auto over = yaml["over"].as_string(findings)) {
    auth.over = *over;
    const Words known = digest ? Words{"*"} : Words{"method", "path", "body", "now"};
    check_placeholders(yaml["over"], *over, known, findings);
  }
  if (const auto header = yaml["header"].as_string(findings)) auth.header = *header;
  if (const auto value = yaml["value"].as_string(findings)) auth.value = *value;
  return auth;
}

void read_split(const Yaml& yaml, Send& wire, Findings& findings) {
  if (!yaml.exists()) return;
  yaml.only_keys(findings, "split", {"gsm7", "ucs2"});
  wire.split = true;
  if (const auto most = yaml["gsm7"].as_integer(findings, 60, 1530)) {
    wire.gsm7_max = static_cast<std::size_t>(*most);
  }
  if (const auto most = yaml["ucs2"].as_integer(findings, 40, 670)) {
    wire.ucs2_max = static_cast<std::size_t>(*most);
  }
}

// What an SMS has and a page has not: its body, which stands in `reply`, and what comes later.
void read_sms(const Yaml& yaml, Send& wire, Findings& findings) {
  auto shape = read_body(yaml, true, findings);
  wire.format = shape.yaml.exists() ? shape.format : providers::Format::query;
  wire.tree = std::move(shape.tree);
  wire.content_type = yaml["type"].as_string(findings).value_or("");
  wire.message_id = read_source(yaml["message_id"], findings, {"json", "xml", "body"});
  wire.slow_down = read_rules(yaml["slow_down"], findings);
  read_split(yaml["split"], wire, findings);
  if (const auto rest = yaml["rest"].as_duration_ms(findings)) wire.rest_ms = *rest;
}

}  // namespace

void read_send(const Yaml& yaml, Send& wire, bool sms, Findings& findings) {
  if (!yaml.exists()) return;
  Words known{"method", "url", "headers", "auth", "sent", "retry", "connect", "timeout"};
  if (sms) {
    known.insert(known.end(), {"form", "json", "xml", "query", "text", "type", "message_id",
                               "slow_down", "rest", "split"});
  }
  yaml.only_keys(findings, "send", known);
  wire.can = true;
  if (const auto method = yaml["method"].as_string(findings)) wire.method = *method;
  if (const auto url = yaml["url"].as_string(findings)) wire.url = *url;
  wire.headers = read_pairs(yaml["headers"], findings);
  wire.auth = read_auth(yaml["auth"], findings);
  if (sms) read_sms(yaml, wire, findings);
  if (yaml["sent"].exists()) wire.sent = read_rule(yaml["sent"], findings);
  wire.retry = read_rules(yaml["retry"], findings);
  if (const auto connect = yaml["connect"].as_duration_ms(findings)) wire.connect_ms = *connect;
  if (const auto total = yaml["timeout"].as_duration_ms(findings)) wire.total_ms = *total;
  if (!yaml["sent"].exists()) {
    findings.error("E207", yaml.place(),
                   "send needs `sent:`, which answers mean that it was taken");
  }
}

}  // namespace jisr::gateway
