// One way of giving an answer after the other; the first that fits is enough.
#include "dialogs/still_valid.hpp"

#include <algorithm>

#include "dialogs/condition.hpp"
#include "dialogs/list_rows.hpp"
#include "dialogs/route.hpp"
#include "dialogs/several.hpp"

namespace jisr::dialogs {

namespace {

// A value that is worked out may be any; one that is written down must be this.
bool may_be(const Value& value, const std::string& wanted) {
  return value.kind != Value::Kind::constant || value.text == wanted;
}

bool sets(const std::vector<Assignment>& all, std::uint16_t field, const std::string& value) {
  return std::any_of(all.begin(), all.end(), [&](const Assignment& one) {
    return one.field == field && may_be(one.value, value);
  });
}

// A choice sets fields only when it was taken, which its screen's answer tells.
bool set_by_choice(const Known& known, const Screen& screen, std::uint16_t field,
                   const std::string& value) {
  const auto* taken = screen.field == kNone ? nullptr : known.session.answer(screen.field);
  return std::any_of(screen.choices.begin(), screen.choices.end(), [&](const Choice& choice) {
    const bool was_taken = choice.value.empty() || (taken != nullptr && choice.value == *taken);
    return was_taken && sets(choice.set, field, value);
  });
}

bool chosen(const Known& known, const Screen& screen, const std::string& value) {
  return std::any_of(screen.choices.begin(), screen.choices.end(), [&](const Choice& choice) {
    if (choice.act != Choice::Act::go || !holds(choice.when, known)) return false;
    if (choice.derived) return value_of(*choice.derived, known) == value;
    // On a menu a choice without a value is only a way.
    return choice.value == value && (!value.empty() || screen.kind != Screen::Kind::menu);
  });
}

bool all_chosen(const Known& known, const Screen& screen, const std::string& value) {
  const auto values = picked_values(value);
  const auto count = static_cast<std::int64_t>(values.size());
  return count >= screen.rule.min && count <= screen.rule.max &&
         std::all_of(values.begin(), values.end(),
                     [&](const std::string& one) { return chosen(known, screen, one); });
}

bool in_list(const Known& known, const Screen& screen, const std::string& value) {
  const auto& list = screen.list;
  const auto rows = list_rows(list, known.session, {}, known.around.today);
  return std::any_of(rows.all.begin(), rows.all.end(),
                     [&](const Row* row) { return (*row)[list.value_column] == value; });
}

// The canonical form is read as if she had typed it: it must come out as itself. What a PIN was
// cannot be asked any more; one that was taken stays.
bool typed(const Known& known, const Screen& screen, const std::string& value) {
  if (screen.rule.type == FieldType::pin) return is_pin_digest(value);
  const auto verdict = read_answer(screen.rule, value, known.around.today);
  return verdict.wrong == Wrong::none && verdict.value == value;
}

bool asked_by(const Known& known, const Screen& screen, const std::string& value) {
  const bool picked =
      screen.several() ? all_chosen(known, screen, value) : chosen(known, screen, value);
  const bool taken = picked ||
                     (screen.kind == Screen::Kind::question && typed(known, screen, value)) ||
                     (screen.kind == Screen::Kind::list && in_list(known, screen, value));
  return taken && !refusing_check(known, screen, value);
}

}  // namespace

bool still_valid(const Known& known, std::uint16_t field, const std::string& value) {
  const auto& screens = known.dialog.screens;
  return std::any_of(screens.begin(), screens.end(), [&](const Screen& screen) {
    if (screen.field == field) return asked_by(known, screen, value);
    const auto& kept = screen.lookup.kept;
    const bool looked_up =
        std::any_of(kept.begin(), kept.end(), [&](const auto& one) { return one.field == field; });
    return looked_up || sets(screen.set, field, value) ||
           set_by_choice(known, screen, field, value);
  });
}

}  // namespace jisr::dialogs
