// A forward analysis over the ways of the dialog: at each screen the fields that are answered
// whatever way she came. A way adds what is answered on it and takes away what may be forgotten.
#include "dialogs/known_answers.hpp"

#include <algorithm>
#include <bitset>
#include <deque>
#include <optional>

#include "dialogs/condition.hpp"

namespace jisr::dialogs {

namespace {

using Fields = std::bitset<256>;  // kFieldsMax is 200

struct Step {
  std::uint16_t to = kNone;
  Fields gained;
  Fields lost;
};

// The fields that have an answer whenever the condition holds.
Fields implied(const Condition& condition) {
  Fields all;
  switch (condition.kind) {
    case Condition::Kind::field_is:
    case Condition::Kind::answered:
      all.set(condition.field);
      break;
    case Condition::Kind::compared:
    case Condition::Kind::known: {
      const auto& left = condition.comparisons.front().left;
      const auto* value = &left;
      while (value->kind != Value::Kind::field && value->parts.size() == 1) {
        value = &value->parts.front();
      }
      if (value->kind == Value::Kind::field) all.set(value->field);
      break;
    }
    case Condition::Kind::all:
      for (const auto& part : condition.parts) all |= implied(part);
      break;
    case Condition::Kind::any:
      all.set();
      for (const auto& part : condition.parts) all &= implied(part);
      break;
    case Condition::Kind::always:
    case Condition::Kind::constant:
    case Condition::Kind::negation:
      break;
  }
  return all;
}

bool always_holds(const Condition& condition) {
  return condition.kind == Condition::Kind::always ||
         (condition.kind == Condition::Kind::constant && condition.value);
}

// The ways on from each screen, with what each does to the answers.
class Ways {
 public:
  explicit Ways(const Dialog& dialog) : dialog_(dialog) {}

  [[nodiscard]] std::vector<Step> from(std::uint16_t at) {
    steps_.clear();
    const auto& screen = dialog_.screens[at];
    if (screen.kind == Screen::Kind::end) {
      add(screen.redial, {}, {});
      return std::move(steps_);
    }
    if (!always_holds(screen.when)) {  // passed over: what it asks is not registered
      Fields lost;
      if (screen.field != kNone) lost.set(screen.field);
      add(screen.next, {}, lost);
    }
    if (never(screen.when)) return std::move(steps_);
    shown_ = implied(screen.when);
    answered(screen);
    return std::move(steps_);
  }

 private:
  void add(std::uint16_t to, Fields gained, Fields lost) {
    if (to != kNone) steps_.push_back({to, gained | shown_, lost});
  }

  // Lists that hang on a field lose their answer when it gets another one.
  [[nodiscard]] Fields dependents(std::uint16_t field) const {
    Fields lost;
    for (const auto& screen : dialog_.screens) {
      for (const auto& where : screen.list.where) {
        if (where.field == field && screen.field != field) lost.set(screen.field);
      }
    }
    return lost;
  }

  void assign(const std::vector<Assignment>& all, Fields& gained, Fields& lost) const {
    for (const auto& [field, value] : all) {
      const bool sure = value.kind == Value::Kind::constant ? !value.text.empty()
                        : value.kind == Value::Kind::field  ? gained.test(value.field)
                                                            : value.kind == Value::Kind::call;
      lost |= dependents(field);
      gained.set(field, sure);
      lost.set(field, !sure);
    }
  }

  // She answers with something (or with nothing), and goes on.
  void answer(const Screen& screen, bool something, const std::vector<Assignment>& set,
              std::uint16_t to) {
    Fields gained;
    Fields lost;
    if (screen.field != kNone) {
      lost = dependents(screen.field);
      gained.set(screen.field, something);
      lost.set(screen.field, !something);
    }
    assign(set, gained, lost);
    add(to, gained, lost);
  }

  void answered(const Screen& screen) {
    switch (screen.kind) {
      case Screen::Kind::question:
      case Screen::Kind::list:
        answer(screen, true, {}, screen.next);
        break;
      case Screen::Kind::message:
        if (screen.choices.empty()) add(screen.next, {}, {});
        break;
      case Screen::Kind::branch:
        for (const auto& way : screen.ways) add(way.next, implied(way.when), {});
        add(screen.next, {}, {});
        break;
      case Screen::Kind::set: {
        Fields gained;
        Fields lost;
        assign(screen.set, gained, lost);
        add(screen.next, gained, lost);
        break;
      }
      case Screen::Kind::lookup:
        look_up(screen);
        break;
      case Screen::Kind::summary:
        for (const auto& change : screen.changes) {
          Fields lost;
          for (const auto field : change.clears) lost |= dependents(field).set(field);
          add(change.from, {}, lost);
        }
        break;
      case Screen::Kind::menu:
      case Screen::Kind::language:
      case Screen::Kind::end:
        break;
    }
    for (const auto& choice : screen.choices) {
      if (never(choice.when) || choice.act == Choice::Act::change) continue;
      const auto to = choice.next != kNone ? choice.next : screen.next;
      answer(screen, !choice.value.empty(), choice.set, to);
    }
    if (screen.wrong_next != kNone) answer(screen, false, {}, screen.wrong_next);
  }

