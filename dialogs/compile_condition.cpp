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

Condition on_field(Compilation& c, const Yaml& node) {
  node.only_keys(c.findings, "a condition on a field", {"field", "is", "in"});
  Condition condition;
  condition.kind = Condition::Kind::field_is;
  const auto at = node["field"];
  condition.field = c.field_named(at);
  const auto is = node["is"];
  const auto in = node["in"];
  auto wanted = in.items();
  if (is.exists()) wanted.push_back(is);
  if (wanted.empty() || (is.exists() && in.exists())) {
    c.findings.error("E117", at.place(), "a field is compared with `is: value` or `in: [values]`",
                     "{answered: …} asks only whether there is an answer", at.width());
  }
  for (const auto& value : wanted) {
    const auto text = value.as_string(c.findings);
    if (!text) continue;
    condition.values.push_back(*text);
    if (condition.field != kNone) c.compared.emplace_back(condition.field, value);
  }
  if (condition.field == kNone) return constant(true);
  c.readings.push_back({condition.field, c.current, at.place(), at.width(), false});
  return condition;
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
  if (node["not"].exists()) {
    node.only_keys(c.findings, "this condition", {"not"});
    Condition condition;
    condition.kind = Condition::Kind::negation;
    condition.parts.push_back(read_condition(c, node["not"]));
    return condition;
  }
  std::string hint =
      "{setting: …}, {field: …, is: …}, {answered: …}, {all: […]}, {any: […]}, {not: …}";
  const auto entries = node.entries();
  if (!entries.empty()) {
    const auto meant =
        did_you_mean(entries.front().first, {"setting", "field", "answered", "all", "any", "not"});
    if (!meant.empty()) hint = meant;
  }
  const auto place = entries.empty() ? node.place() : entries.front().second.key_place();
  c.findings.error("E117", place, "this is not a condition", hint);
  return {};
}

}  // namespace jisr::dialogs
