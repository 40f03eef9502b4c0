// Answers of an earlier look-up never outlive a later one that found nothing.
#include "dialogs/lookup.hpp"

#include <algorithm>

#include "dialogs/proof.hpp"
#include "dialogs/route.hpp"

namespace jisr::dialogs {

Lookup lookup_of(const Known& known, std::uint16_t at) {
  const auto& source = known.dialog.screens[at].lookup;
  Lookup lookup{at, source.service, {}, source.limit_ms};
  for (const auto& [name, value] : source.sent) {
    if (auto worked = value_of(value, known)) lookup.sent.emplace_back(name, std::move(*worked));
  }
  return lookup;
}

std::uint16_t take_outcome(const Dialog& dialog, Session& session, const LookupOutcome& outcome) {
  using Kind = LookupOutcome::Kind;
  const auto& screen = dialog.screens[session.screen];
  const auto& lookup = screen.lookup;
  const bool tells = std::any_of(lookup.sent.begin(), lookup.sent.end(), [&](const auto& sent) {
    return tells_withheld(sent.value, session);
  });
  for (std::size_t i = 0; i < lookup.kept.size(); ++i) {
    const auto field = lookup.kept[i].field;
    const bool found = outcome.kind == Kind::found && i < outcome.kept.size() && outcome.kept[i];
    if (found) {
      store_answer(dialog, session, field, *outcome.kept[i]);
      if (tells) session.withhold(field);
    } else {
      forget_answer(dialog, session, field);
    }
  }
  if (outcome.kind == Kind::failed) return lookup.failed;
  const bool elsewhere = outcome.kind == Kind::not_found && lookup.not_found != kNone;
  return elsewhere ? lookup.not_found : screen.next;
}

}  // namespace jisr::dialogs
