// Nobody is stranded: from every screen she can come to an end by what she types, however the
// conditions turn out that her earlier answers, the day or a service decide. A game of two: she
// picks among what is certainly offered, everything else may go against her.
#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/known_answers.hpp"

namespace jisr::dialogs {

namespace {

class Game {
 public:
  explicit Game(const Dialog& dialog)
      : dialog_(dialog), there_(answers_by_screen(dialog)), won_(dialog.screens.size()) {
    for (bool grown = true; grown;) {
      grown = false;
      for (std::size_t i = 0; i < won_.size(); ++i) {
        if (won_[i] || !wins(i)) continue;
        won_[i] = true;
        grown = true;
      }
    }
  }

  [[nodiscard]] bool won(std::size_t at) const { return won_[at]; }

  // Lost, but with a way on to a screen that is won: here the conditions decide.
  [[nodiscard]] bool decides(std::size_t at) const {
    const auto& screen = dialog_.screens[at];
    if (won_[at]) return false;
    const auto choice_wins = [&](const Choice& choice) {
      return choice.act != Choice::Act::change &&
             good(choice.next != kNone ? choice.next : screen.next);
    };
    return good(screen.next) || good(screen.lookup.failed) || good(screen.lookup.not_found) ||
           std::any_of(screen.ways.begin(), screen.ways.end(),
                       [&](const Way& way) { return good(way.next); }) ||
           std::any_of(screen.choices.begin(), screen.choices.end(), choice_wins);
  }

 private:
  [[nodiscard]] bool good(std::uint16_t to) const { return to != kNone && won_[to]; }

  [[nodiscard]] bool wins(std::size_t at) const {
    const auto& screen = dialog_.screens[at];
    if (screen.kind == Screen::Kind::end) return true;
    const auto when = decided(screen.when, there_[at]);
    if (when != true && !good(screen.next)) return false;  // it may be passed over
    if (when == false) return true;
    if (screen.skip_if_answered && !good(screen.next)) return false;
    switch (screen.kind) {
      case Screen::Kind::branch:
        return all_ways(screen, there_[at]);
      case Screen::Kind::lookup:
        return good(screen.next) && good(screen.lookup.failed) &&
               (screen.lookup.not_found == kNone || good(screen.lookup.not_found));
      case Screen::Kind::set:
        return good(screen.next);
      case Screen::Kind::question:
      case Screen::Kind::list:
        return good(screen.next) || some_choice(screen, there_[at]);
      case Screen::Kind::message:
        return screen.choices.empty() ? good(screen.next) : some_choice(screen, there_[at]);
      default:
        return some_choice(screen, there_[at]);
    }
  }

  [[nodiscard]] bool all_ways(const Screen& screen, const AnswersThere& there) const {
    for (const auto& way : screen.ways) {
      const auto taken = decided(way.when, there);
      if (taken != false && !good(way.next)) return false;
      if (taken == true) return true;  // those below are never asked
    }
    return good(screen.next);
  }

  [[nodiscard]] bool some_choice(const Screen& screen, const AnswersThere& there) const {
    return std::any_of(screen.choices.begin(), screen.choices.end(), [&](const Choice& choice) {
      const bool offered = decided(choice.when, there) == true;
      const bool leads = choice.act != Choice::Act::change;
      return offered && leads && good(choice.next != kNone ? choice.next : screen.next);
    });
  }

  const Dialog& dialog_;
  std::vector<AnswersThere> there_;
  std::vector<bool> won_;  // by screen: an end can be had from there
};

}  // namespace

void check_stranded(Compilation& c) {
  if (c.findings.has_errors() || c.lost) return;
  const Game game(c.dialog);
  const auto& screens = c.dialog.screens;
  const Screen* first = nullptr;
  std::string others;
  for (std::size_t i = 0; i < screens.size(); ++i) {
    if (!game.decides(i)) continue;
    if (first == nullptr) {
      first = &screens[i];
    } else {
      others += (others.empty() ? "; so from " : ", ") + screens[i].name;
    }
  }
  if (first == nullptr) return;
  c.findings.error("E416", first->place,
                   "whether an end can be reached from " + first->name + " depends on conditions",
                   "give her a choice that is always offered, or use `checks`" + others,
                   first->name.size());
}

}  // namespace jisr::dialogs
