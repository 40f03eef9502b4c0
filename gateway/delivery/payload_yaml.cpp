// Maps become objects, lists become lists, texts are looked through for {…}.
#include "gateway/delivery/payload_yaml.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using dialogs::Findings;
using dialogs::Yaml;

PayloadTemplate table_of(const Yaml& yaml, Findings& findings, PayloadNames names) {
  yaml.only_keys(findings, "value table", {"value", "map", "else"});
  auto source = payload_of(yaml["value"], findings, names);
  if (source.kind != PayloadTemplate::Kind::field) {
    findings.error("E403", yaml["value"].place(), "the value of a table is one {…} alone");
  }
  source.kind = PayloadTemplate::Kind::table;
  for (const auto& [from, to] : yaml["map"].entries()) {
    source.table.emplace_back(from, json_constant(to, findings));
  }
  if (yaml["else"].exists()) source.otherwise = json_constant(yaml["else"], findings);
  return source;
}

// {when: {NAME: value or [values]}, value: …, else: …}
PayloadTemplate chosen_of(const Yaml& yaml, Findings& findings, PayloadNames names) {
  yaml.only_keys(findings, "value with a condition", {"when", "value", "else"});
  PayloadTemplate source;
  source.kind = PayloadTemplate::Kind::chosen;
  for (const auto& [name, wanted] : yaml["when"].entries()) {
    if (!names(name)) findings.error("E403", wanted.key_place(), "no such name: " + name);
    PayloadTemplate::Test test{name, {}};
    for (const auto& one : wanted.items()) test.any_of.push_back(json_constant(one, findings));
    if (!wanted.is_list()) test.any_of.push_back(json_constant(wanted, findings));
    source.tests.push_back(std::move(test));
  }
  source.members.push_back({std::string(), payload_of(yaml["value"], findings, names)});
  if (yaml["else"].exists()) {
    source.members.push_back({std::string(), payload_of(yaml["else"], findings, names)});
  }
  return source;
}

}  // namespace

json::value json_constant(const Yaml& yaml, Findings& findings) {
  if (yaml.kind() == Yaml::Kind::null) return nullptr;
  if (!yaml.is_scalar()) {
    findings.error("E102", yaml.place(), "a plain value is expected here");
    return nullptr;
  }
  const auto& text = yaml.text();
  if (yaml.quoted()) return json::value(json::string(text));
  if (text == "true" || text == "false") return text == "true";
  const auto* end = text.data() + text.size();
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  double number = 0;
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc() || rest != end || !std::isfinite(number)) {
    return json::value(json::string(text));
  }
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') {
    findings.error("E102", yaml.place(), "a number with a leading zero",
                   "quote it if it is a text");
  }
  std::int64_t whole = 0;
  const auto [whole_rest, whole_failed] = std::from_chars(text.data(), end, whole);
  if (whole_failed == std::errc() && whole_rest == end) return whole;
  return number;
}

PayloadTemplate payload_text(const std::string& text, const dialogs::Place& place,
                             Findings& findings, PayloadNames names) {
  auto parsed = parse_payload_text(text, names);
  if (parsed) return std::move(*parsed);
  findings.error("E403", place, parsed.error().context);
  return {};
}

PayloadTemplate payload_of(const Yaml& yaml, Findings& findings, PayloadNames names) {
  PayloadTemplate source;
  if (yaml.is_map() && yaml["value"].exists() && yaml["map"].is_map()) {
    return table_of(yaml, findings, names);
  }
  if (yaml["when"].is_map() && yaml["value"].exists()) return chosen_of(yaml, findings, names);
  if (yaml.is_map()) {
    source.kind = PayloadTemplate::Kind::object;
    for (const auto& [name, value] : yaml.entries()) {
      source.members.push_back({name, payload_of(value, findings, names)});
    }
  } else if (yaml.is_list()) {
    source.kind = PayloadTemplate::Kind::list;
    for (const auto& value : yaml.items()) {
      source.members.push_back({std::string(), payload_of(value, findings, names)});
    }
  } else {
    source.constant = json_constant(yaml, findings);
    if (source.constant.is_string())
      return payload_text(yaml.text(), yaml.place(), findings, names);
  }
  return source;
}

}  // namespace jisr::gateway
