// Values that are worked out: what `set:` stores, what conditions compare, what a look-up sends.
// A scalar is a constant with placeholders (where only a field makes sense, its name); a map names
// what is to be worked out.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

using Kind = Value::Kind;

Value nothing() {
  return {};
}

Value constant(std::string text) {
  Value value;
  value.text = std::move(text);
  return value;
}

Value of_kind(Kind kind, std::vector<Value> parts) {
  Value value;
  value.kind = kind;
  value.parts = std::move(parts);
  return value;
}

Value of_field(Compilation& c, std::string_view name, const Place& place, std::size_t width) {
  const auto field = c.field_at(name, place, width);
  if (field == kNone) return nothing();
  c.readings.push_back({field, c.current, place, width, false});
  Value value;
  value.kind = Kind::field;
  value.field = field;
  return value;
}

const std::vector<std::string>& call_words() {  // as Value::Word numbers them
  static const std::vector<std::string> kWords = {"language",  "channel", "medium",
                                                  "today",     "hour",    "weekday",
                                                  "returning", "stopped", "sms_possible"};
  return kWords;
}

}  // namespace

Value read_call_word(Compilation& c, const Yaml& node) {
  const auto word = c.word(node, "known of a call", call_words());
  Value value;
  value.kind = Kind::call;
  value.word = static_cast<Value::Word>(word.value_or(0));
  return value;
}

namespace {

// "{first}-{setting.year}": constants and placeholders, joined.
Value joined(Compilation& c, const Yaml& node) {
  const std::string_view text = node.text();
  std::vector<Value> parts;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto open = std::min(text.find('{', at), text.size());
    if (open > at) parts.push_back(constant(std::string(text.substr(at, open - at))));
    if (open == text.size()) break;
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) {
      c.findings.error("E302", c.within(node, open), "this { is never closed", "");
      return nothing();
    }
    const auto name = text.substr(open + 1, close - open - 1);
    const auto place = c.within(node, open);
    if (name.starts_with("setting.")) {
      const auto* setting = c.setting_named(name.substr(8), place, name.size() + 2);
      if (setting != nullptr) parts.push_back(constant(setting->value));
    } else {
      parts.push_back(of_field(c, name, place, name.size() + 2));
    }
    at = close + 1;
  }
  return parts.size() == 1 ? std::move(parts.front()) : of_kind(Kind::joined, std::move(parts));
}

}  // namespace

// Where only a field makes sense, its name alone will do: {age: birth}.
Value read_field_or_value(Compilation& c, const Yaml& node) {
  const bool name = node.is_scalar() && good_name(node.text());
  return name ? of_field(c, node.text(), node.place(), node.width()) : read_value(c, node);
}

namespace {

Value part_of(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "part", {"part", "of"});
  const auto word = c.word(node["part"], "a part of a date", {"day", "month", "year"});
  auto value = of_kind(Kind::part, {read_field_or_value(c, c.require(node, "of", "part"))});
  constexpr Value::Unit kUnits[] = {Value::Unit::day, Value::Unit::month, Value::Unit::year};
  value.unit = kUnits[word.value_or(0)];
  return value;
}

// "280 days", "-3 months".
Value shifted(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "shift", {"shift", "by"});
  auto value = of_kind(Kind::shifted, {read_field_or_value(c, node["shift"])});
  const auto by = c.require(node, "by", "shift");
  const auto text = by.as_string(c.findings);
  if (!text) return value;
  constexpr std::int64_t kMost = 40'000;
  static const std::vector<std::string> kUnits = {"day", "week", "month", "year"};
  const auto space = text->find(' ');
  const auto amount = whole_number(std::string_view(*text).substr(0, space));
  auto unit = space == std::string::npos ? std::string() : text->substr(space + 1);
  if (unit.ends_with('s')) unit.pop_back();
  const auto found = std::find(kUnits.begin(), kUnits.end(), unit);
  if (!amount || *amount > kMost || *amount < -kMost || found == kUnits.end()) {
    c.findings.error("E122", by.place(), "not a length of time",
                     "such as \"280 days\", \"-3 months\", \"1 year\"", by.width());
    return value;
  }
  value.amount = *amount;
  value.unit = static_cast<Value::Unit>(found - kUnits.begin());
  return value;
}

Value padded(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "pad", {"pad", "to"});
  auto value = of_kind(Kind::padded, {read_field_or_value(c, node["pad"])});
  const auto to = c.require(node, "to", "pad");
  value.amount = to.as_integer(c.findings, 1, 20).value_or(1);
  return value;
}

Value captured(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "capture", {"capture", "of"});
  auto value = of_kind(Kind::captured, {read_field_or_value(c, c.require(node, "of", "capture"))});
  const auto at = node["capture"];
  value.pattern = read_pattern_text(c, at);
  if (value.pattern && value.pattern->NumberOfCapturingGroups() < 1) {
    c.findings.error("E119", at.place(), "the pattern captures nothing",
                     "put the part that is wanted in ( )", at.width());
    value.pattern.reset();
  }
  return value.pattern ? value : nothing();
}

