// What a question accepts: bounds, patterns and examples, each only where its type uses it.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/field.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

using Types = std::vector<FieldType>;

bool among(FieldType type, const Types& types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// A bound: a whole number, or "{setting.name}" of a number. A bound that the type never looks at
// would only seem to guard something (E112).
std::optional<std::int64_t> read_bound(Compilation& c, const Yaml& question, const char* key,
                                       bool used, std::int64_t min, std::int64_t max) {
  const auto node = question[key];
  if (!node.exists()) return std::nullopt;
  if (!used) {
    c.findings.error("E112", node.key_place(),
                     "`" + std::string(key) + "` does nothing for this type", "take it out",
                     std::string_view(key).size());
    return std::nullopt;
  }
  const auto name = Compilation::setting_reference(node);
  if (name.empty()) return node.as_integer(c.findings, min, max);
  const auto* setting = c.setting_named(name, node.place(), node.width());
  if (setting == nullptr) return std::nullopt;
  if (setting->kind != Setting::Kind::number) {
    c.findings.error("E213", node.place(), "the setting \"" + name + "\" is not a whole number", "",
                     node.width());
    return std::nullopt;
  }
  const auto value = std::stoll(setting->value);
  if (value < min || value > max) {
    c.findings.error("E213", node.place(),
                     "the setting \"" + name + "\" must be from " + std::to_string(min) + " to " +
                         std::to_string(max) + " here",
                     "", node.width());
    return std::nullopt;
  }
  return value;
}

void read_bounds(Compilation& c, const Yaml& node, FieldRule& rule) {
  constexpr std::int64_t kFar = 1'000'000'000'000;
  const bool counted = among(rule.type, {FieldType::number, FieldType::year});
  const bool aged = among(rule.type, {FieldType::birth, FieldType::date, FieldType::year});
  const bool written = among(rule.type, {FieldType::text, FieldType::name});
  const auto bound = [&](const char* key, bool used, std::int64_t min, std::int64_t max, auto& to) {
    if (const auto value = read_bound(c, node, key, used, min, max)) {
      to = static_cast<std::remove_reference_t<decltype(to)>>(*value);
    }
  };
  bound("min", counted, -kFar, kFar, rule.min);
  bound("max", counted, -kFar, kFar, rule.max);
  bound("age_min", aged, 0, 150, rule.age_min);
  bound("age_max", aged, 0, 150, rule.age_max);
  bound("length_min", written, 1, 120, rule.length_min);
  bound("length_max", written, 1, 120, rule.length_max);
  const auto crossed = [&](const char* low, const char* high) {
    const auto at = node[low].exists() ? node[low] : node[high];
    c.findings.error("E118", at.place(),
                     std::string(low) + " is above " + high + ": no answer would do", "",
                     at.width());
  };
  if (rule.min > rule.max) crossed("min", "max");
  if (rule.age_min > rule.age_max) crossed("age_min", "age_max");
  if (rule.length_min > rule.length_max) crossed("length_min", "length_max");
}

void check_example(Compilation& c, const Yaml& node, FieldRule rule, const std::string& example) {
  rule.example.clear();  // else it would be refused as what it is
  const auto verdict = read_answer(rule, normalise(example), Date{2026, 1, 1});
  if (among(rule.type, {FieldType::birth, FieldType::date, FieldType::year}) &&
      verdict.wrong != Wrong::malformed) {
    return;  // ages depend on the day on which they are asked
  }
  if (verdict.wrong == Wrong::none) return;
  c.findings.error("E120", node.place(),
                   "the example breaks its own rule: " + std::string(name(verdict.wrong)),
                   "show an answer that would be taken", node.width());
}

}  // namespace

std::shared_ptr<const re2::RE2> read_pattern_text(Compilation& c, const Yaml& node) {
  constexpr std::size_t kPatternBytesMax = 500;
  const auto text = node.as_string(c.findings);
  if (!text) return nullptr;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto pattern = std::make_shared<const re2::RE2>(*text, options);
  if (text->size() > kPatternBytesMax || !pattern->ok()) {
    c.findings.error("E119", node.place(), "the pattern cannot be read: " + pattern->error(),
                     "RE2 syntax; the whole answer must match", node.width());
    return nullptr;
  }
  return pattern;
}

FieldRule read_rule(Compilation& c, const Yaml& node, FieldType type) {
  FieldRule rule;
  rule.type = type;
  if (type == FieldType::name) {
    rule.length_min = 2;
    rule.length_max = 40;
  }
  const auto before = c.findings.errors();
  read_bounds(c, node, rule);
  rule.pattern = read_pattern_text(c, node["pattern"]);
  if (const auto example = node["example"].as_string(c.findings)) {
    if (c.findings.errors() == before) check_example(c, node["example"], rule, *example);
    rule.example = *example;
  }
  return rule;
}

}  // namespace jisr::dialogs
