// What an answer may be, by its type, its choices and what sets it.
#include <algorithm>
#include <set>

#include "dialogs/known_answers.hpp"
#include "dialogs/several.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kRowsMax = 5000;

std::set<std::string> typical(const FieldRule& rule, const Date& today) {
  const auto all = typical_values(rule, today);
  return {all.begin(), all.end()};
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
    if (asks && screen.kind == Screen::Kind::question) {
      values.merge(typical(screen.rule, today));
    }
    if (asks && screen.list.table) {
      for (const auto& row : screen.list.table->rows) {
        if (values.size() < kRowsMax) values.insert(row[screen.list.value_column]);
      }
    }
    if (asks && screen.several()) {
      for (auto& picks : typical_picks(screen)) values.insert(std::move(picks));
    }
    for (const auto& choice : screen.choices) {
      if (asks && !screen.several() && !choice.value.empty()) values.insert(choice.value);
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
