// A worklist of states. Bounds that keep growing are given up, so it comes to rest.
#include "dialogs/prove_explore.hpp"

#include <algorithm>
#include <bitset>
#include <deque>
#include <memory>

#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

constexpr int kGrowthMax = 6;  // then growing bounds are given up
constexpr std::size_t kMarksMax = 256;

using Fields = std::set<std::uint16_t>;
using Screens = std::set<std::uint16_t>;
using Marks = std::bitset<kMarksMax>;  // by field

void read_by(const Value& value, Fields& fields) {
  if (value.kind == Value::Kind::field) fields.insert(value.field);
  for (const auto& part : value.parts) read_by(part, fields);
}

void read_by(const Condition& condition, Fields& fields) {
  if (condition.field != kNone) fields.insert(condition.field);
  for (const auto& part : condition.parts) read_by(part, fields);
  for (const auto& one : condition.comparisons) {
    read_by(one.left, fields);
    for (const auto& right : one.right) read_by(right, fields);
  }
}

// The fields that decide where a screen leads.
Fields deciding(const Screen& screen) {
  Fields fields;
  read_by(screen.when, fields);
  for (const auto& way : screen.ways) read_by(way.when, fields);
  for (const auto& check : screen.checks) read_by(check.when, fields);
  for (const auto& choice : screen.choices) read_by(choice.when, fields);
  for (const auto& change : screen.changes) read_by(change.when, fields);
  read_by(screen.effects.sms_when, fields);
  if (screen.skip_if_answered && screen.field != kNone) fields.insert(screen.field);
  fields.erase(kNone);
  return fields;
}

// By screen: where ways lead, but for those of changes. Also `next` where no way is written that
// uses it: an answer that she has already may lead there.
std::vector<Screens> targets(const Dialog& dialog) {
  std::vector<Screens> all;
  for (const auto& screen : dialog.screens) {
    Screens to = {screen.next};
    for (const auto& way : ways_out(screen)) {
      if (way.kind != WayOut::Kind::change) to.insert(way.to);
    }
    to.erase(kNone);
    all.push_back(std::move(to));
  }
  return all;
}

// By screen: the fields that some condition ahead of it, or its own, reads.
std::vector<Fields> deciding_ahead(const Dialog& dialog) {
  std::vector<Fields> all;
  for (const auto& screen : dialog.screens) all.push_back(deciding(screen));
  const auto ways = targets(dialog);
  for (bool grown = true; grown;) {
    grown = false;
    for (std::size_t i = all.size(); i-- > 0;) {
      const auto before = all[i].size();
      for (const auto to : ways[i]) {
        if (to != i) all[i].insert(all[to].begin(), all[to].end());
      }
      grown = grown || all[i].size() != before;
    }
  }
  return all;
}

// The answers that a screen itself may give or take.
Fields changed_on(const Screen& screen) {
  Fields changed = {screen.field};
  for (const auto& set : screen.set) changed.insert(set.field);
  for (const auto& one : screen.lookup.kept) changed.insert(one.field);
  for (const auto& choice : screen.choices) {
    for (const auto& set : choice.set) changed.insert(set.field);
  }
  return changed;
}

// The answers that may be given or taken from one screen that she sees to the next: on it, and on
// those between that nobody sees. By screen.
std::vector<Fields> changed_behind(const Dialog& dialog) {
  std::vector<Fields> all;
  for (const auto& screen : dialog.screens) all.push_back(changed_on(screen));
  const auto ways = targets(dialog);
  for (bool grown = true; grown;) {
    grown = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto before = all[i].size();
      for (const auto to : ways[i]) {
        if (dialog.screens[to].invisible()) all[i].insert(all[to].begin(), all[to].end());
      }
      for (const auto& list : dialog.screens) {  // rows hang on other answers
        const bool hangs = std::any_of(list.list.where.begin(), list.list.where.end(),
                                       [&](const auto& one) { return all[i].contains(one.field); });
        if (hangs) all[i].insert(list.field);
      }
      grown = grown || all[i].size() != before;
    }
  }
  return all;
}

std::vector<Marks> marks_of(const std::vector<Fields>& all) {
  std::vector<Marks> marks(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto field : all[i]) {
      if (field < kMarksMax) marks[i].set(field);
    }
  }
  return marks;
}

std::vector<std::vector<std::uint16_t>> listed(const std::vector<Fields>& all) {
  std::vector<std::vector<std::uint16_t>> lists;
  for (const auto& fields : all) lists.emplace_back(fields.begin(), fields.end());
  return lists;
}

