// The engine's two doors, begin() and answer(), and what each kind of answer does.
#include "dialogs/step.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/condition.hpp"
#include "dialogs/ending.hpp"
#include "dialogs/given.hpp"
#include "dialogs/lookup.hpp"
#include "dialogs/opening.hpp"
#include "dialogs/proof.hpp"
#include "dialogs/route.hpp"
#include "dialogs/several.hpp"
#include "dialogs/show.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kLettersBytesMax = 96;  // more than a name; kept in the session

// One input on one session. Each `try_…` says whether the input was meant for it.
class Turn {
 public:
  Turn(const Dialog& dialog, Session session, const Surroundings& around)
      : dialog_(dialog), around_(around) {
    step_.session = std::move(session);
  }

  Step take(std::string_view raw) {
    if (session().state == Session::State::ended) return std::move(step_);
    const bool lost = session().screen >= dialog_.screens.size();
    if (lost || screen().kind == Screen::Kind::end) {  // an end with `next` is left by any answer
      restart(lost ? kNone : screen().next);
      return close();
    }
    input_ = normalise(raw);
    if (++session().turns > dialog_.turns_max ||
        is_out_of_time(dialog_, session(), around_.now_ms)) {
      give_up();
      return std::move(step_);
    }
    if (session().proving) {
      take_proof();
    } else if (session().resuming) {
      take_resume();
    } else if (screen().kind == Screen::Kind::lookup) {
      // Its outcome was lost with the call: it is asked again, whatever she typed.
    } else if (session().doubtful) {
      take_doubtful();
    } else if (session().choosing_change) {
      take_change();
    } else if (session().aside) {
      session().aside = false;
      accepted();
    } else if (!try_navigation() && !try_choice()) {
      take_answer();
    }
    return close();
  }

  Step go_on_from(const LookupOutcome& outcome) {
    move(take_outcome(dialog_, session(), outcome));
    return close();
  }

  // The end of a turn: an end screen takes effect, a look-up is asked for.
  Step close() {
    const auto& here = screen();
    const bool open = session().state == Session::State::open && !asks_itself();
    if (open && here.kind == Screen::Kind::end) {
      step_.ended = session().screen;
      step_.effect = finish(dialog_, session(), around_);
    } else if (open && here.kind == Screen::Kind::lookup) {
      step_.lookup = lookup_of(known(), session().screen);
    } else if (open && here.begins != kNone) {
      step_.prepare = lookup_of(known(), here.begins);
    }
    return std::move(step_);
  }

  // A new beginning, at the start or `at`; her language stays. What may be another's is left to
  // her.
  void restart(std::uint16_t at = kNone) {
    Session fresh;
    fresh.dialog = dialog_.hash;
    fresh.language = session().language;
    if (session().withholds_any() && worth_keeping(dialog_, session())) {
      step_.left = left_for_another(session());
    } else {
      fresh.begun_ms = session().begun_ms;
      fresh.reminder = session().reminder;
    }
    session() = std::move(fresh);
    if (at == kNone) return enter(dialog_, session(), around_);
    session().screen = kNone;
    move(at);
    if (session().screen == kNone) session().screen = at;
  }

 private:
  // Shows a question of the engine's own, before the screen.
  bool asks_itself() { return session().resuming || session().proving; }
  Session& session() { return step_.session; }
  [[nodiscard]] const Screen& screen() { return dialog_.screens[session().screen]; }

  void move(std::uint16_t next) { go_on(dialog_, session(), next, around_); }
  [[nodiscard]] Known known() { return {dialog_, session(), around_}; }

  // Whether one of the screen's checks refuses this answer; then it is asked again.
  bool refused(const std::string& value) {
    const auto check = refusing_check(known(), screen(), value);
    if (!check) return false;
    session().check = static_cast<std::uint8_t>(*check);
    again(Wrong::check);
    return true;
  }

  void take(std::string value) {
    if (refused(value)) return;
    store_answer(dialog_, session(), screen().field, std::move(value));
    move(screen().next);
  }

