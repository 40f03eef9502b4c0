// One screen of the prover: from what may hold when she comes to it, where she may go on, and with
// what. Follows route.cpp and step.cpp, for all answers at once. Private to the prover.
#pragma once
#include <cstdint>
#include <functional>

#include "dialogs/prove_state.hpp"

namespace jisr::dialogs {

enum class Why : std::uint8_t {
  answer,  // she answered, or had tried too often
  pass,    // nobody saw the screen
  lookup,  // a service was asked, and answered
  failed,  // it did not answer, and may not the next time
  change,  // she picked what to change
  redial,  // the call is over; the next one goes on there
};
using OnWay = std::function<void(std::uint16_t to, const State& state, Why why)>;

// Where she may go on from `at`. `on_shown` gets the state in which the screen is shown, if it is.
void follow(const Proof& proof, std::uint16_t at, const State& state, const OnWay& on_way,
            const std::function<void(const State&)>& on_shown = nullptr);

// Leaves of the state what lets none of the screen's choices be offered; false when nothing is
// left.
bool without_choices(const Proof& proof, const Screen& screen, State& state);

// The rows that a list may offer in this state: the values that it may keep. With `single`, only of
// those who have one row, else only of those who have several. `empty` tells that some may have
// none.
struct RowsOffered {
  Possible several;
  Possible single;
  bool empty = false;
};
RowsOffered rows_offered(const Proof& proof, std::uint16_t at, const State& state);

}  // namespace jisr::dialogs
