// How a call opens: on from an earlier one, or at the start, with the answers that came with the
// code (`*555*2*1#`) or the keyword. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {

// Whether the session is an unfinished one of this very dialog.
bool is_unfinished_here(const Dialog& dialog, const std::optional<Session>& earlier);

// Whether the time that the dialog gives for the whole of it is over (`limits: {time: …}`).
bool is_out_of_time(const Dialog& dialog, const Session& session, std::int64_t now_ms);

// Whether begin() goes on from it, or asks whether to. `now_ms`: Unix time.
bool resumes(const Dialog& dialog, const std::optional<Session>& earlier, std::int64_t now_ms);

// The earlier session as another call finds it: at its place, its answers withheld where the dialog
// wants that, and before it the question whether to go on, or for a proof. Only of one that
// resumes().
Session reopened(const Dialog& dialog, const Session& earlier, const Surroundings& around);

// begin(), and then the answers onto the first screens, up to the first that is wrong: its screen
// is shown with the error. Never up to an end or into a look-up: before those she answers a page
// that she has seen. Nor onto an earlier call, which she is asked about or goes on with herself.
Step begin_with(const Dialog& dialog, const std::optional<Session>& earlier,
                const std::vector<std::string>& answers, const Surroundings& around);

}  // namespace jisr::dialogs