  // Asks the same screen again with the reason, until the bound. "Go on or start again" is the
  // dialog's question, so the bound and the way on of the screen behind it are not for it.
  void again(Wrong why) {
    const bool own = !asks_itself();
    const int most = own && screen().wrong_max > 0 ? screen().wrong_max : dialog_.wrong_max;
    session().notice = why;
    step_.refused = own;
    if (++session().wrong < most) return;
    if (own && screen().wrong_next != kNone) {
      move(screen().wrong_next);
    } else {
      give_up();
    }
  }

  void give_up() {
    end_too_wrong(dialog_, session(), around_);
    step_.gave_up = true;
    step_.ended = dialog_.give_up;
  }

  void accepted() {
    session().notice = Wrong::none;
    session().wrong = 0;
  }

  void take_resume() {
    if (input_ == "1") {
      session().resuming = false;
      session().page = 0;
      accepted();
      ask_for_proof(dialog_, session(), around_);
    } else if (input_ == "2") {
      restart();
    } else {
      again(Wrong::not_a_choice);
    }
  }

  // Who cannot prove it begins anew.
  void take_proof() {
    if (refuses_proof(dialog_, session(), input_, around_)) restart();
  }

  void take_doubtful() {
    if (input_ == "1" || input_ == dialog_.keys.back) {
      session().doubtful = false;
      session().pending.clear();
      accepted();
    } else if (input_ == "2") {
      session().doubtful = false;
      take(std::exchange(session().pending, {}));
    } else {
      again(Wrong::not_a_choice);
    }
  }

  void take_change() {
    if (input_ == dialog_.keys.back) {
      session().choosing_change = false;
      session().page = 0;
      accepted();
      return;
    }
    if (try_home() || try_pages()) return;
    const auto seen = view(dialog_, session(), around_);
    const auto possible = changes(screen(), known());
    const auto index = picked(seen, input_);
    if (index >= possible.size()) {
      again(Wrong::not_a_choice);
      return;
    }
    const auto& change = *possible[index];
    for (const auto field : change.clears) forget_answer(dialog_, session(), field);
    session().changing = true;
    move(change.from);
    // No way back around the questions to a summary that lacks what was just forgotten.
    session().trail.clear();
  }

  bool try_home() {
    if (input_ != dialog_.keys.home || session().screen == dialog_.start) return false;
    restart();
    return true;
  }

  bool try_navigation() {
    if (try_home()) return true;
    if (input_ == dialog_.keys.back && may_go_back(dialog_, session())) {
      if (!session().filter.empty()) {  // first back to the whole list
        session().filter.clear();
        session().page = 0;
        accepted();
      } else {
        go_back(dialog_, session(), around_);
      }
      return true;
    }
    return try_pages();
  }

  bool try_pages() {
    const bool next = input_ == dialog_.keys.next;
    if (!next && input_ != dialog_.keys.previous) return false;
    const auto seen = view(dialog_, session(), around_);
    if (next ? seen.page + 1 >= seen.pages.size() : seen.page == 0) return false;
    session().page = static_cast<std::uint8_t>(next ? seen.page + 1 : seen.page - 1);
    accepted();
    return true;
  }

  bool try_choice() {
    if (screen().several()) {
      take_several();
      return true;
    }
    for (const auto* choice : offered(screen(), known())) {
      if (choice->key != input_) continue;
      take_choice(*choice);
      return true;
    }
    return false;
  }

  void take_several() {
    auto picks = read_picks(screen(), known(), input_);
    if (picks.alone != nullptr) {
      take_choice(*picks.alone);
    } else if (picks.wrong != Wrong::none) {
      again(picks.wrong);
    } else {
      take(std::move(picks.value));
    }
  }

