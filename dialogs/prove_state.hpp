// One state of the prover: what each field may hold; how conditions narrow it, and what values and
// lists make of it. Each answer may be too large a set, never too small. Private to the prover.
#pragma once
#include <cstdint>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/prove_possible.hpp"

namespace jisr::dialogs {

struct State {
  std::vector<PossiblePool::Id> fields;
  bool changing = false;  // back to the summary, over what is still answered
  bool shown = false;     // she turned back to this screen: it is shown, whatever is answered
  bool operator==(const State&) const = default;
};

// What a proof looks at, and whether a setting counts as it stands or as if anybody might turn it.
struct Proof {
  const Dialog& dialog;
  PossiblePool& pool;
  bool settings_open = false;

  [[nodiscard]] const Possible& at(const State& state, std::uint16_t field) const {
    return pool[state.fields[field]];
  }
  void put(State& state, std::uint16_t field, const Possible& possible) const {
    state.fields[field] = pool.id(possible);
  }
};

// Leaves of the state what lets the condition hold (or not hold: `wanted` false). False when
// nothing is left.
bool narrow(const Proof& proof, const Condition& condition, State& state,
            bool wanted);  // _condition

// What a value may be worked out as; `unasked` stands for nothing.
Possible possible_of(const Proof& proof, const Value& value, const State& state);  // _value
// As typed on a question, picked from rows that are made on the day, or several choices at once.
Possible typed_on(const Dialog& dialog, std::uint16_t screen);  // _value

// Stores, and lets the answers of lists that hang on it be forgotten.
void store(const Proof& proof, State& state, std::uint16_t field, const Possible& possible);
void forget(const Proof& proof, State& state, std::uint16_t field);
void assign(const Proof& proof, State& state, const std::vector<Assignment>& all);
// What registering forgets: answers to questions that would not be asked as the others stand.
void forget_unasked(const Proof& proof, State& state);

}  // namespace jisr::dialogs