Value date(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "this value", {"date"});
  const auto parts = node["date"];
  parts.only_keys(c.findings, "date", {"year", "month", "day"});
  std::vector<Value> all;
  for (const auto* part : {"year", "month", "day"}) {
    all.push_back(read_field_or_value(c, c.require(parts, part, "date")));
  }
  return of_kind(Kind::date, std::move(all));
}

// {table: clinics, where: {code: "{clinic}"}, column: name}
Value looked_up(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "a value out of a table", {"table", "where", "column"});
  const auto* source = c.source_named(node["table"]);
  const auto entries = c.require(node, "where", "a value out of a table").entries();
  const auto wanted = c.require(node, "column", "a value out of a table");
  if (entries.size() != 1) {
    c.findings.error("E102", node["where"].place(), "where names one column and its value");
    return nothing();
  }
  const auto& [name, key] = entries.front();
  auto value = of_kind(Kind::looked_up, {read_value(c, key)});
  if (source == nullptr || !source->table || !wanted.is_scalar()) return nothing();
  const auto by = c.column(*source, name, key.key_place(), name.size());
  const auto cell = c.column(*source, wanted.text(), wanted.place(), wanted.width());
  if (!by || !cell) return nothing();
  value.table = source->table;
  value.key_column = *by;
  value.value_column = *cell;
  return value;
}

Value of_all(Compilation& c, const Yaml& node, const char* key, Kind kind) {
  node.only_keys(c.findings, "this value", {key});
  std::vector<Value> parts;
  for (const auto& item : node[key].items()) parts.push_back(read_value(c, item));
  if (parts.empty()) {
    c.findings.error("E102", node[key].place(), "`" + std::string(key) + "` needs a list");
    return nothing();
  }
  return of_kind(kind, std::move(parts));
}

Value of_one(Compilation& c, const Yaml& node, const char* key, Kind kind) {
  node.only_keys(c.findings, "this value", {key});
  return of_kind(kind, {read_field_or_value(c, node[key])});
}

Value about_field(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "this value", {"field"});
  const auto at = node["field"];
  const auto name = at.as_string(c.findings);
  return name ? of_field(c, *name, at.place(), at.width()) : nothing();
}

}  // namespace

const std::vector<std::string>& value_words() {
  static const std::vector<std::string> kWords = {
      "field", "call", "age", "days_until", "date",  "part",    "shift",
      "add",   "join", "pad", "capture",    "table", "first_of"};
  return kWords;
}

Value read_value(Compilation& c, const Yaml& node) {
  if (node.is_scalar()) return joined(c, node);
  if (!node.exists()) return nothing();
  if (node["field"].exists()) return about_field(c, node);
  if (node["call"].exists()) {
    node.only_keys(c.findings, "this value", {"call"});
    return read_call_word(c, node["call"]);
  }
  if (node["age"].exists()) return of_one(c, node, "age", Kind::age);
  if (node["days_until"].exists()) return of_one(c, node, "days_until", Kind::days_until);
  if (node["date"].exists()) return date(c, node);
  if (node["part"].exists()) return part_of(c, node);
  if (node["shift"].exists()) return shifted(c, node);
  if (node["add"].exists()) return of_all(c, node, "add", Kind::sum);
  if (node["join"].exists()) return of_all(c, node, "join", Kind::joined);
  if (node["pad"].exists()) return padded(c, node);
  if (node["capture"].exists()) return captured(c, node);
  if (node["table"].exists()) return looked_up(c, node);
  if (node["first_of"].exists()) return of_all(c, node, "first_of", Kind::first_of);
  const auto entries = node.entries();
  const auto place = entries.empty() ? node.place() : entries.front().second.key_place();
  std::string hint = "a text, or one of:";
  for (const auto& word : value_words()) hint += " " + word;
  if (!entries.empty()) {
    const auto meant = did_you_mean(entries.front().first, value_words());
    if (!meant.empty()) hint = meant;
  }
  c.findings.error("E122", place, "this is not a value", hint,
                   entries.empty() ? 1 : entries.front().first.size());
  return nothing();
}

bool is_constant(const Value& value) {
  return value.kind == Kind::constant;
}

std::vector<Assignment> read_assignments(Compilation& c, const Yaml& node) {
  std::vector<Assignment> all;
  if (node.exists() && !node.is_map()) node.only_keys(c.findings, "set", {});
  for (const auto& [name, at] : node.entries()) {
    const auto field = c.dialog.field(name);  // declared by this very entry
    const auto before = static_cast<long>(c.readings.size());
    auto value = read_value(c, at);
    const auto known = [&](const Reading& reading) {  // worked out just before, in this same map
      return std::any_of(all.begin(), all.end(),
                         [&](const Assignment& one) { return one.field == reading.field; });
    };
    c.readings.erase(std::remove_if(c.readings.begin() + before, c.readings.end(), known),
                     c.readings.end());
    if (field == kNone) continue;
    note_assigned(c, field, value);
    all.push_back({field, std::move(value)});
  }
  return all;
}

}  // namespace jisr::dialogs
