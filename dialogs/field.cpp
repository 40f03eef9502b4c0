// The table of types, and what is the same for all of them.
#include "dialogs/field.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "dialogs/answer_readers.hpp"

namespace jisr::dialogs {

namespace {

using Key = AnswerType;

// The engine matches keys: nothing that is typed is ever one of these.
Verdict read_choice(const FieldRule&, std::string_view, const Given&) {
  return refused(Wrong::not_a_choice);
}

constexpr std::size_t kTextMost = 120;
constexpr std::size_t kDateLength = 10;

const std::vector<AnswerType>& table() {
  static const std::vector<AnswerType> kTable = {
      {"name", FieldType::name, read_name,
       Key::lengths | Key::alphabets | Key::patterns | Key::examples, 2, 40, 2, 40},
      {"national_id", FieldType::national_id, read_national_id, Key::patterns | Key::examples, 0, 0,
       0, 0},
      {"year", FieldType::year, read_year, Key::range | Key::ages | Key::patterns | Key::examples,
       0, 4, 0, 0},
      {"date", FieldType::date, read_date, Key::ages | Key::precise | Key::patterns | Key::examples,
       0, kDateLength, 0, 0},
      {"birth", FieldType::birth, read_date,
       Key::ages | Key::precise | Key::patterns | Key::examples, 0, kDateLength, 0, 0},
      {"number", FieldType::number, read_number, Key::range | Key::patterns | Key::examples, 0, 0,
       0, 0},
      {"text", FieldType::text, read_text,
       Key::lengths | Key::alphabets | Key::patterns | Key::examples, 1, kTextMost, 1, kTextMost},
      {"yes_no", FieldType::yes_no, read_yes_no, 0, 0, 3, 0, 0},
      {"age", FieldType::age, read_age, Key::ages | Key::examples, 0, 3, 0, 0},
      {"phone", FieldType::phone, read_phone, Key::lines | Key::patterns | Key::examples, 0, 16, 0,
       0},
      {"email", FieldType::email, read_email, Key::lengths | Key::patterns | Key::examples, 6, 60,
       6, kTextMost},
      {"pin", FieldType::pin, read_pin, Key::lengths | Key::verifies, 4, 8, 4, 8},
      {"", FieldType::choice, read_choice, 0, 0, 3, 0, 0},
      {"", FieldType::choices, read_choice, 0, 0, 3, 0, 0},
  };
  return kTable;
}

}  // namespace

const std::vector<AnswerType>& answer_types() {
  return table();
}

const AnswerType& answer_type(FieldType type) {
  return *std::find_if(table().begin(), table().end(),
                       [type](const AnswerType& one) { return one.type == type; });
}

FieldRule plain_rule(FieldType type) {
  FieldRule rule;
  rule.type = type;
  const auto& known = answer_type(type);
  if ((known.keys & Key::lengths) != 0) {
    rule.length_min = known.length_min;
    rule.length_max = known.length_max;
  }
  if (type == FieldType::birth) rule.precision = kDay | kYear;
  return rule;
}

std::string_view name(Wrong why) {
  static constexpr std::array<std::string_view, 19> kNames = {
      "none",       "empty",        "not_a_choice", "malformed",  "too_short",
      "too_long",   "out_of_range", "under_age",    "over_age",   "future",
      "example",    "check",        "alphabet",     "not_mobile", "abroad",
      "too_simple", "pin_differs",  "too_few",      "too_many"};
  static_assert(kNames.size() == static_cast<std::size_t>(kWrongLast) + 1);
  return kNames[static_cast<std::size_t>(why)];
}

std::vector<Wrong> wrongs_of(const FieldRule& rule) {
  const auto keys = answer_type(rule.type).keys;
  const auto has = [keys](unsigned key) { return (keys & key) != 0; };
  std::vector<Wrong> all = {Wrong::empty, Wrong::malformed};
  if (!rule.example.empty()) all.push_back(Wrong::example);
  if (has(Key::range)) all.push_back(Wrong::out_of_range);
  if (has(Key::ages)) all.insert(all.end(), {Wrong::under_age, Wrong::over_age});
  if (has(Key::ages) && rule.type != FieldType::age) all.push_back(Wrong::future);
  if (has(Key::lengths) || has(Key::lines)) {
    all.insert(all.end(), {Wrong::too_short, Wrong::too_long});
  }
  if (rule.alphabet != Alphabet::any) all.push_back(Wrong::alphabet);
  if (rule.mobile) all.push_back(Wrong::not_mobile);
  if (has(Key::lines) && !rule.abroad) all.push_back(Wrong::abroad);
  if (has(Key::verifies)) {
    all.push_back(rule.verify == 0xFFFF ? Wrong::too_simple : Wrong::pin_differs);
  }
  return all;
}

std::size_t longest_typed(const FieldRule& rule) {
  const auto& type = answer_type(rule.type);
  if ((type.keys & Key::lengths) != 0) return rule.length_max;
  if (rule.type == FieldType::national_id) return rule.country->national_id->length_max;
  return type.length_max;
}

Verdict read_answer(const FieldRule& rule, std::string_view input, const Given& given) {
  if (input.empty()) return refused(Wrong::empty);
  std::string rewritten;
  if (!rule.normalise.empty()) {
    rewritten = rewrite(rule.normalise, input);
    if (rewritten.empty()) return refused(Wrong::malformed);
    input = rewritten;
  }
  auto verdict = answer_type(rule.type).read(rule, input, given);
  if (verdict.wrong != Wrong::none) return verdict;
  if (!rule.example.empty() && (verdict.value == rule.example || input == rule.example)) {
    return refused(Wrong::example);
  }
  if (rule.pattern && !RE2::FullMatch(verdict.value, *rule.pattern)) {
    return refused(Wrong::malformed);
  }
  return verdict;
}

}  // namespace jisr::dialogs
