// The ways on of each kind of screen.
#include "dialogs/prove_flow.hpp"

#include <algorithm>
#include <map>

#include "dialogs/route.hpp"

namespace jisr::dialogs {

namespace {

bool holds_cell(const Possible& known, const std::string& cell) {
  return known.open || !known.typed.empty() ||
         std::binary_search(known.values.begin(), known.values.end(), cell);
}

class Follower {
 public:
  Follower(const Proof& proof, std::uint16_t at, const OnWay& on_way,
           const std::function<void(const State&)>& on_shown)
      : proof_(proof),
        at_(at),
        screen_(proof.dialog.screens[at]),
        on_way_(on_way),
        on_shown_(on_shown) {}

  void from(State state) {
    if (screen_.kind == Screen::Kind::end) {
      end(state);
      return;
    }
    if (!state.shown && screen_.next != kNone) {
      auto without = state;
      if (narrow(proof_, screen_.when, without, false)) on(screen_.next, without, Why::pass);
    }
    if (!narrow(proof_, screen_.when, state, true)) return;
    if (screen_.kind == Screen::Kind::lookup) {
      look_up(state);
    } else if (screen_.invisible()) {
      work(state);
    } else if (state.shown || pass_known(state)) {
      show(state);
    }
  }

 private:
  void on(std::uint16_t to, State state, Why why) {
    if (to == kNone) return;
    state.shown = false;
    on_way_(to, state, why);
  }

  void end(const State& state) {
    if (on_shown_) on_shown_(state);
    if (screen_.next != kNone) {
      State anew;
      anew.fields.assign(proof_.dialog.fields.size(), PossiblePool::kUnasked);
      on(screen_.next, anew, Why::redial);
    }
    if (screen_.redial == kNone) return;
    auto kept = state;
    if (screen_.effects.registers) forget_unasked(proof_, kept);
    kept.changing = false;
    on(screen_.redial, kept, Why::redial);
  }

  void look_up(State state) {
    const auto& lookup = screen_.lookup;
    auto missed = state;
    for (const auto& kept : lookup.kept) {
      auto found = any_text();
      found.unasked = true;
      store(proof_, state, kept.field, found);
      forget(proof_, missed, kept.field);
    }
    on(screen_.next, state, Why::lookup);
    if (lookup.not_found != kNone) on(lookup.not_found, missed, Why::lookup);
    on(lookup.failed, missed, Why::failed);
  }

  void work(State state) {
    assign(proof_, state, screen_.set);
    for (const auto& way : screen_.ways) {
      auto taken = state;
      if (narrow(proof_, way.when, taken, true)) on(way.next, taken, Why::pass);
      if (!narrow(proof_, way.when, state, false)) return;
    }
    on(screen_.next, state, Why::pass);
  }

  // Over the screen with the answer that it has: each value of a choice goes that choice's way.
  void pass_with(const State& state, const Possible& known) {
    auto rest = known;
    for (const auto& choice : screen_.choices) {
      if (choice.act != Choice::Act::go || choice_of(screen_, choice.value) != &choice) continue;
      Possible of_choice;
      if (choice.value.empty()) {
        of_choice.none = known.none;
        rest.none = false;
      } else if (holds_cell(known, choice.value)) {
        of_choice = one_of({choice.value});
        std::erase(rest.values, choice.value);
      }
      if (of_choice.impossible()) continue;
      auto taken = state;
      proof_.put(taken, screen_.field, of_choice);
      on(choice.next != kNone ? choice.next : screen_.next, taken, Why::pass);
    }
    if (rest.impossible()) return;
    auto taken = state;
    proof_.put(taken, screen_.field, rest);
    on(screen_.next, taken, Why::pass);
  }

  // Passes what is passed over; false when nothing is left that is shown.
  bool pass_known(State& state) {
    if (screen_.kind == Screen::Kind::summary) return true;
    if (state.changing && screen_.kind == Screen::Kind::message && screen_.next != kNone) {
      on(screen_.next, state, Why::pass);
      return false;
    }
    if (screen_.field != kNone && (screen_.skip_if_answered || state.changing)) {
      auto passed = proof_.at(state, screen_.field);
      auto left = unasked();
      left.unasked = passed.unasked;
      left.none = passed.none && !state.changing;
      passed.unasked = false;
      passed.none = passed.none && state.changing;
      if (!passed.impossible()) pass_with(state, passed);
      if (left.impossible()) return false;
      proof_.put(state, screen_.field, left);
    }
    if (screen_.kind == Screen::Kind::list && screen_.list.skip_single && screen_.next != kNone) {
      const auto rows = rows_offered(proof_, at_, state);
      if (rows.single.something()) {
        auto taken = state;
        store(proof_, taken, screen_.field, rows.single);
        on(screen_.next, taken, Why::pass);
        if (!rows.several.something() && !rows.empty) return false;
      }
    }
    return true;
  }

