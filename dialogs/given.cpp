// Only a PIN needs more than the day.
#include "dialogs/given.hpp"

namespace jisr::dialogs {

Given given_to(const FieldRule& rule, const Known& known) {
  Given given(known.around.today);
  if (rule.type != FieldType::pin) return given;
  given.pin_key = known.around.pin_key;
  if (const auto* before = known.session.answer(rule.verify)) given.pin_before = *before;
  for (const auto& answer : known.session.answers) {
    if (answer.field >= known.dialog.fields.size() || answer.value.empty()) continue;
    const auto type = known.dialog.fields[answer.field].type;
    const bool date =
        type == FieldType::birth || type == FieldType::date || type == FieldType::year;
    if (date) given.dates.push_back(answer.value);
  }
  return given;
}

}  // namespace jisr::dialogs