class Explorer {
 public:
  // With what was found `ahead`, on ways that only go on, she may also turn back. An answer that
  // she can only have by turning back, or on the way of a change, is asked again where it is
  // missing, so it tells no states apart.
  Explorer(const Proof& proof, const Exploration* ahead)
      : proof_(proof),
        turning_(ahead != nullptr),
        deciding_(listed(deciding_ahead(proof.dialog))),
        changed_behind_(marks_of(changed_behind(proof.dialog))),
        turned_from_(proof.dialog.screens.size(), std::vector<bool>(proof.dialog.screens.size())),
        unasked_(proof.dialog.screens.size()),
        origins_(2, std::vector<Screens>(proof.dialog.screens.size())),
        growth_(proof.dialog.screens.size()) {
    made_.states.resize(proof.dialog.screens.size());
    made_.leads.resize(proof.dialog.screens.size());
    if (ahead == nullptr) return;
    made_.steps = ahead->steps;
    made_.arrivals = ahead->arrivals;
    for (std::size_t i = 0; i < deciding_.size(); ++i) {
      std::erase_if(deciding_[i], [&](std::uint16_t field) {
        const auto& states = ahead->states[i];
        return std::all_of(states.begin(), states.end(), [&](const State& state) {
          return state.changing || state.fields[field] == PossiblePool::kUnasked;
        });
      });
    }
  }

  Exploration run() {
    State begin;
    begin.fields.assign(proof_.dialog.fields.size(), PossiblePool::kUnasked);
    arrive(proof_.dialog.start, begin);
    if (proof_.dialog.give_up != kNone) arrive(proof_.dialog.give_up, begin);
    while (!waiting_.empty()) {
      const auto [at, which] = take_next();
      ++made_.steps;
      const auto state = made_.states[at][which];  // the list may grow meanwhile
      leave(at, which, state);
    }
    return std::move(made_);
  }

 private:
  using Waiting = std::pair<std::uint16_t, std::size_t>;

  // Up through the file and down again: what is new goes all the way in one sweep.
  Waiting take_next() {
    auto found = waiting_.end();
    if (up_) {
      found = waiting_.upper_bound(last_);
      if (found == waiting_.end()) up_ = false;
    }
    if (!up_) {
      found = waiting_.lower_bound(last_);
      if (found == waiting_.begin()) {
        up_ = true;
      } else {
        --found;
      }
    }
    last_ = *found;
    waiting_.erase(found);
    return last_;
  }

  void leave(std::uint16_t at, std::size_t which, const State& state) {
    follow(
        proof_, at, state,
        [&](std::uint16_t to, const State& next, Why why) {
          if (turning_ && why == Why::answer) note_origins(next.changing, to, {at});
          if (turning_ && (why == Why::pass || why == Why::lookup || why == Why::failed)) {
            note_origins(next.changing, to, origins_[state.changing ? 1 : 0][at]);
          }
          const auto there = static_cast<std::uint16_t>(arrive(to, next));
          made_.leads[at][which].insert({to, there, why});
        },
        [&](const State& shown) {
          if (turning_) turn_back(at, shown, state.changing);
        });
  }

  // The screens that she may turn back to from here. While she changes an answer there is no way
  // back beyond where the change began.
  void note_origins(bool changing, std::uint16_t to, const Screens& from) {
    auto& origins = origins_[changing ? 1 : 0][to];
    const auto before = origins.size();
    for (const auto one : from) {
      if (one != to) origins.insert(one);
    }
    if (origins.size() == before) return;
    for (std::size_t i = 0; i < made_.states[to].size(); ++i) waiting_.emplace(to, i);
  }

  // `changing`: as she came, for a summary ends the change but not the way that led to it.
  void turn_back(std::uint16_t at, const State& state, bool changing) {
    if (!proof_.dialog.screens[at].back || proof_.dialog.screens[at].kind == Screen::Kind::end) {
      return;
    }
    const auto& origins = origins_[changing ? 1 : 0];
    std::vector<bool> tried(proof_.dialog.screens.size());
    tried[at] = true;
    struct Back {
      std::uint16_t to;
      std::shared_ptr<const State> state;
      Marks changed;  // since she was there
    };
    std::deque<Back> to;
    const auto last = std::make_shared<const State>(state);
    for (const auto origin : origins[at]) to.push_back({origin, last, changed_behind_[origin]});
    State turned;
    while (!to.empty()) {
      const auto [screen, from, changed] = std::move(to.front());
      to.pop_front();
      if (tried[screen]) continue;
      tried[screen] = true;
      const auto& when = proof_.dialog.screens[screen].when;
      if (when.kind != Condition::Kind::always) {
        auto hidden = *from;
        if (narrow(proof_, when, hidden, false)) {
          const auto kept = std::make_shared<const State>(std::move(hidden));
          for (const auto origin : origins[screen]) {
            if (!tried[origin]) to.push_back({origin, kept, changed_behind_[origin] | changed});
          }
        }
      }
      turned = *from;
      if (!narrow(proof_, when, turned, true)) continue;
      turned_from_[screen][at] = true;
      if (!as_she_was(screen, changed, turned)) continue;
      turned.shown = true;
      arrive(screen, turned);
    }
  }