  void take_choice(const Choice& choice) {
    const auto& here = screen();
    if (choice.act == Choice::Act::change) {
      session().choosing_change = true;
      session().page = 0;
      accepted();
      return;
    }
    if (choice.is_traceless()) {  // she stays where she is, and nothing else is noted
      session().aside = true;
      accepted();
      return;
    }
    if (choice.language != 0xFF) session().language = choice.language;
    // On a question or list a choice without a value says "none", which is an answer; on a menu it
    // is only a way.
    const bool tells = choice.derived && tells_withheld(*choice.derived, session());
    const bool way_only =
        choice.value.empty() && !choice.derived && here.kind == Screen::Kind::menu;
    auto value = choice.derived ? value_of(*choice.derived, known()).value_or("") : choice.value;
    if (way_only) {
      forget_answer(dialog_, session(), here.field);
    } else if (refused(value)) {
      return;
    } else {
      store_answer(dialog_, session(), here.field, std::move(value));
      if (tells) session().withhold(here.field);
    }
    assign(dialog_, session(), choice.set, around_);
    move(choice.next != kNone ? choice.next : here.next);
  }

  void take_answer() {
    switch (screen().kind) {
      case Screen::Kind::question:
        take_typed();
        break;
      case Screen::Kind::list:
        take_from_list();
        break;
      case Screen::Kind::message:
        if (offered(screen(), known()).empty()) {  // it shows "next" then
          move(screen().next);
          break;
        }
        [[fallthrough]];
      default:
        again(input_.empty() ? Wrong::empty : Wrong::not_a_choice);
    }
  }

  void take_typed() {
    const auto& here = screen();
    auto verdict = read_answer(here.rule, input_, given_to(here.rule, known()));
    if (verdict.wrong != Wrong::none) {
      again(verdict.wrong);
    } else if (verdict.unusual) {
      session().doubtful = true;
      session().pending = std::move(verdict.value);
      session().page = 0;
      session().notice = Wrong::none;
    } else {
      take(std::move(verdict.value));
    }
  }

  void take_row(const Row& row) { take(row[screen().list.value_column]); }

  void take_from_list() {
    const auto& list = screen().list;
    const auto seen = view(dialog_, session(), around_);
    if (const auto index = picked(seen, input_); index < seen.rows.all.size()) {
      take_row(*seen.rows.all[index]);
      return;
    }
    const bool letters = !input_.empty() && input_.size() <= kLettersBytesMax &&
                         !(input_.front() >= '0' && input_.front() <= '9');
    if (!list.by_letters || !letters) {
      again(input_.empty() ? Wrong::empty : Wrong::not_a_choice);
      return;
    }
    const auto found = list_rows(list, session(), input_, around_.today);
    if (found.all.size() == 1) {
      take_row(*found.all.front());
    } else if (found.all.empty()) {
      session().filter.clear();
      session().page = 0;
      again(Wrong::not_a_choice);
    } else {
      session().filter = input_;
      session().page = 0;
      accepted();
    }
  }

  const Dialog& dialog_;
  const Surroundings& around_;
  Step step_;
  std::string input_;
};

}  // namespace

Step begin(const Dialog& dialog, const std::optional<Session>& earlier,
           const Surroundings& around) {
  if (resumes(dialog, earlier, around.now_ms)) {
    return Turn(dialog, reopened(dialog, *earlier, around), around).close();
  }
  Session session;
  const bool here = is_unfinished_here(dialog, earlier);
  session.language = here ? earlier->language : dialog.default_language;
  Turn turn(dialog, std::move(session), around);
  turn.restart();
  auto step = turn.close();
  const bool locked = here && earlier->proofs_failed >= kProofsFailedMax;
  if (locked) step.left = *earlier;  // nobody goes on with it, and nobody loses it
  return step;
}

Step answer(const Dialog& dialog, Session session, std::string_view raw,
            const Surroundings& around) {
  if (session.language >= dialog.languages.size()) session.language = dialog.default_language;
  return Turn(dialog, std::move(session), around).take(raw);
}

Step resume(const Dialog& dialog, Session session, const LookupOutcome& outcome,
            const Surroundings& around) {
  const bool waits = session.state == Session::State::open &&
                     session.screen < dialog.screens.size() &&
                     dialog.screens[session.screen].kind == Screen::Kind::lookup;
  Turn turn(dialog, std::move(session), around);
  return waits ? turn.go_on_from(outcome) : turn.close();
}

}  // namespace jisr::dialogs
