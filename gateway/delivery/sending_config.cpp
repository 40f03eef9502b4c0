// `sms` and `sending`, read strictly.
#include "gateway/delivery/sending_config.hpp"

#include <algorithm>
#include <set>

#include "gateway/profile_parts.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;

namespace {

std::vector<Purpose> read_purposes(const Yaml& yaml, Findings& findings) {
  std::vector<std::pair<std::string, Purpose>> known;
  for (const auto purpose : kPurposes) known.emplace_back(name(purpose), purpose);
  std::vector<Purpose> purposes;
  if (yaml.is_scalar()) purposes.push_back(read_word(yaml, known, Purpose::answer, findings));
  for (const auto& item : yaml.items()) {
    purposes.push_back(read_word(item, known, Purpose::answer, findings));
  }
  return purposes;
}

std::optional<QuietHours> read_quiet(const Yaml& yaml, Findings& findings) {
  if (!yaml.exists()) return std::nullopt;
  yaml.only_keys(findings, "quiet", {"from", "to", "except"});
  if (!yaml["from"].exists() || !yaml["to"].exists()) {
    findings.error("E110", yaml.key_place(), "quiet hours need `from` and `to`",
                   "quiet: {from: \"21:00\", to: \"08:00\"}", 5);
    return std::nullopt;
  }
  const auto from = read_minute(yaml["from"], findings);
  const auto to = read_minute(yaml["to"], findings);
  if (!from || !to) return std::nullopt;
  if (*from == *to) {
    findings.error("E283", yaml["to"].place(), "quiet hours that begin and end at the same time",
                   "for none at all take `quiet` out, or write `quiet: none` in a channel",
                   yaml["to"].width());
    return std::nullopt;
  }
  return QuietHours{*from, *to, read_purposes(yaml["except"], findings)};
}

SmsRate read_rate(const Yaml& yaml, Findings& findings) {
  SmsRate rate;
  if (!yaml.exists()) return rate;
  yaml.only_keys(findings, "rate", {"sms", "per"});
  rate.messages = yaml["sms"].as_integer(findings, 1, 100'000).value_or(0);
  rate.per_ms = yaml["per"].as_duration_ms(findings).value_or(rate.per_ms);
  if (!yaml["sms"].exists()) {
    findings.error("E110", yaml.key_place(), "a rate needs `sms`, how many",
                   "rate: {sms: 10, per: 1s}", 4);
  }
  if (rate.per_ms < 1) rate.per_ms = 1;
  return rate;
}

// "0.12" as millionths. At most six digits behind the point.
std::optional<std::int64_t> micro_of(const std::string& text) {
  constexpr std::size_t kDecimals = 6;
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point);
  auto rest = point < text.size() ? text.substr(point + 1) : std::string();
  const bool digits = (whole + rest).find_first_not_of("0123456789") == std::string::npos;
  if (whole.empty() || whole.size() > 6 || !digits || rest.size() > kDecimals ||
      (point < text.size() && rest.empty())) {
    return std::nullopt;
  }
  rest.resize(kDecimals, '0');
  return std::stoll(whole) * 1'000'000 + std::stoll(rest);
}

SmsCost read_cost(const Yaml& yaml, Findings& findings) {
  SmsCost cost;
  if (!yaml.exists()) return cost;
  yaml.only_keys(findings, "cost", {"sms", "currency"});
  cost.currency = yaml["currency"].as_string(findings).value_or("");
  const auto micro = micro_of(yaml["sms"].text());
  if (!micro || cost.currency.empty()) {
    findings.error("E285", yaml.place(), "a cost needs an amount for each SMS and its currency",
                   "cost: {sms: \"0.12\", currency: MAD}", yaml.width());
  }
  cost.micro = micro.value_or(0);
  return cost;
}

std::optional<ResendRule> read_resend(const Yaml& yaml, Findings& findings) {
  if (!yaml.exists()) return std::nullopt;
  yaml.only_keys(findings, "resend", {"on", "times", "after", "by"});
  ResendRule rule;
  const std::vector<std::pair<std::string, int>> states{{"failed", 0}, {"unknown", 1}};
  const auto on = yaml["on"];
  const auto take = [&](const Yaml& word) {
    (read_word(word, states, 0, findings) == 0 ? rule.failed : rule.unknown) = true;
  };
  if (on.is_scalar()) take(on);
  for (const auto& word : on.items()) take(word);
  if (!on.exists()) rule.failed = true;
  if (const auto times = yaml["times"].as_integer(findings, 1, 9)) {
    rule.times = static_cast<int>(*times);
  }
  rule.after_ms = yaml["after"].as_duration_ms(findings).value_or(rule.after_ms);
  rule.by_fallback =
      read_word<bool>(yaml["by"], {{"same", false}, {"fallback", true}}, false, findings);
  return rule;
}

void check_digits(const Yaml& list, bool plus, Findings& findings) {
  for (const auto& item : list.is_scalar() ? std::vector<Yaml>{list} : list.items()) {
    std::string_view text = item.text();
    const bool begins = !plus || text.starts_with('+');
    if (plus && begins) text.remove_prefix(1);
    if (begins && !text.empty() && text.find_first_not_of("0123456789") == std::string::npos) {
      continue;
    }
    findings.error(
        "E281", item.place(), plus ? "not the beginning of a number" : "not the code of a network",
        plus ? "with the country, such as \"+2126\"" : "digits, such as \"60401\"", item.width());
  }
}

SmsRoute read_route(const Yaml& yaml, Findings& findings) {
  SmsRoute route;
  route.place = yaml.place();
  yaml.only_keys(findings, "a route", {"prefixes", "networks", "channel", "fallback", "sender"});
  route.prefixes = read_texts(yaml["prefixes"], findings);
  route.networks = read_texts(yaml["networks"], findings);
  check_digits(yaml["prefixes"], true, findings);
  check_digits(yaml["networks"], false, findings);
  route.channel = yaml["channel"].as_string(findings).value_or("");
  route.fallback = yaml["fallback"].as_string(findings).value_or("");
  route.sender = yaml["sender"].as_string(findings).value_or("");
  if (route.channel.empty() || (route.prefixes.empty() && route.networks.empty())) {
    findings.error("E110", yaml.place(), "a route needs `channel`, and `prefixes` or `networks`",
                   "{prefixes: [\"+2126\"], channel: a-sms}");
  }
  if (!route.sender.empty() && !is_sender(route.sender)) {
    findings.error("E284", yaml["sender"].place(), "no phone shows this as a sender",
                   "at most 11 letters, digits, blanks, dots and dashes, or 15 digits",
                   yaml["sender"].width());
  }
  return route;
}

// Two routes with one prefix: which of them counts would be a matter of luck.
void check_twice(const std::vector<SmsRoute>& routes, Findings& findings) {
  std::set<std::string> seen;
  for (const auto& route : routes) {
    for (const auto* words : {&route.prefixes, &route.networks}) {
      for (const auto& word : *words) {
        if (seen.insert(word).second) continue;
        findings.error("E282", route.place, "\"" + word + "\" stands in two routes",
                       "each prefix and network once; the longest prefix counts");
      }
    }
  }
}

}  // namespace

