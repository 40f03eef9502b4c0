// Conditions. Settings are known while compiling, so a condition on one becomes a constant.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

Condition constant(bool value) {
  Condition condition;
  condition.kind = Condition::Kind::constant;
  condition.value = value;
  return condition;
}

Condition on_setting(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "a condition on a setting", {"setting", "is"});
  const auto at = node["setting"];
  const auto name = at.as_string(c.findings);
  const auto* setting = name ? c.setting_named(*name, at.place(), at.width()) : nullptr;
  const auto wanted = node["is"].as_string(c.findings);
  if (setting == nullptr) return constant(true);
  if (wanted) return constant(setting->value == *wanted);
  if (setting->kind != Setting::Kind::boolean) {
    c.findings.error("E213", at.place(), "the setting \"" + *name + "\" is not true or false",
                     "add `is: …`", at.width());
  }
  return constant(setting->value == "true");
}

// The ways to compare, as Comparison::Op numbers them.
const std::vector<std::string>& comparing_words() {
  static const std::vector<std::string> kWords = {"is",    "in",    "at_least", "at_most",
                                                  "above", "below", "matches"};
  return kWords;
}

std::vector<Comparison> read_comparisons(Compilation& c, const Yaml& node, const Value& left) {
  std::vector<Comparison> all;
  for (std::size_t i = 0; i < comparing_words().size(); ++i) {
    const auto at = node[comparing_words()[i]];
    if (!at.exists()) continue;
    Comparison one;
    one.left = left;
    one.op = static_cast<Comparison::Op>(i);
    if (one.op == Comparison::Op::matches) {
      one.pattern = read_pattern_text(c, at);
      if (!one.pattern) continue;
    } else if (one.op == Comparison::Op::in) {
      if (!at.is_list()) {
        c.findings.error("E102", at.place(), "`in` needs a list of values", "in: [t1, t2]",
                         at.width());
      }
      for (const auto& item : at.items()) one.right.push_back(read_value(c, item));
    } else {
      one.right.push_back(read_value(c, at));
    }
    all.push_back(std::move(one));
  }
  return all;
}

bool plain(const std::vector<Comparison>& all) {
  const auto& one = all.front();
  const bool equal = one.op == Comparison::Op::is || one.op == Comparison::Op::in;
  return all.size() == 1 && equal && std::all_of(one.right.begin(), one.right.end(), is_constant);
}

// A comparison with `key`, a word of values, on its left side.
Condition on_value(Compilation& c, const Yaml& node, const std::string& key, Value left) {
  std::vector<std::string> known = comparing_words();
  known.push_back(key);
  if (key == "part" || key == "capture") known.emplace_back("of");
  node.only_keys(c.findings, "a condition", known);
  const auto at = node[key];
  Condition condition;
  condition.kind = Condition::Kind::compared;
  condition.comparisons = read_comparisons(c, node, left);
  if (condition.comparisons.empty()) {
    c.findings.error("E117", at.place(), "nothing to compare with",
                     "is, in, at_least, at_most, above, below or matches; {answered: …} asks only "
                     "whether there is an answer",
                     at.width());
    return constant(true);
  }
  return condition;
}

Condition on_field(Compilation& c, const Yaml& node) {
  const auto at = node["field"];
  const auto field = c.field_named(at);
  Value left;
  left.kind = Value::Kind::field;
  left.field = field;
  auto condition = on_value(c, node, "field", left);
  if (field == kNone || condition.comparisons.empty()) return constant(true);
  c.readings.push_back({field, c.current, at.place(), at.width(), false});
  if (!plain(condition.comparisons)) return condition;
  auto wanted = node["in"].items();
  if (node["is"].exists()) wanted.push_back(node["is"]);
  for (const auto& value : wanted) c.compared.emplace_back(field, value);
  condition.kind = Condition::Kind::field_is;
  condition.field = field;
  for (const auto& value : condition.comparisons.front().right) {
    condition.values.push_back(value.text);
  }
  condition.comparisons.clear();
  return condition;
}

// {known: value}: whether it can be worked out, such as a real date of three answers.
Condition on_known(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "this condition", {"known"});
  Condition condition;
  condition.kind = Condition::Kind::known;
  condition.comparisons.emplace_back().left = read_value(c, node["known"]);
  return condition;
}

// The left side of a condition that is neither a field nor a setting: {age: birth, at_least: 18}.
std::optional<Condition> on_worked_out(Compilation& c, const Yaml& node) {
  for (const auto* key : {"age", "days_until", "call", "value"}) {
    if (!node[key].exists()) continue;
    Value left;
    if (std::string_view(key) == "call") {
      left = read_call_word(c, node[key]);
    } else if (std::string_view(key) == "value") {
      left = read_value(c, node[key]);
    } else {
      left.kind = std::string_view(key) == "age" ? Value::Kind::age : Value::Kind::days_until;
      left.parts.push_back(read_field_or_value(c, node[key]));
    }
    return on_value(c, node, key, std::move(left));
  }
  return std::nullopt;
}

Condition on_answered(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "this condition", {"answered"});
  const auto at = node["answered"];
  Condition condition;
  condition.kind = Condition::Kind::answered;
  condition.field = c.field_named(at);
  if (condition.field == kNone) return constant(true);
  c.readings.push_back({condition.field, c.current, at.place(), at.width(), false});
  return condition;
}

Condition on_parts(Compilation& c, const Yaml& node, const char* key, Condition::Kind kind) {
  node.only_keys(c.findings, "this condition", {key});
  const auto list = node[key];
  Condition condition;
  condition.kind = kind;
  for (const auto& part : list.items()) condition.parts.push_back(read_condition(c, part));
  if (condition.parts.empty()) {
    c.findings.error("E117", list.place(), "`" + std::string(key) + "` needs a list of conditions");
  }
  return condition;
}

}  // namespace

Condition read_condition(Compilation& c, const Yaml& node) {
  if (!node.exists()) return {};
  if (node["setting"].exists()) return on_setting(c, node);
  if (node["field"].exists()) return on_field(c, node);
  if (node["answered"].exists()) return on_answered(c, node);
  if (node["all"].exists()) return on_parts(c, node, "all", Condition::Kind::all);
  if (node["any"].exists()) return on_parts(c, node, "any", Condition::Kind::any);
  if (node["known"].exists()) return on_known(c, node);
  if (auto worked = on_worked_out(c, node)) return std::move(*worked);
  if (node["not"].exists()) {
    node.only_keys(c.findings, "this condition", {"not"});
    Condition condition;
    condition.kind = Condition::Kind::negation;
    condition.parts.push_back(read_condition(c, node["not"]));
    return condition;
  }
  std::string hint =
      "{setting: …}, {field: …, is: …}, {answered: …}, {age: …, at_least: …}, {call: …, is: …}, "
      "{all: […]}, {any: […]}, {not: …}";
  const auto entries = node.entries();
  if (!entries.empty()) {
    const auto meant =
        did_you_mean(entries.front().first, {"setting", "field", "answered", "all", "any", "not",
                                             "known", "age", "days_until", "call", "value"});
    if (!meant.empty()) hint = meant;
  }
  const auto place = entries.empty() ? node.place() : entries.front().second.key_place();
  c.findings.error("E117", place, "this is not a condition", hint);
  return {};
}

}  // namespace jisr::dialogs
