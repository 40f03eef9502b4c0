// The proofs, once the dialog is otherwise sound: all ways of answering at once.
#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

void check_proofs(Compilation& c) {
  if (!c.options.prove || c.findings.has_errors() || c.dialog.screens.empty()) return;
  if (c.dialog.start >= c.dialog.screens.size()) return;
  const Proofs proofs(c.dialog);
  prove_conditions(c, proofs);
  prove_choices(c, proofs);
  prove_reached(c, proofs);
  prove_shown(c, proofs);
  prove_used(c);
}

}  // namespace jisr::dialogs
