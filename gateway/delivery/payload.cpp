// Templates are read once, and filled for each registration.
#include "gateway/delivery/payload.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

namespace jisr::gateway {

namespace {

namespace json = boost::json;
constexpr std::size_t kTextBytesMax = 4'096;

constexpr std::array<std::pair<std::string_view, std::string Registration::*>, 12> kNames = {{
    {"id", &Registration::id},
    {"kind", &Registration::kind},
    {"reference", &Registration::reference},
    {"dialog", &Registration::dialog},
    {"dialog_version", &Registration::dialog_version},
    {"channel", &Registration::channel},
    {"language", &Registration::language},
    {"msisdn", &Registration::msisdn},
    {"completed_at", &Registration::completed_at},
    {"consent_version", &Registration::consent_version},
    {"due", &Registration::due},
    {"due_until", &Registration::due_until},
}};

constexpr std::string_view kAnswers = "answers.";

Error misconfigured(std::string what) {
  return {Errc::misconfigured, std::move(what), false};
}

// What stands between the braces.
Result<Placeholder> parse_placeholder(std::string_view inner, PayloadNames names) {
  Placeholder placeholder;
  if (inner.ends_with("?null")) {
    placeholder.null_when_missing = true;
    inner.remove_suffix(5);
  }
  placeholder.name = std::string(inner);
  if (!names(inner)) return misconfigured("no such name: {" + placeholder.name + "}");
  return placeholder;
}

std::optional<json::value> look_up(const Registration& registration, const std::string& name) {
  if (name.starts_with(kAnswers)) {
    const auto* answer = registration.answer(std::string_view(name).substr(kAnswers.size()));
    if (answer == nullptr || answer->is_null()) return std::nullopt;
    return *answer;
  }
  if (name == "kind" && registration.kind.empty()) return json::value("registration");
  if (name == "tags") {
    if (registration.tags.empty()) return std::nullopt;
    return json::value(json::array(registration.tags.begin(), registration.tags.end()));
  }
  for (const auto& [known, member] : kNames) {
    if (known != name) continue;
    if ((registration.*member).empty()) return std::nullopt;
    return json::value(json::string(registration.*member));
  }
  return std::nullopt;
}

// A value, nothing (missing, so its key is left out), or an error.
using Filled = Result<std::optional<json::value>>;

std::optional<json::value> fill_field(const Placeholder& field, const PayloadValues& values) {
  auto value = values(field.name);
  if (!value && field.null_when_missing) return json::value(nullptr);
  return value;
}

std::optional<json::value> fill_text(const PayloadTemplate& source, const PayloadValues& values) {
  json::string text;
  for (const auto& [literal, field] : source.parts) {
    text += literal;
    if (!field) continue;
    const auto value = values(field->name);
    if (value) text += words_of(*value);
  }
  return json::value(std::move(text));
}

Filled fill_table(const PayloadTemplate& source, const PayloadValues& values) {
  const auto value = fill_field(source.field, values);
  if (!value || value->is_null()) return value;
  const auto words = words_of(*value);
  for (const auto& [from, to] : source.table) {
    if (from == words) return std::optional(to);
  }
  if (source.otherwise) return source.otherwise;
  return Error{Errc::rejected, "{" + source.field.name + "} is not in its table", false};
}

Filled fill(const PayloadTemplate& source, const PayloadValues& values);

bool holds(const PayloadTemplate::Test& test, const PayloadValues& values) {
  const auto value = values(test.name);
  return std::any_of(test.any_of.begin(), test.any_of.end(), [&](const json::value& one) {
    return value ? !one.is_null() && words_of(one) == words_of(*value) : one.is_null();
  });
}

Filled fill_chosen(const PayloadTemplate& source, const PayloadValues& values) {
  const bool all = std::all_of(source.tests.begin(), source.tests.end(),
                               [&](const auto& test) { return holds(test, values); });
  const std::size_t which = all ? 0 : 1;
  if (which == source.members.size()) return std::optional<json::value>();
  return fill(source.members[which].value, values);
}

Filled fill_members(const PayloadTemplate& source, const PayloadValues& values) {
  json::object object;
  json::array list;
  for (const auto& [name, member] : source.members) {
    auto value = fill(member, values);
    if (!value) return value.error();
    if (!*value) continue;
    if (source.kind == PayloadTemplate::Kind::object) {
      object[name] = std::move(**value);
    } else {
      list.push_back(std::move(**value));
    }
  }
  if (source.kind == PayloadTemplate::Kind::list)
    return std::optional(json::value(std::move(list)));
  return std::optional(json::value(std::move(object)));
}

Filled fill(const PayloadTemplate& source, const PayloadValues& values) {
  switch (source.kind) {
    case PayloadTemplate::Kind::constant:
      return std::optional(source.constant);
    case PayloadTemplate::Kind::field:
      return fill_field(source.field, values);
    case PayloadTemplate::Kind::text:
      return fill_text(source, values);
    case PayloadTemplate::Kind::table:
      return fill_table(source, values);
    case PayloadTemplate::Kind::chosen:
      return fill_chosen(source, values);
    default:
      return fill_members(source, values);
  }
}

void collect(const PayloadTemplate& source, std::set<std::string>& names) {
  if (!source.field.name.empty()) names.insert(source.field.name);
  for (const auto& [literal, field] : source.parts) {
    if (field) names.insert(field->name);
  }
  for (const auto& test : source.tests) names.insert(test.name);
  for (const auto& member : source.members) collect(member.value, names);
}

}  // namespace

bool is_registration_name(std::string_view name) {
  if (name.starts_with(kAnswers)) return name.size() > kAnswers.size();
  return name == "tags" || std::any_of(kNames.begin(), kNames.end(),
                                       [name](const auto& entry) { return entry.first == name; });
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::set<std::string> names_in(const PayloadTemplate& source) {
  std::set<std::string> names;
  collect(source, names);
  return names;
}

std::string words_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  const auto* list = value.if_array();
  if (list == nullptr) return json::serialize(value);
  std::string words;
  for (const auto& one : *list) words += (words.empty() ? "" : ",") + words_of(one);
  return words;
}

Result<PayloadTemplate> parse_payload_text(std::string_view text, PayloadNames names) {
  if (text.size() > kTextBytesMax) return misconfigured("a text of the body over 4,096 bytes");
  PayloadTemplate result;
  std::string literal;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if ((c == '{' || c == '}') && text.substr(at + 1, 1) == std::string_view(&c, 1)) {
      literal += c;
      ++at;
    } else if (c == '{') {
      const auto end = text.find('}', at);
      if (end == text.npos) return misconfigured("a { without its }");
      auto placeholder = parse_placeholder(text.substr(at + 1, end - at - 1), names);
      if (!placeholder) return placeholder.error();
      result.parts.emplace_back(std::exchange(literal, {}), std::move(*placeholder));
      at = end;
    } else if (c == '}') {
      return misconfigured("a } without its {; }} stands for the character");
    } else {
      literal += c;
    }
  }
  if (result.parts.empty()) {
    result.constant = json::string(literal);
  } else if (result.parts.size() == 1 && result.parts[0].first.empty() && literal.empty()) {
    result.kind = PayloadTemplate::Kind::field;
    result.field = *result.parts[0].second;
  } else {
    result.kind = PayloadTemplate::Kind::text;
    if (!literal.empty()) result.parts.emplace_back(std::move(literal), std::nullopt);
  }
  return result;
}

Result<json::value> build_payload(const PayloadTemplate& source, const Registration& registration) {
  return build_payload(
      source, [&registration](const std::string& name) { return look_up(registration, name); });
}

Result<json::value> build_payload(const PayloadTemplate& source, const PayloadValues& values) {
  auto filled = fill(source, values);
  if (!filled) return filled.error();
  if (!*filled) return json::value(nullptr);
  return std::move(**filled);
}

}  // namespace jisr::gateway
