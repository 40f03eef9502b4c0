// One rule for what an end registers and for what is kept of her who did not come there.
#include "dialogs/lead.hpp"

#include "dialogs/condition.hpp"
#include "dialogs/ending.hpp"

namespace jisr::dialogs {

bool is_lead(const Known& known) {
  const auto& rule = known.dialog.lead;
  return !rule.kind.empty() && is_unfinished(known.session) && holds(rule.when, known);
}

Register lead_of(const Dialog& dialog, Session session, const Surroundings& around) {
  Register made;
  made.kind = dialog.lead.kind;
  made.tags = dialog.lead.tags;
  made.answers = registered_answers(dialog, session, around);
  made.language = dialog.languages[session.language].code;
  return made;
}

}  // namespace jisr::dialogs
