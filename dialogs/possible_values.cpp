// What an answer may be, by its type, its choices and what sets it.
#include <algorithm>
#include <set>

#include "dialogs/known_answers.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kRowsMax = 5000;

std::string years_ago(const Date& today, int years) { return std::to_string(today.year - years); }

// The bounds of a typed answer.
void add_typed(const FieldRule& rule, const Date& today, std::set<std::string>& values) {
  const auto born = [&](int age) { return years_ago(today, age); };
  const int youngest = rule.age_min > 0 ? rule.age_min + 1 : 1;
  const int oldest = rule.age_max > 1 ? rule.age_max - 1 : 100;
  switch (rule.type) {
    case FieldType::name:
      values.insert(std::string(rule.length_min, 'A'));
      values.insert("A" + std::string(rule.length_max - 1, 'a'));
      values.insert("لا");
      break;
    case FieldType::text:
      values.insert(std::string(rule.length_min, '1'));
      values.insert(std::string(rule.length_max, 'x'));
      break;
    case FieldType::national_id:
      values.insert({"J123456", "ABC12345678", "A1"});
      break;
    case FieldType::year:
      values.insert(std::to_string(std::max<std::int64_t>(rule.min, today.year - oldest)));
      values.insert(std::to_string(std::min<std::int64_t>(rule.max, today.year - youngest)));
      break;
    case FieldType::date:
      values.insert({born(youngest) + "-01-31", born(oldest) + "-12-01"});
      break;
    case FieldType::birth:
      values.insert({born(youngest), born(oldest), born(30) + "-03-05"});
      break;
    case FieldType::number:
      values.insert(std::to_string(std::max<std::int64_t>(rule.min, -1'000'000'000'000)));
      values.insert(std::to_string(std::min<std::int64_t>(rule.max, 1'000'000'000'000)));
      break;
    case FieldType::yes_no:
      values.insert({"yes", "no"});
      break;
    case FieldType::choice:
      break;
  }
}

void add_worked_out(const Value& value, FieldType type, std::set<std::string>& values) {
  if (value.kind == Value::Kind::constant) {
    if (!value.text.empty()) values.insert(value.text);
  } else if (type == FieldType::date) {
    values.insert("2026-12-31");
  } else if (type == FieldType::number) {
    values.insert("1");
  }
}

}  // namespace

std::vector<std::string> possible_values(const Dialog& dialog, std::uint16_t field,
                                         const Date& today) {
  std::set<std::string> values;
  const auto type = dialog.fields[field].type;
  for (const auto& screen : dialog.screens) {
    const bool asks = screen.field == field;
    // A pattern of its own says what is typed: nothing is known of its bounds.
    if (asks && screen.kind == Screen::Kind::question && !screen.rule.pattern) {
      add_typed(screen.rule, today, values);
    }
    if (asks && screen.list.table) {
      for (const auto& row : screen.list.table->rows) {
        if (values.size() < kRowsMax) values.insert(row[screen.list.value_column]);
      }
    }
    for (const auto& choice : screen.choices) {
      if (asks && !choice.value.empty()) values.insert(choice.value);
      for (const auto& set : choice.set) {
        if (set.field == field) add_worked_out(set.value, type, values);
      }
    }
    for (const auto& set : screen.set) {
      if (set.field == field) add_worked_out(set.value, type, values);
    }
  }
  if (values.empty()) values.insert("x");
  return {values.begin(), values.end()};
}

}  // namespace jisr::dialogs
