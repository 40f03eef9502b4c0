// Each kind of screen has its own ways.
#include "dialogs/ways.hpp"

#include <algorithm>

namespace jisr::dialogs {

namespace {

using Kind = WayOut::Kind;

const Condition* of(const Condition& when) {
  return when.kind == Condition::Kind::always ? nullptr : &when;
}

// Is there anything that she answers with besides choices of their own?
bool answers(const Screen& screen) {
  switch (screen.kind) {
    case Screen::Kind::question:
    case Screen::Kind::list:
      return true;
    case Screen::Kind::menu:
      return screen.several();
    case Screen::Kind::message:  // "next", unless there is always something to choose
      return std::all_of(screen.choices.begin(), screen.choices.end(),
                         [](const Choice& choice) { return of(choice.when) != nullptr; });
    default:
      return false;
  }
}

void add_choices(const Screen& screen, std::vector<WayOut>& ways) {
  for (std::size_t i = 0; i < screen.choices.size(); ++i) {
    const auto& choice = screen.choices[i];
    const bool among_several = screen.several() && !choice.value.empty() && choice.next == kNone;
    const bool stays = choice.act == Choice::Act::change || choice.is_traceless();
    if (stays || among_several) continue;
    const auto to = choice.next != kNone ? choice.next : screen.next;
    ways.push_back({Kind::choice, to, i, of(choice.when)});
  }
  for (std::size_t i = 0; i < screen.changes.size(); ++i) {
    const auto& change = screen.changes[i];
    ways.push_back({Kind::change, change.from, i, of(change.when)});
  }
}

void add_unseen(const Screen& screen, std::vector<WayOut>& ways) {
  for (std::size_t i = 0; i < screen.ways.size(); ++i) {
    ways.push_back({Kind::way, screen.ways[i].next, i, of(screen.ways[i].when)});
  }
  const auto& lookup = screen.lookup;
  if (screen.kind == Screen::Kind::branch && uses_next(screen)) {
    ways.push_back({Kind::otherwise, screen.next});
  } else if (screen.kind == Screen::Kind::set) {
    ways.push_back({Kind::done, screen.next});
  } else if (screen.kind == Screen::Kind::lookup) {
    ways.push_back({Kind::found, screen.next});
    ways.push_back({Kind::not_found, lookup.not_found != kNone ? lookup.not_found : screen.next});
    ways.push_back({Kind::failed, lookup.failed});
  }
}

}  // namespace

bool uses_next(const Screen& screen) {
  if (screen.kind == Screen::Kind::end || screen.kind == Screen::Kind::summary) return false;
  if (screen.kind == Screen::Kind::branch) {  // a way that always holds leaves no other
    return std::none_of(screen.ways.begin(), screen.ways.end(),
                        [](const Way& way) { return way.when.kind == Condition::Kind::always; });
  }
  if (screen.kind != Screen::Kind::menu) return true;
  return screen.when.kind != Condition::Kind::always ||
         std::any_of(screen.choices.begin(), screen.choices.end(), [](const Choice& choice) {
           return choice.next == kNone && !choice.is_traceless();
         });
}

std::vector<WayOut> ways_out(const Screen& screen) {
  std::vector<WayOut> ways;
  if (screen.kind == Screen::Kind::end) {
    if (screen.redial != kNone) ways.push_back({Kind::redial, screen.redial});
    if (screen.next != kNone) ways.push_back({Kind::done, screen.next});
    return ways;
  }
  add_choices(screen, ways);
  if (answers(screen)) ways.push_back({Kind::answer, screen.next});
  add_unseen(screen, ways);
  if (screen.wrong_next != kNone) ways.push_back({Kind::wrong, screen.wrong_next});
  const bool summary = screen.kind == Screen::Kind::summary;
  if (!summary && of(screen.when) != nullptr) {
    ways.push_back({Kind::passed, screen.next, 0, &screen.when});
  }
  return ways;
}

}  // namespace jisr::dialogs
