// The graph of the ways that the prover found, without those that lead back: what is left has a
// longest way, found from its ends.
#include "dialogs/figures.hpp"

#include <algorithm>

#include "dialogs/longest.hpp"
#include "dialogs/prove_explore.hpp"
#include "dialogs/show.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kSend = 1;  // the key that sends an answer

// Presses for an answer of usual length. A letter is one to four presses on its key, and a wait
// when the next is on the same: 2.2 on the average.
std::size_t typing_presses(const FieldRule& rule) {
  constexpr std::size_t kNameLetters = 9;
  constexpr std::size_t kTextLetters = 15;
  constexpr std::size_t kEmailLetters = 18;
  const auto letters = [&](std::size_t usual) {
    const auto count =
        std::clamp(usual, rule.length_min, std::max(rule.length_min, rule.length_max));
    return count * 11 / 5;
  };
  switch (rule.type) {
    case FieldType::name:
      return letters(kNameLetters);
    case FieldType::text:
      return letters(kTextLetters);
    case FieldType::national_id:
      return 5 + 6;
    case FieldType::date:
      return 8;
    case FieldType::birth:
    case FieldType::year:
      return 4;
    case FieldType::age:
      return 2;
    case FieldType::phone:
      return 10;
    case FieldType::email:
      return letters(kEmailLetters);
    case FieldType::pin:
      return rule.length_min;
    case FieldType::number:
      return std::min<std::size_t>(std::to_string(rule.max).size(), 4);
    case FieldType::yes_no:
    case FieldType::choice:
    case FieldType::choices:
      break;
  }
  return 1;
}

class Measure {
 public:
  Measure(const Dialog& dialog, std::uint8_t language, const Limit& page, Ways ways)
      : dialog_(dialog),
        language_(language),
        page_(page),
        session_(longest_session(dialog, language)),
        ways_(std::move(ways)) {
    cost_.resize(dialog.screens.size());
    for (std::size_t i = 0; i < cost_.size(); ++i) cost_[i] = of_screen(i);
    without_returns(dialog.start);
  }

  std::optional<Figures> both() {
    const bool registers =
        std::any_of(dialog_.screens.begin(), dialog_.screens.end(),
                    [](const Screen& screen) { return screen.effects.registers; });
    for (const bool only : {true, false}) {
      if (only && !registers) continue;
      const auto shortest = best(only, true);
      const auto longest = best(only, false);
      if (shortest && longest) return Figures{*shortest, *longest};
    }
    return std::nullopt;
  }

 private:
  WayFigures of_screen(std::size_t at) {
    WayFigures cost;
    const auto& screen = dialog_.screens[at];
    if (screen.invisible()) return cost;
    session_.screen = static_cast<std::uint16_t>(at);
    session_.trail = {dialog_.start};
    const auto seen = view(dialog_, session_, {page_, {2026, 1, 1}, "12345678"});
    std::size_t characters = 0;
    for (const auto& page : seen.pages) characters += code_points(page.text) - navigation(page);
    cost.screens = {static_cast<std::uint16_t>(at)};
    cost.pages = seen.pages.size();
    cost.reading_s = static_cast<double>(characters) / reading_speed(dialog_.languages[language_]);
    if (screen.kind != Screen::Kind::end) cost.presses = presses(screen);
    cost.presses += (cost.pages - 1) * (dialog_.keys.next.size() + kSend);
    cost.seconds = cost.reading_s + kNetworkSeconds * static_cast<double>(cost.pages) +
                   kPressSeconds * static_cast<double>(cost.presses);
    return cost;
  }

  // The keys that stand on every page are not read each time.
  [[nodiscard]] std::size_t navigation(const Page& page) const {
    const std::pair<const std::string&, Phrase> all[] = {{dialog_.keys.back, Phrase::back},
                                                         {dialog_.keys.home, Phrase::home},
                                                         {dialog_.keys.next, Phrase::next},
                                                         {dialog_.keys.previous, Phrase::previous}};
    std::size_t characters = 0;
    for (const auto& [key, which] : all) {
      const auto line = key + " " + phrase(dialog_, language_, which);
      if (page.text.find(line) != std::string::npos) characters += code_points(line);
    }
    return std::min(characters, code_points(page.text));
  }