std::string amount_of(std::int64_t micro) {
  constexpr std::int64_t kMicro = 1'000'000;
  auto rest = std::to_string(kMicro + micro % kMicro).substr(1);
  while (rest.size() > 2 && rest.back() == '0') rest.pop_back();
  return std::to_string(micro / kMicro) + "." + rest;
}

bool is_sender(std::string_view name) {
  constexpr std::size_t kLettersMax = 11;
  constexpr std::size_t kDigitsMax = 15;
  const auto number = name.substr(name.starts_with('+') ? 1 : 0);
  if (!number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos) {
    return number.size() <= kDigitsMax;
  }
  const auto shown = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' ||
           c == '-' || c == '.' || c == '&' || c == '_' || c == '+';
  };
  return !name.empty() && name.size() <= kLettersMax &&
         std::all_of(name.begin(), name.end(), shown);
}

std::optional<int> read_minute(const Yaml& yaml, Findings& findings) {
  const auto& text = yaml.text();
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour < 24 && minute < 60) return hour * 60 + minute;
  }
  findings.error("E283", yaml.place(), "not a time of day", "in quotes, such as \"21:00\"",
                 yaml.width());
  return std::nullopt;
}

SmsConfig read_sms(const Yaml& yaml, Findings& findings) {
  SmsConfig config;
  if (!yaml.exists()) return config;
  yaml.only_keys(findings, "sms", {"routes", "quiet", "receipts", "one_number", "abroad"});
  for (const auto& route : yaml["routes"].items()) {
    config.routes.push_back(read_route(route, findings));
  }
  check_twice(config.routes, findings);
  config.quiet = read_quiet(yaml["quiet"], findings);
  config.receipts_ms = yaml["receipts"].as_duration_ms(findings).value_or(config.receipts_ms);
  constexpr std::int64_t kNumberMax = 100'000;
  const auto one = yaml["one_number"];
  if (one.exists()) one.only_keys(findings, "one_number", {"hour", "day"});
  config.number_hour = static_cast<int>(
      one["hour"].as_integer(findings, 0, kNumberMax).value_or(config.number_hour));
  config.number_day =
      static_cast<int>(one["day"].as_integer(findings, 0, kNumberMax).value_or(config.number_day));
  config.abroad = read_texts(yaml["abroad"], findings);
  check_digits(yaml["abroad"], true, findings);
  return config;
}

SendingConfig read_sending(const Yaml& yaml, Findings& findings) {
  SendingConfig config;
  if (!yaml.exists()) return config;
  config.place = yaml.key_place();
  yaml.only_keys(findings, "sending",
                 {"fallback", "attempts", "rate", "quiet", "cost", "resend", "concurrency",
                  "failures", "pause"});
  const auto number = [&](const char* key, auto& to, std::int64_t max) {
    if (const auto value = yaml[key].as_integer(findings, 1, max)) {
      to = static_cast<std::remove_reference_t<decltype(to)>>(*value);
    }
  };
  config.fallback = yaml["fallback"].as_string(findings).value_or("");
  number("attempts", config.attempts, 1'000);
  config.rate = read_rate(yaml["rate"], findings);
  config.never_quiet = yaml["quiet"].is_scalar() && yaml["quiet"].text() == "none";
  if (!config.never_quiet) config.quiet = read_quiet(yaml["quiet"], findings);
  config.cost = read_cost(yaml["cost"], findings);
  config.resend = read_resend(yaml["resend"], findings);
  if (config.resend && config.resend->by_fallback && config.fallback.empty()) {
    findings.error("E287", yaml["resend"]["by"].place(), "there is no `fallback` to send it again",
                   "name one: fallback: other-sms", yaml["resend"]["by"].width());
  }
  number("concurrency", config.concurrency_max, 10'000);
  number("failures", config.failures_max, 1'000);
  config.pause_ms = yaml["pause"].as_duration_ms(findings).value_or(config.pause_ms);
  return config;
}

}  // namespace jisr::gateway
