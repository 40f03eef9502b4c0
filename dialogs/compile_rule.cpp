// What a question accepts: bounds, patterns and examples, each only where its type uses it.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/field.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

using Key = AnswerType;

bool dated(FieldType type) {
  return type == FieldType::birth || type == FieldType::date || type == FieldType::year;
}

// A question and the type of the dialog's own that it may name: what the question says comes first.
class RuleReader {
 public:
  RuleReader(Compilation& c, const Yaml& question, const TypeUse& use)
      : c_(c), question_(question), own_(use.own), type_(answer_type(use.type)) {}

  FieldRule read() {
    const auto before = c_.findings.errors();
    rule_ = plain_rule(type_.type);
    rule_.normalise = read_rewrites(c_, own_["normalise"]);
    read_bounds();
    read_words();
    rule_.pattern = read_pattern_text(c_, used("pattern", Key::patterns));
    rule_.country = country_for(c_, type_.type, question_["type"]);
    if (const auto node = used("example", Key::examples); node.exists()) {
      const auto example = node.as_string(c_.findings).value_or("");
      if (c_.findings.errors() == before) check_example(node, example);
      rule_.example = example;
    }
    return std::move(rule_);
  }

 private:
  // What is written under this key; E112 where the type never looks at it, since it would only seem
  // to guard something.
  Yaml used(const char* key, unsigned needed) {
    const auto node = question_[key].exists() ? question_[key] : own_[key];
    if (!node.exists() || (type_.keys & needed) != 0) return node;
    c_.findings.error("E112", node.key_place(),
                      "`" + std::string(key) + "` does nothing for this type", "take it out",
                      std::string_view(key).size());
    return {};
  }

  // A bound: a whole number, or "{setting.name}" of a number.
  std::optional<std::int64_t> read_bound(const Yaml& node, std::int64_t min, std::int64_t max) {
    if (!node.exists()) return std::nullopt;
    const auto name = Compilation::setting_reference(node);
    if (name.empty()) return node.as_integer(c_.findings, min, max);
    const auto* setting = c_.setting_named(name, node.place(), node.width());
    if (setting == nullptr) return std::nullopt;
    if (setting->kind != Setting::Kind::number) {
      c_.findings.error("E213", node.place(), "the setting \"" + name + "\" is not a whole number",
                        "", node.width());
      return std::nullopt;
    }
    const auto value = std::stoll(setting->value);
    if (value < min || value > max) {
      c_.findings.error("E213", node.place(),
                        "the setting \"" + name + "\" must be from " + std::to_string(min) +
                            " to " + std::to_string(max) + " here",
                        "", node.width());
      return std::nullopt;
    }
    return value;
  }

  template <typename To>
  void bound(const char* key, unsigned needed, std::int64_t min, std::int64_t max, To& to) {
    if (const auto value = read_bound(used(key, needed), min, max)) to = static_cast<To>(*value);
  }

  void read_bounds() {
    constexpr std::int64_t kFar = 1'000'000'000'000;
    const auto least = static_cast<std::int64_t>(type_.length_least);
    const auto most = static_cast<std::int64_t>(type_.length_most);
    bound("min", Key::range, -kFar, kFar, rule_.min);
    bound("max", Key::range, -kFar, kFar, rule_.max);
    bound("age_min", Key::ages, 0, 150, rule_.age_min);
    bound("age_max", Key::ages, 0, 150, rule_.age_max);
    bound("length_min", Key::lengths, least, most, rule_.length_min);
    bound("length_max", Key::lengths, least, most, rule_.length_max);
    if (rule_.min > rule_.max) crossed("min", "max");
    if (rule_.age_min > rule_.age_max) crossed("age_min", "age_max");
    if (rule_.length_min > rule_.length_max) crossed("length_min", "length_max");
  }

  void crossed(const char* low, const char* high) {
    auto at = question_[low].exists() ? question_[low] : question_[high];
    if (!at.exists()) at = own_[low].exists() ? own_[low] : own_[high];
    c_.findings.error("E118", at.place(),
                      std::string(low) + " is above " + high + ": no answer would do", "",
                      at.width());
  }

  // What is said in words.
  void read_words() {
    const auto alphabet = c_.word(used("alphabet", Key::alphabets), "an alphabet",
                                  {"any", "latin", "arabic", "gsm7"});
    if (alphabet) rule_.alphabet = static_cast<Alphabet>(*alphabet);
    const auto line = c_.word(used("line", Key::lines), "a kind of line", {"any", "mobile"});
    rule_.mobile = line.value_or(0) == 1;
    rule_.abroad = used("abroad", Key::lines).as_boolean(c_.findings).value_or(false);
    if (const auto node = used("precision", Key::precise); node.exists()) read_precision(node);
    if (const auto node = used("verify", Key::verifies); node.exists()) read_verify(node);
  }

  void read_verify(const Yaml& node) {
    rule_.verify = c_.field_named(node);
    if (rule_.verify == kNone) return;
    c_.verified.emplace_back(rule_.verify, node);
    c_.readings.push_back({rule_.verify, c_.current, node.place(), node.width(), false});
  }

  // One word, or a list of those that will do.
  void read_precision(const Yaml& node) {
    std::uint8_t all = 0;
    const auto read = [&](const Yaml& one) {
      const auto word = c_.word(one, "a precision", {"day", "month", "year"});
      if (word) all = static_cast<std::uint8_t>(all | (1U << *word));
    };
    if (node.is_list()) {
      for (const auto& item : node.items()) read(item);
    } else {
      read(node);
    }
    if (all != 0) rule_.precision = all;
  }

  void check_example(const Yaml& node, const std::string& example) {
    const auto verdict = read_answer(rule_, normalise(example), Date{2026, 1, 1});
    const bool by_day = dated(rule_.type) || rule_.type == FieldType::age;
    if (by_day && verdict.wrong != Wrong::malformed) return;  // ages depend on the day
    if (verdict.wrong == Wrong::none) return;
    c_.findings.error("E120", node.place(),
                      "the example breaks its own rule: " + std::string(name(verdict.wrong)),
                      "show an answer that would be taken", node.width());
  }

  Compilation& c_;
  const Yaml& question_;
  const Yaml& own_;
  const AnswerType& type_;
  FieldRule rule_;
};

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

FieldRule read_rule(Compilation& c, const Yaml& node, const TypeUse& use) {
  return RuleReader(c, node, use).read();
}

}  // namespace jisr::dialogs