  static std::size_t presses(const Screen& screen) {
    if (screen.kind == Screen::Kind::question) return typing_presses(screen.rule) + kSend;
    std::size_t key = 1;
    for (const auto& choice : screen.choices) key = std::max(key, choice.key.size());
    return key + kSend;
  }

  // Takes out the ways of wrong answers, and those that lead back to a screen on the way here.
  void without_returns(std::uint16_t start) {
    enum class Mark : std::uint8_t { fresh, open, done };
    std::vector<Mark> marks(ways_.size(), Mark::fresh);
    struct Frame {
      std::uint16_t at;
      std::vector<std::uint16_t> left;
    };
    for (std::size_t i = 0; i < ways_.size(); ++i) drop_side_ways(i);
    std::vector<Frame> path;
    const auto enter = [&](std::uint16_t at) {
      marks[at] = Mark::open;
      path.push_back({at, {ways_[at].rbegin(), ways_[at].rend()}});
    };
    enter(start);
    while (!path.empty()) {
      auto& frame = path.back();
      if (frame.left.empty()) {
        marks[frame.at] = Mark::done;
        order_.push_back(frame.at);
        path.pop_back();
        continue;
      }
      const auto to = frame.left.back();
      frame.left.pop_back();
      if (marks[to] == Mark::open) {
        ways_[frame.at].erase(to);
      } else if (marks[to] == Mark::fresh) {
        enter(to);
      }
    }
  }

  void drop_side_ways(std::size_t at) {
    const auto& screen = dialog_.screens[at];
    const auto leads = [&](std::uint16_t to) {
      return screen.next == to ||
             std::any_of(screen.choices.begin(), screen.choices.end(),
                         [&](const Choice& choice) { return choice.next == to; });
    };
    if (screen.wrong_next != kNone && !leads(screen.wrong_next)) ways_[at].erase(screen.wrong_next);
    if (screen.kind == Screen::Kind::end) ways_[at].clear();
    for (const auto& change : screen.changes) {
      if (!leads(change.from)) ways_[at].erase(change.from);
    }
  }

  // order_ has each screen after all that follow it.
  std::optional<WayFigures> best(bool registering, bool least) {
    std::vector<std::optional<WayFigures>> to_end(ways_.size());
    for (const auto at : order_) {
      const auto& screen = dialog_.screens[at];
      if (screen.kind == Screen::Kind::end) {
        if (!registering || screen.effects.registers) to_end[at] = cost_[at];
        continue;
      }
      const WayFigures* chosen = nullptr;
      for (const auto to : ways_[at]) {
        if (!to_end[to]) continue;
        const bool better = chosen == nullptr || (least ? to_end[to]->seconds < chosen->seconds
                                                        : to_end[to]->seconds > chosen->seconds);
        if (better) chosen = &*to_end[to];
      }
      if (chosen != nullptr) to_end[at] = sum(cost_[at], *chosen);
    }
    return to_end[dialog_.start];
  }

  static WayFigures sum(WayFigures first, const WayFigures& rest) {
    first.screens.insert(first.screens.end(), rest.screens.begin(), rest.screens.end());
    first.pages += rest.pages;
    first.presses += rest.presses;
    first.reading_s += rest.reading_s;
    first.seconds += rest.seconds;
    return first;
  }

  const Dialog& dialog_;
  std::uint8_t language_;
  Limit page_;
  Session session_;
  Ways ways_;
  std::vector<WayFigures> cost_;
  std::vector<std::uint16_t> order_;
};

}  // namespace

// 120 words a minute, in the letters of a word: six in French, five in Arabic without its vowels.
double reading_speed(const Language& language) {
  if (language.code.starts_with("ar")) return 10;
  if (language.code.starts_with("zgh")) return 5;  // read by few, and seldom
  return 12;
}

std::optional<Figures> figures(const Dialog& dialog, std::uint8_t language, const Limit& page) {
  if (dialog.start >= dialog.screens.size()) return std::nullopt;
  PossiblePool pool;
  return figures(dialog, language, page, ways_of(explore_ahead({dialog, pool, false})));
}

std::optional<Figures> figures(const Dialog& dialog, std::uint8_t language, const Limit& page,
                               Ways ways) {
  if (dialog.start >= dialog.screens.size() || language >= dialog.languages.size()) {
    return std::nullopt;
  }
  return Measure(dialog, language, page, std::move(ways)).both();
}

}  // namespace jisr::dialogs