  void show(State state) {
    if (screen_.kind == Screen::Kind::summary) state.changing = false;
    if (on_shown_) on_shown_(state);
    for (const auto& choice : screen_.choices) {
      if (!screen_.several() || choice.value.empty()) choose(choice, state);
    }
    if (screen_.several()) answer(state, typed_on(proof_.dialog, at_));
    if (screen_.kind == Screen::Kind::question) answer(state, typed_on(proof_.dialog, at_));
    if (screen_.kind == Screen::Kind::list) answer_list(state);
    if (screen_.kind == Screen::Kind::message) {
      auto plain = state;
      if (without_choices(proof_, screen_, plain)) on(screen_.next, plain, Why::answer);
    }
    if (screen_.kind != Screen::Kind::message || !screen_.choices.empty()) {
      on(screen_.wrong_next, state, Why::answer);
    }
  }

  void answer_list(const State& state) {
    if (screen_.list.made != ListSource::Made::table) {
      answer(state, typed_on(proof_.dialog, at_));
      return;
    }
    const auto rows = rows_offered(proof_, at_, state);
    auto offered = rows.several;
    const bool passes = screen_.list.skip_single && screen_.next != kNone && !state.shown;
    if (!passes) offered = joined(offered, rows.single);
    if (offered.something()) answer(state, offered);
  }

  // Whether the screen's checks let some of this answer through; the state keeps only that.
  bool checked(State& state) {
    return std::all_of(screen_.checks.begin(), screen_.checks.end(), [&](const Check& check) {
      return narrow(proof_, check.when, state, false);
    });
  }

  void answer(State state, const Possible& given) {
    store(proof_, state, screen_.field, given);
    if (checked(state)) on(screen_.next, state, Why::answer);
  }

  void choose(const Choice& choice, State state) {
    if (choice.is_traceless()) return;  // she is where she was
    if (!narrow(proof_, choice.when, state, true)) return;
    if (choice.act == Choice::Act::change) {
      change(state);
      return;
    }
    if (screen_.field != kNone) {
      Possible value;
      if (choice.derived) {
        value = possible_of(proof_, *choice.derived, state);
        value.none = value.nothing();
        value.unasked = false;
      } else if (!choice.value.empty()) {
        value = one_of({choice.value});
      } else {
        value.none = true;
      }
      if (choice.value.empty() && !choice.derived && screen_.kind == Screen::Kind::menu) {
        forget(proof_, state, screen_.field);
      } else {
        store(proof_, state, screen_.field, value);
        if (!checked(state)) return;
      }
    }
    assign(proof_, state, choice.set);
    on(choice.next != kNone ? choice.next : screen_.next, state, Why::answer);
  }

  void change(const State& state) {
    for (const auto& one : screen_.changes) {
      auto picked = state;
      if (!narrow(proof_, one.when, picked, true)) continue;
      for (const auto field : one.clears) forget(proof_, picked, field);
      picked.changing = true;
      on(one.from, picked, Why::change);
    }
  }

  const Proof& proof_;
  std::uint16_t at_;
  const Screen& screen_;
  const OnWay& on_way_;
  const std::function<void(const State&)>& on_shown_;
};

}  // namespace

bool without_choices(const Proof& proof, const Screen& screen, State& state) {
  return std::all_of(screen.choices.begin(), screen.choices.end(), [&](const Choice& choice) {
    // The traceless one is not offered by SMS, so it cannot be the only one.
    return choice.is_traceless() || narrow(proof, choice.when, state, false);
  });
}

RowsOffered rows_offered(const Proof& proof, std::uint16_t at, const State& state) {
  const auto& list = proof.dialog.screens[at].list;
  RowsOffered offered;
  if (!list.table) return offered;
  std::map<std::vector<std::string>, std::vector<const std::string*>> groups;
  for (const auto& row : list.table->rows) {
    std::vector<std::string> key;
    const bool may = std::all_of(list.where.begin(), list.where.end(), [&](const auto& one) {
      const auto& cell = row[one.column];
      key.push_back(cell);
      return one.field == kNone ? cell == one.constant
                                : holds_cell(proof.at(state, one.field), cell);
    });
    if (may) groups[key].push_back(&row[list.value_column]);
  }
  std::vector<std::string> several;
  std::vector<std::string> single;
  for (const auto& [key, values] : groups) {
    auto& to = values.size() == 1 ? single : several;
    for (const auto* value : values) to.push_back(*value);
  }
  offered.several = one_of(std::move(several));
  offered.single = one_of(std::move(single));
  offered.empty =
      groups.empty() || std::any_of(list.where.begin(), list.where.end(), [&](const auto& one) {
        return one.field != kNone && proof.at(state, one.field).nothing();
      });
  return offered;
}

void follow(const Proof& proof, std::uint16_t at, const State& state, const OnWay& on_way,
            const std::function<void(const State&)>& on_shown) {
  Follower(proof, at, on_way, on_shown).from(state);
}

}  // namespace jisr::dialogs
