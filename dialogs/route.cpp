// A bounded walk over the graph, without showing anything.
#include "dialogs/route.hpp"

#include <algorithm>

#include "dialogs/condition.hpp"
#include "dialogs/list_rows.hpp"
#include "dialogs/proof.hpp"

namespace jisr::dialogs {

namespace {

void arrive(Session& session, std::uint16_t screen) {
  session.screen = screen;
  session.page = 0;
  session.wrong = 0;
  session.notice = Wrong::none;
  session.filter.clear();
  session.pending.clear();
  session.show_plainly();
}

// Where a screen leads with the answer it already has.
std::uint16_t next_by_answer(const Screen& screen, const std::string& value) {
  const auto* choice = choice_of(screen, value);
  return choice != nullptr && choice->next != kNone ? choice->next : screen.next;
}

// What a screen that nobody sees does, and where it leads.
std::uint16_t work(const Dialog& dialog, Session& session, const Screen& screen,
                   const Surroundings& around) {
  assign(dialog, session, screen.set, around);
  const auto way = std::find_if(screen.ways.begin(), screen.ways.end(), [&](const Way& one) {
    return holds(one.when, {dialog, session, around});
  });
  return way == screen.ways.end() ? screen.next : way->next;
}

// Whether the screen is passed over, and then where to.
bool pass_over(const Dialog& dialog, Session& session, const Screen& screen,
               const Surroundings& around, std::uint16_t& next) {
  if (screen.kind == Screen::Kind::end) return false;
  if (!holds(screen.when, {dialog, session, around})) {
    next = screen.next;
    return next != kNone;
  }
  if (screen.kind == Screen::Kind::lookup) return false;
  if (screen.invisible()) {
    next = work(dialog, session, screen, around);
    return next != kNone;
  }
  const auto* known = screen.field == kNone ? nullptr : session.answer(screen.field);
  if (screen.skip_if_answered && known != nullptr && !known->empty()) {
    next = next_by_answer(screen, *known);
    return next != kNone;
  }
  if (session.changing && screen.kind != Screen::Kind::summary) {
    if (known != nullptr) {
      next = next_by_answer(screen, *known);
      return next != kNone;
    }
    if (screen.kind == Screen::Kind::message && screen.next != kNone) {
      next = screen.next;
      return true;
    }
  }
  if (screen.kind == Screen::Kind::list && screen.list.skip_single && screen.next != kNone) {
    const auto rows = list_rows(screen.list, session, {}, around.today).all;
    if (rows.size() == 1) {
      const bool tells = tells_withheld(screen.list, session);
      store_answer(dialog, session, screen.field, (*rows.front())[screen.list.value_column]);
      if (tells) session.withhold(screen.field);
      next = screen.next;
      return true;
    }
  }
  return false;
}

void forget_dependents(const Dialog& dialog, Session& session, std::uint16_t field) {
  for (const auto& screen : dialog.screens) {
    if (screen.kind != Screen::Kind::list || screen.field == field) continue;
    const bool depends = std::any_of(screen.list.where.begin(), screen.list.where.end(),
                                     [&](const auto& where) { return where.field == field; });
    if (depends) forget_answer(dialog, session, screen.field);
  }
}

bool asks(const Screen& screen, std::uint16_t field) {
  if (screen.field == field) return true;
  const auto sets = [field](const Assignment& set) { return set.field == field; };
  if (std::any_of(screen.set.begin(), screen.set.end(), sets)) return true;
  const auto& kept = screen.lookup.kept;
  if (std::any_of(kept.begin(), kept.end(), [field](auto& one) { return one.field == field; })) {
    return true;
  }
  return std::any_of(screen.choices.begin(), screen.choices.end(), [&](const Choice& choice) {
    return std::any_of(choice.set.begin(), choice.set.end(), sets);
  });
}

// A list's rows would tell an answer that is withheld: it is forgotten, and asked again. Where
// nothing asks it, all that is withheld is.
std::uint16_t asked_again(const Dialog& dialog, Session& session, const ListSource& list) {
  const auto told = [&](const ListSource::Where& where) {
    return where.field != kNone && session.withholds(where.field);
  };
  auto where = std::find_if(list.where.begin(), list.where.end(), told);
  if (where == list.where.end()) where = std::find_if(list.first.begin(), list.first.end(), told);
  const auto field = where->field;
  const auto asks = dialog.fields[field].screen;
  forget_answer(dialog, session, field);
  if (asks < dialog.screens.size() && !dialog.screens[asks].invisible()) return asks;
  const auto all = session.answers;
  for (const auto& answer : all) {
    if (answer.withheld) forget_answer(dialog, session, answer.field);
  }
  return dialog.start;
}

// She steps back to `place` as if she had typed the key for it: what lies behind it is no way back.
// Left there, it would lead past the question whose answer has just been forgotten.
void cut_trail(Session& session, std::uint16_t place) {
  auto& trail = session.trail;
  const auto was_there = std::find(trail.begin(), trail.end(), place);
  trail.erase(was_there == trail.end() ? trail.begin() : was_there, trail.end());
}

// Whether a screen that is shown, as the answers stand, asks this field.
bool asked(const Known& known, std::uint16_t field) {
  const auto& screens = known.dialog.screens;
  return std::any_of(screens.begin(), screens.end(), [&](const Screen& screen) {
    return asks(screen, field) && holds(screen.when, known);
  });
}

}  // namespace

const Choice* choice_of(const Screen& screen, const std::string& value) {
  const auto found =
      std::find_if(screen.choices.begin(), screen.choices.end(), [&](const Choice& choice) {
        return choice.act == Choice::Act::go && choice.value == value && !choice.is_traceless();
      });
  return found == screen.choices.end() ? nullptr : &*found;
}

void store_answer(const Dialog& dialog, Session& session, std::uint16_t field, std::string value) {
  if (field == kNone) return;
  const auto* before = session.answer(field);
  if (before != nullptr && *before != value) forget_dependents(dialog, session, field);
  session.set(field, std::move(value));
}

void assign(const Dialog& dialog, Session& session, const std::vector<Assignment>& all,
            const Surroundings& around) {
  for (const auto& [field, value] : all) {
    if (auto worked = value_of(value, {dialog, session, around})) {
      const bool tells = tells_withheld(value, session);
      store_answer(dialog, session, field, std::move(*worked));
      if (tells) session.withhold(field);
    } else {
      forget_answer(dialog, session, field);
    }
  }
}

// Ends even if lists hang on each other in a ring: each call takes one answer away.
void forget_answer(const Dialog& dialog, Session& session, std::uint16_t field) {
  if (session.answer(field) == nullptr) return;
  session.clear(field);
  forget_dependents(dialog, session, field);
}

void forget_unasked(const Dialog& dialog, Session& session, const Surroundings& around) {
  std::vector<std::uint16_t> gone;
  do {  // again, because a condition may read what has just gone
    gone.clear();
    for (const auto& answer : session.answers) {
      if (!asked({dialog, session, around}, answer.field)) gone.push_back(answer.field);
    }
    for (const auto field : gone) forget_answer(dialog, session, field);
  } while (!gone.empty());
}

void go_on(const Dialog& dialog, Session& session, std::uint16_t next, const Surroundings& around) {
  auto from = session.screen;
  const std::size_t steps_max = 2 * dialog.screens.size();
  for (std::size_t steps = 0; next < dialog.screens.size() && steps < steps_max; ++steps) {
    const auto& screen = dialog.screens[next];
    auto beyond = next;
    if (pass_over(dialog, session, screen, around, beyond)) {
      next = beyond;
      continue;
    }
    if (screen.kind == Screen::Kind::list && tells_withheld(screen.list, session)) {
      next = asked_again(dialog, session, screen.list);
      cut_trail(session, next);
      from = kNone;
      continue;
    }
    if (screen.kind == Screen::Kind::summary) session.changing = false;
    if (next != from && from < dialog.screens.size() && !dialog.screens[from].invisible()) {
      if (session.trail.size() >= Session::kTrailMax) session.trail.erase(session.trail.begin());
      session.trail.push_back(from);
    }
    arrive(session, next);
    return;
  }
}

void enter(const Dialog& dialog, Session& session, const Surroundings& around) {
  session.screen = kNone;
  go_on(dialog, session, dialog.start, around);
  if (session.screen == kNone) session.screen = dialog.start;
}

void enter_again(const Dialog& dialog, Session& session, const Surroundings& around) {
  const auto place = session.screen;
  const auto kind = dialog.screens[place].kind;
  if (kind == Screen::Kind::lookup || kind == Screen::Kind::end) return;
  const auto page = session.page;
  session.screen = kNone;  // it was left by no answer: there is no way back to it
  go_on(dialog, session, place, around);
  if (session.screen == kNone) session.screen = place;
  if (session.screen == place) session.page = page;
}

void go_back(const Dialog& dialog, Session& session, const Surroundings& around) {
  while (!session.trail.empty()) {
    const auto screen = session.trail.back();
    session.trail.pop_back();
    if (screen < dialog.screens.size() && screen != session.screen &&
        holds(dialog.screens[screen].when, {dialog, session, around}) &&
        !tells_withheld(dialog.screens[screen].list, session)) {
      arrive(session, screen);
      return;
    }
  }
}

}  // namespace jisr::dialogs
