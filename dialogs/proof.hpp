// Proving that it is her: what she answered in a call that broke off is shown again once she has
// told two digits of one of the answers, or the whole PIN that she chose. Pure; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"
#include "dialogs/value.hpp"

namespace jisr::dialogs {

// Wrong proofs of one unfinished registration, over all calls; then nobody goes on with it any
// more. Two digits are guessed at one time in a hundred: six tries find them at six in a hundred.
constexpr std::uint8_t kProofsFailedMax = 6;

// The digits that are asked for, counted from 1 among the digits of the answer. All registrations
// begun on one phone get the same question on the same day, since it is not known whose is meant.
std::pair<int, int> proof_places(const Date& today);

// Those digits; empty: the answer has too few.
std::string proof_digits(std::string_view answer, const Date& today);

// Whether she can be asked at all: the answer is there, with digits enough, and tries are left.
bool can_prove(const Dialog& dialog, const Session& session);

// Whether what she typed is the proof.
bool proves(const Known& known, std::string_view typed);

// What she answered so far is withheld, where the dialog wants that, and that is so.
bool withhold_all(const Known& known, Session& session);
void show_all_again(Session& session);

// She goes on: what is withheld has to be proved first, where it can be. Where not, a list whose
// rows would tell it gives way to the question before.
void ask_for_proof(const Dialog& dialog, Session& session, const Surroundings& around);

// Takes what she typed for a proof, or her turning back. True: she was wrong once too often.
bool refuses_proof(const Dialog& dialog, Session& session, std::string_view typed,
                   const Surroundings& around);

// Left to whom it belongs: another call may go on with it, as after a call that broke off.
Session left_for_another(Session session);

// Whether somebody may want this registration back: one of its answers is more than a choice.
bool worth_keeping(const Dialog& dialog, const Session& session);

// Whether a value is made of answers that are withheld, and so would tell them.
bool tells_withheld(const Value& value, const Session& session);

// Whether the rows of a list, or their order, would.
bool tells_withheld(const ListSource& list, const Session& session);

}  // namespace jisr::dialogs
