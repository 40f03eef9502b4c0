// Plays answers as if she had typed them one by one.
#include "dialogs/opening.hpp"

#include <utility>

#include "dialogs/proof.hpp"
#include "dialogs/route.hpp"

namespace jisr::dialogs {

bool is_unfinished_here(const Dialog& dialog, const std::optional<Session>& earlier) {
  return earlier && (earlier->state == Session::State::open || earlier->gave_up) &&
         earlier->dialog == dialog.hash && earlier->screen < dialog.screens.size() &&
         earlier->language < dialog.languages.size();
}

bool is_out_of_time(const Dialog& dialog, const Session& session, std::int64_t now_ms) {
  return dialog.time_max_ms > 0 && session.begun_ms > 0 &&
         now_ms - session.begun_ms > dialog.time_max_ms;
}

bool resumes(const Dialog& dialog, const std::optional<Session>& earlier, std::int64_t now_ms) {
  return is_unfinished_here(dialog, earlier) && !is_out_of_time(dialog, *earlier, now_ms) &&
         earlier->screen != dialog.start && earlier->proofs_failed < kProofsFailedMax &&
         dialog.screens[earlier->screen].resume != Screen::Resume::never &&
         !earlier->answers.empty();
}

Session reopened(const Dialog& dialog, const Session& earlier, const Surroundings& around) {
  auto session = earlier;
  session.state = Session::State::open;
  session.gave_up = false;
  session.farewell.clear();
  session.notice = Wrong::none;
  session.wrong = 0;
  // Another person may hold the phone now: no half-given answer waits behind "go on".
  session.show_plainly();
  session.pending.clear();
  session.filter.clear();
  session.turns = 0;
  enter_again(dialog, session, around);
  withhold_all({dialog, earlier, around}, session);
  session.resuming = dialog.screens[earlier.screen].resume == Screen::Resume::ask;
  if (!session.resuming) ask_for_proof(dialog, session, around);
  return session;
}

Step begin_with(const Dialog& dialog, const std::optional<Session>& earlier,
                const std::vector<std::string>& answers, const Surroundings& around) {
  auto step = begin(dialog, earlier, around);
  if (resumes(dialog, earlier, around.now_ms)) return step;
  const auto left = step.left;
  for (const auto& typed : answers) {
    if (step.lookup || step.effect) break;
    auto next = answer(dialog, step.session, typed, around);
    if (next.effect || next.lookup || next.session.state == Session::State::ended) break;
    step = std::move(next);
    // What she is asked now is for her to answer.
    if (step.session.notice != Wrong::none || step.session.doubtful) break;
  }
  step.left = left;
  return step;
}

}  // namespace jisr::dialogs
