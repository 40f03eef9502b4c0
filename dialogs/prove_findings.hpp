// The findings of the prover, each kind in its own file. Private to dialogs/.
#pragma once
#include "dialogs/compilation.hpp"
#include "dialogs/prove_explore.hpp"

namespace jisr::dialogs {

// Whether any condition hangs on a setting.
bool of_settings(const Dialog& dialog);

// What was explored. `ever`: whatever the settings; `now`: as they stand; `ahead`: the same,
// without turning back.
struct Proofs {
  PossiblePool pool;
  Proof of_ever;
  Proof of_now;
  Exploration ahead;
  Exploration now;
  Exploration ever;
  explicit Proofs(const Dialog& dialog)
      : of_ever{dialog, pool, true},
        of_now{dialog, pool, false},
        ahead(explore_ahead(of_now)),
        now(explore_turning(of_now, ahead)),
        ever(of_settings(dialog) ? explore_turning(of_ever) : now) {}
};

void prove_conditions(Compilation& c, const Proofs& proofs);  // E422, E423, W512
void prove_reached(Compilation& c, const Proofs& proofs);     // E421, E426
void prove_ends(Compilation& c, const Proofs& proofs);        // E416, E425
void prove_shown(Compilation& c, const Proofs& proofs);       // E424, E427, W513
void prove_choices(Compilation& c, const Proofs& proofs);     // E420, W511
void prove_used(Compilation& c);                              // W514

}  // namespace jisr::dialogs