  void look_up(const Screen& screen) {
    Fields lost;
    for (const auto& kept : screen.lookup.kept) lost |= dependents(kept.field).set(kept.field);
    for (const auto to : {screen.next, screen.lookup.not_found, screen.lookup.failed}) {
      add(to, {}, lost);
    }
  }

  const Dialog& dialog_;
  Fields shown_;
  std::vector<Step> steps_;
};

class Analysis {
 public:
  explicit Analysis(const Dialog& dialog) : dialog_(dialog) {
    Ways ways(dialog);
    for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
      steps_.push_back(ways.from(static_cast<std::uint16_t>(i)));
    }
    known_.assign(dialog.screens.size(), std::nullopt);
    possible_.assign(dialog.screens.size(), Fields());
    known_[dialog.start] = Fields();
    std::deque<std::uint16_t> work = {dialog.start};
    while (!work.empty()) {
      const auto at = work.front();
      work.pop_front();
      for (const auto& step : steps_[at]) {
        if (merge(at, step)) work.push_back(step.to);
      }
    }
  }

  [[nodiscard]] RegisteringEnd at(std::uint16_t end) const {
    RegisteringEnd found;
    found.screen = end;
    for (std::size_t i = 0; i < dialog_.fields.size(); ++i) {
      KnownAnswer answer;
      answer.field = static_cast<std::uint16_t>(i);
      answer.always = known_[end]->test(i);
      answer.ever = possible_[end].test(i);
      if (!answer.always) answer.way_without = way_without(end, i);
      found.answers.push_back(std::move(answer));
    }
    return found;
  }

  [[nodiscard]] AnswersThere there(std::uint16_t at) const {
    if (!known_[at]) return {Fields().set(), Fields().set()};
    return {*known_[at], possible_[at]};
  }
  [[nodiscard]] bool reached(std::uint16_t at) const { return known_[at].has_value(); }

 private:
  bool merge(std::uint16_t from, const Step& step) {
    const auto known = (*known_[from] & ~step.lost) | step.gained;
    const auto possible = (possible_[from] & ~step.lost) | step.gained | possible_[step.to];
    auto& there = known_[step.to];
    const auto both = there ? *there & known : known;
    const bool grown = !there || both != *there || possible != possible_[step.to];
    there = both;
    possible_[step.to] = possible;
    return grown;
  }

  // The shortest way from the start on which the field has no answer at the end: a walk over pairs
  // of a screen and whether the field is answered.
  [[nodiscard]] std::vector<std::string> way_without(std::uint16_t end, std::size_t field) const {
    const auto screens = dialog_.screens.size();
    std::vector<std::size_t> came(2 * screens, SIZE_MAX);  // at + screens: answered
    std::deque<std::size_t> work = {dialog_.start};
    came[dialog_.start] = dialog_.start;
    while (!work.empty() && came[end] == SIZE_MAX) {
      const auto now = work.front();
      work.pop_front();
      for (const auto& step : steps_[now % screens]) {
        const bool had = now >= screens;
        const bool has = step.gained.test(field) || (had && !step.lost.test(field));
        const auto next = step.to + (has ? screens : 0);
        if (came[next] != SIZE_MAX) continue;
        came[next] = now;
        work.push_back(next);
      }
    }
    std::vector<std::string> way;
    if (came[end] == SIZE_MAX) return way;
    for (std::size_t now = end;; now = came[now]) {
      way.push_back(dialog_.screens[now % screens].name);
      if (now == came[now]) break;
    }
    std::reverse(way.begin(), way.end());
    return way;
  }

  const Dialog& dialog_;
  std::vector<std::vector<Step>> steps_;
  std::vector<std::optional<Fields>> known_;  // by screen; nothing: never reached
  std::vector<Fields> possible_;
};

}  // namespace

std::vector<AnswersThere> answers_by_screen(const Dialog& dialog) {
  const Analysis analysis(dialog);
  std::vector<AnswersThere> all;
  for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
    all.push_back(analysis.there(static_cast<std::uint16_t>(i)));
  }
  return all;
}

std::optional<bool> decided(const Condition& condition, const AnswersThere& there) {
  using Kind = Condition::Kind;
  const bool any = condition.kind == Kind::any;
  bool open = false;
  switch (condition.kind) {
    case Kind::always:
      return true;
    case Kind::constant:
      return condition.value;
    case Kind::answered:
      if (there.always.test(condition.field)) return true;
      [[fallthrough]];
    case Kind::field_is:
      if (!there.ever.test(condition.field)) return false;
      return std::nullopt;
    case Kind::compared:
    case Kind::known:
      return std::nullopt;
    case Kind::all:
    case Kind::any:
      for (const auto& part : condition.parts) {
        const auto one = decided(part, there);
        if (one == any) return any;
        open = open || !one;
      }
      if (open) return std::nullopt;
      return !any;
    case Kind::negation: {
      const auto one = decided(condition.parts.front(), there);
      if (!one) return std::nullopt;
      return !*one;
    }
  }
  return std::nullopt;
}

std::vector<RegisteringEnd> registering_ends(const Dialog& dialog) {
  const Analysis analysis(dialog);
  std::vector<RegisteringEnd> ends;
  for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
    const auto at = static_cast<std::uint16_t>(i);
    if (dialog.screens[i].effects.registers && analysis.reached(at)) {
      ends.push_back(analysis.at(at));
    }
  }
  return ends;
}

}  // namespace jisr::dialogs
