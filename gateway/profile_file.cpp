// A page of YAML to a Profile.
#include "gateway/profile_file.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "dialogs/yaml.hpp"

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

// {form: phoneNumber}
Source read_source(const Yaml& yaml, Findings& findings) {
  Source source;
  if (!yaml.exists()) return source;
  if (!yaml.only_keys(findings, "a source", {"query", "form", "json", "header"})) return source;
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
  check.secret = read_source(yaml["in"], findings);
  if (check.kind == Kind::secret && check.secret.in == Source::In::nowhere) {
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
  wire.methods = read_texts(yaml["methods"], findings);
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
    for (const auto& [word, kind] : {std::pair{"begin", Kind::ussd_begin},
                                     {"answer", Kind::ussd_answer},
                                     {"release", Kind::ussd_release}}) {
      for (const auto& value : read_texts(phase[word], findings)) wire.phases[value] = kind;
    }
  }
  if (wire.methods.empty() || wire.msisdn.in == Source::In::nowhere ||
      wire.text.in == Source::In::nowhere ||
      (profile.ussd && wire.session.in == Source::In::nowhere)) {
    findings.error("E207", yaml.place(),
                   "a request needs methods, msisdn, text and, for USSD, session");
  }
}

providers::ReplyBody read_reply(const Yaml& yaml, Findings& findings) {
  providers::ReplyBody body;
  if (!yaml.exists()) return body;
  yaml.only_keys(findings, "a reply", {"type", "text", "json"});
  if (const auto text = yaml["text"].as_string(findings)) body.members.emplace_back("", *text);
  if (const auto json = yaml["json"]; json.is_map()) {
    body.json = true;
    body.content_type = "application/json";
    for (const auto& [name, value] : json.entries()) {
      body.members.emplace_back(name, value.text());
      if (!value.quoted() && (value.text() == "true" || value.text() == "false")) {
        body.literals.push_back(name);
      }
    }
  }
  if (const auto type = yaml["type"].as_string(findings)) body.content_type = *type;
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
    }
    out.push_back(range);
  }
  return out;
}

providers::AnswerRule read_rule(const Yaml& yaml, Findings& findings) {
  providers::AnswerRule rule;
  if (!yaml.exists()) return rule;
  yaml.only_keys(findings, "a rule", {"status", "at", "values", "prefixes"});
  rule.statuses = read_statuses(yaml["status"], findings);
  rule.body = read_source(yaml["at"], findings);
  rule.values = read_texts(yaml["values"], findings);
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
    wire.body = body;
    wire.fields = read_pairs(yaml[word], findings);
  }
  wire.sent = read_rule(yaml["sent"], findings);
  wire.message_id = read_source(yaml["message_id"], findings);
  wire.retry = read_rule(yaml["retry"], findings);
  if (wire.sent.statuses.empty()) {
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
  wire.methods = read_texts(yaml["methods"], findings);
  wire.check = read_check(yaml["check"], findings);
  wire.message_id = read_source(yaml["message_id"], findings);
  wire.status = read_source(yaml["status"], findings);
  wire.reason = read_source(yaml["reason"], findings);
  const auto statuses = yaml["statuses"];
  if (!statuses.exists()) return;
  statuses.only_keys(findings, "statuses", {"delivered", "failed", "pending"});
  for (const auto& [word, status] : {std::pair{"delivered", Status::delivered},
                                     {"failed", Status::failed},
                                     {"pending", Status::pending}}) {
    for (const auto& value : read_texts(statuses[word], findings)) wire.statuses[value] = status;
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
  if (yaml["request"].exists()) read_request(yaml["request"], profile, findings);
  const auto reply = yaml["reply"];
  if (reply.exists()) {
    reply.only_keys(findings, "reply", {"continue", "end", "sms"});
    profile.goes_on = read_reply(reply["continue"], findings);
    profile.ends = read_reply(profile.ussd ? reply["end"] : reply["sms"], findings);
  }
  profile.replies_in_response = profile.ussd || reply["sms"].exists();
  read_send(yaml["send"], profile, findings);
  read_receipts(yaml["receipts"], profile, findings);
  return profile;
}

std::map<std::string, Profile> read_profiles(const std::string& folder, Findings& findings,
                                             Sources& sources) {
  std::map<std::string, Profile> profiles;
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  if (failed)
    findings.error("E109", {folder, 0, 0}, "cannot read the folder of providers " + folder);
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    auto text = read_text(file);
    if (!text) {
      findings.error("E109", {file, 0, 0}, "cannot read " + file);
      continue;
    }
    auto& kept = sources[file];
    kept = std::move(*text);
    auto profile = read_profile(kept, file, findings);
    const auto name = profile.name;
    if (!profiles.emplace(name, std::move(profile)).second) {
      findings.error("E203", {file, 1, 1}, "two providers are called \"" + name + "\"");
    }
  }
  return profiles;
}

void read_settings(const ChannelConfig& channel, const Profile& profile,
                   providers::Settings& settings, providers::Secrets& secrets, Findings& findings) {
  for (const auto& [key, value] : channel.settings) {
    std::string name = key;
    std::string kept = value;
    if (key.ends_with("_file")) {
      name.resize(name.size() - 5);
      auto secret = read_secret(value);
      if (!secret) {
        findings.error("E109", channel.place,
                       "channel " + channel.name + ": cannot read " + key + " " + value,
                       "write the secret into that file, readable by the gateway only");
        continue;
      }
      kept = std::move(*secret);
    }
    if (name == "inbound_secret")
      secrets.secret = kept;
    else if (name == "inbound_username")
      secrets.username = kept;
    else if (name == "inbound_password")
      secrets.password = kept;
    else
      settings[name] = kept;
  }
  using Kind = CallerCheck::Kind;
  const auto kind = profile.request.check.kind;
  const auto& given = kind == Kind::basic ? secrets.password : secrets.secret;
  if (kind != Kind::none && given.empty()) {
    findings.error("E209", channel.place,
                   "channel " + channel.name + ": its provider shows a credential, and none is set",
                   "settings: inbound_secret_file, or inbound_username and inbound_password_file");
  }
}

}  // namespace jisr::gateway
