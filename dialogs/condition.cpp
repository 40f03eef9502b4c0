// Evaluates conditions. They are few and small, so a plain walk over the tree is enough.
#include "dialogs/condition.hpp"

#include <algorithm>

namespace jisr::dialogs {

bool holds(const Condition& condition, const Session& session) {
  const auto part_holds = [&](const Condition& part) { return holds(part, session); };
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
      const auto& wanted = condition.values;
      return value != nullptr && std::find(wanted.begin(), wanted.end(), *value) != wanted.end();
    }
    case Condition::Kind::all:
      return std::all_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::any:
      return std::any_of(parts.begin(), parts.end(), part_holds);
    case Condition::Kind::negation:
      return std::none_of(parts.begin(), parts.end(), part_holds);
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
      break;
  }
  return false;
}

}  // namespace jisr::dialogs
