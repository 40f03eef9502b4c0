// Evaluates conditions. They are few and small, so a plain walk over the tree is enough.
#include "dialogs/condition.hpp"

#include <re2/re2.h>

#include <algorithm>
#include "dialogs/several.hpp"

namespace jisr::dialogs {

namespace {

bool compares(const Comparison& one, const std::string& left, const Known& known) {
  using Op = Comparison::Op;
  if (one.op == Op::matches) return re2::RE2::FullMatch(left, *one.pattern);
  return std::any_of(one.right.begin(), one.right.end(), [&](const Value& value) {
    const auto right = value_of(value, known);
    if (!right) return false;
    if (one.op == Op::is || one.op == Op::in) return left == *right;
    const int order = compare(left, *right);
    if (one.op == Op::at_least) return order >= 0;
    if (one.op == Op::at_most) return order <= 0;
    return one.op == Op::above ? order > 0 : order < 0;
  });
}

}  // namespace

bool holds(const Condition& condition, const Known& known) {
  const auto part_holds = [&](const Condition& part) { return holds(part, known); };
  const auto& session = known.session;
  const auto& parts = condition.parts;
  switch (condition.kind) {
    case Condition::Kind::always:
      return true;
    case Condition::Kind::constant:
      return condition.value;
    case Condition::Kind::answered: {
      const auto* value = session.answer(condition.field);
      return value != nullptr && !value->empty();  // "none" is no answer
    }
    case Condition::Kind::field_is: {
      const auto* value = session.answer(condition.field);
      const auto is_wanted = [&wanted = condition.values](const std::string& one) {
        return std::find(wanted.begin(), wanted.end(), one) != wanted.end();
      };
      if (value == nullptr) return false;
      if (known.dialog.fields[condition.field].type != FieldType::choices) return is_wanted(*value);
      const auto values = picked_values(*value);
      return std::any_of(values.begin(), values.end(), is_wanted);
    }
    case Condition::Kind::all:
      return std::all_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::any:
      return std::any_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::negation:
      return std::none_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::known:
      return value_of(condition.comparisons.front().left, known).has_value();
    case Condition::Kind::compared: {
      const auto left = value_of(condition.comparisons.front().left, known);
      const auto& all = condition.comparisons;
      return left && std::all_of(all.begin(), all.end(), [&](const Comparison& one) {
               return compares(one, *left, known);
             });
    }
  }
  return false;
}

bool never(const Condition& condition) {
  const auto& parts = condition.parts;
  switch (condition.kind) {
    case Condition::Kind::constant:
      return !condition.value;
    case Condition::Kind::all:
      return std::any_of(parts.begin(), parts.end(), never);
    case Condition::Kind::any:
      return std::all_of(parts.begin(), parts.end(), never);
    case Condition::Kind::negation:
      return std::all_of(parts.begin(), parts.end(), [](const Condition& part) {
        return part.kind == Condition::Kind::constant && part.value;
      });
    case Condition::Kind::always:
    case Condition::Kind::field_is:
    case Condition::Kind::answered:
    case Condition::Kind::known:
    case Condition::Kind::compared:
      break;
  }
  return false;
}

std::optional<std::size_t> refusing_check(const Known& known, const Screen& screen,
                                          const std::string& value) {
  if (screen.checks.empty() || screen.field == kNone) return std::nullopt;
  auto trial = known.session;
  trial.set(screen.field, value);
  for (std::size_t i = 0; i < screen.checks.size(); ++i) {
    if (holds(screen.checks[i].when, {known.dialog, trial, known.around})) return i;
  }
  return std::nullopt;
}

}  // namespace jisr::dialogs