  // Whoever turns back to a screen was there before, and has what she had then but for what was
  // `changed` since. False when nobody can have been there like this.
  bool as_she_was(std::uint16_t screen, const Marks& changed, State& turned) const {
    const auto free = changed | unasked_[screen];
    for (std::size_t i = 0; i < turned.fields.size(); ++i) {
      auto& id = turned.fields[i];
      if (free[i] || !proof_.pool[id].unasked) continue;
      id = proof_.pool.asked(id);
      if (id == PossiblePool::kUnasked) return false;
    }
    return true;
  }

  // Notes which answers may be missing at a screen; where that grows, it does for those who turn
  // back to it.
  void note_unasked(std::uint16_t at, const State& state) {
    bool grown = false;
    for (std::size_t i = 0; i < state.fields.size(); ++i) {
      if (unasked_[at][i] || !proof_.pool[state.fields[i]].unasked) continue;
      unasked_[at].set(i);
      grown = true;
    }
    if (!grown) return;
    for (std::size_t screen = 0; screen < made_.states.size(); ++screen) {
      if (!turned_from_[at][screen]) continue;
      const auto from = static_cast<std::uint16_t>(screen);
      for (std::size_t i = 0; i < made_.states[from].size(); ++i) waiting_.emplace(from, i);
    }
  }

  // Whether two states at a screen are told apart: by what conditions ahead ask.
  [[nodiscard]] bool alike(std::uint16_t at, const State& a, const State& b) const {
    if (a.changing != b.changing || a.shown != b.shown) return false;
    return std::all_of(deciding_[at].begin(), deciding_[at].end(),
                       [&](auto field) { return a.fields[field] == b.fields[field]; });
  }

  // Which of the screen's states holds it now.
  std::size_t arrive(std::uint16_t at, const State& state) {
    ++made_.arrivals;
    note_unasked(at, state);
    auto& states = made_.states[at];
    auto found = std::find_if(states.begin(), states.end(),
                              [&](const State& one) { return alike(at, one, state); });
    if (found == states.end() && states.size() < kStatesMax) return add(at, state);
    if (found == states.end()) {
      made_.exact = false;
      found = std::find_if(states.begin(), states.end(), [&](const State& one) {
        return one.changing == state.changing && one.shown == state.shown;
      });
      // A few more: one for each manner of coming here.
      if (found == states.end()) return add(at, state);
    }
    const auto which = static_cast<std::size_t>(found - states.begin());
    if (join(*found, state, growth_[at][which])) waiting_.emplace(at, which);
    return which;
  }

  std::size_t add(std::uint16_t at, const State& state) {
    made_.states[at].push_back(state);
    made_.leads[at].emplace_back();
    growth_[at].push_back(0);
    const auto which = made_.states[at].size() - 1;
    waiting_.emplace(at, which);
    return which;
  }

  bool join(State& into, const State& more, int& growth) {
    bool grown = false;
    for (std::size_t i = 0; i < into.fields.size(); ++i) {
      const auto before = into.fields[i];
      auto now = proof_.pool.join(before, more.fields[i]);
      if (now == before) continue;
      if (growth > kGrowthMax) now = proof_.pool.widened(before, now);
      into.fields[i] = now;
      grown = true;
    }
    if (grown) ++growth;
    return grown;
  }

  const Proof& proof_;
  bool turning_;
  std::vector<std::vector<std::uint16_t>> deciding_;
  std::vector<Marks> changed_behind_;           // by screen
  std::vector<std::vector<bool>> turned_from_;  // by screen: from which she may turn back to it
  std::vector<Marks> unasked_;                  // by screen: what may be missing there
  std::vector<std::vector<Screens>> origins_;   // by whether she changes an answer, by screen
  std::vector<std::vector<int>> growth_;
  std::set<Waiting> waiting_;  // in the order of the file
  Waiting last_{};
  bool up_ = true;
  Exploration made_;
};

std::vector<std::set<std::uint16_t>> ways_where(const Exploration& found,
                                                bool (*taken)(const Lead& lead)) {
  std::vector<std::set<std::uint16_t>> ways(found.leads.size());
  for (std::size_t i = 0; i < ways.size(); ++i) {
    for (const auto& leads : found.leads[i]) {
      for (const auto& lead : leads) {
        if (taken(lead)) ways[i].insert(lead.to);
      }
    }
  }
  return ways;
}

}  // namespace

Exploration explore_ahead(const Proof& proof) {
  return Explorer(proof, nullptr).run();
}

Exploration explore_turning(const Proof& proof, const Exploration& ahead) {
  return Explorer(proof, &ahead).run();
}

std::vector<std::set<std::uint16_t>> ways_of(const Exploration& found) {
  return ways_where(found, [](const Lead&) { return true; });
}

std::vector<std::set<std::uint16_t>> unseen_ways_of(const Exploration& found) {
  return ways_where(
      found, [](const Lead& lead) { return lead.why == Why::pass || lead.why == Why::failed; });
}

}  // namespace jisr::dialogs
