// Walks all ways through a dialog at once, until nothing new can hold anywhere. Ways that meet with
// the same answers to what conditions ask are one; a screen keeps at most kStatesMax apart. Private
// to the prover.
#pragma once
#include <map>
#include <set>
#include <vector>

#include "dialogs/prove_flow.hpp"

namespace jisr::dialogs {

// Where one state of a screen leads.
struct Lead {
  std::uint16_t to = kNone;
  std::uint16_t state = 0;  // of that screen
  Why why = Why::answer;
  auto operator<=>(const Lead&) const = default;
};

struct Exploration {
  std::vector<std::vector<State>> states;          // by screen
  std::vector<std::vector<std::set<Lead>>> leads;  // by screen and state; without turning back
  bool exact = true;                               // no screen had more states than are kept apart
  std::size_t steps = 0;     // what the proof costs: states followed,
  std::size_t arrivals = 0;  // and states that were brought to a screen
};

// On the ways that go on only; then, with what that found, also with every way back that she has.
Exploration explore_ahead(const Proof& proof);
Exploration explore_turning(const Proof& proof, const Exploration& ahead);
inline Exploration explore_turning(const Proof& proof) {
  return explore_turning(proof, explore_ahead(proof));
}

// By screen: where she may go from it, if conditions are left aside. `unseen`: on which nobody sees
// it.
std::vector<std::set<std::uint16_t>> ways_of(const Exploration& found);
std::vector<std::set<std::uint16_t>> unseen_ways_of(const Exploration& found);

constexpr std::size_t kStatesMax = 96;

}  // namespace jisr::dialogs
