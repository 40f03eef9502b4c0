// Conditions narrow a state. What cannot be decided stays possible on both sides.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/prove_state.hpp"

namespace jisr::dialogs {

namespace {

using Op = Comparison::Op;

void answered(Possible& possible) {
  possible.unasked = possible.none = false;
}

bool ordered(Op op, int order) {
  switch (op) {
    case Op::is:
    case Op::in:
      return order == 0;
    case Op::at_least:
      return order >= 0;
    case Op::at_most:
      return order <= 0;
    case Op::above:
      return order > 0;
    case Op::below:
      return order < 0;
    case Op::matches:
      break;
  }
  return false;
}

// Numbers within `range` for which the comparison with `bound` turns out as wanted; the whole range
// where they are not one piece.
Range bounded(Range range, Op op, std::int64_t bound, bool wanted) {
  if (!wanted) {
    if (op == Op::at_least) return bounded(range, Op::below, bound, true);
    if (op == Op::at_most) return bounded(range, Op::above, bound, true);
    if (op == Op::above) return bounded(range, Op::at_most, bound, true);
    if (op == Op::below) return bounded(range, Op::at_least, bound, true);
    if (range.low == bound && range.low < INT64_MAX)
      ++range.low;
    else if (range.high == bound && range.high > INT64_MIN)
      --range.high;
    return range;
  }
  const auto low = op == Op::above ? bound + 1 : bound;
  const auto high = op == Op::below ? bound - 1 : bound;
  if (op != Op::at_most && op != Op::below) range.low = std::max(range.low, low);
  if (op != Op::at_least && op != Op::above) range.high = std::min(range.high, high);
  return range;
}

bool is_counted(FieldType type) {
  return type == FieldType::number || type == FieldType::year || type == FieldType::age;
}

// Takes a value that equals `text` as the one that was typed, when that may be.
bool may_be_typed(const Possible& left, const Proof& proof, const std::string& text) {
  if (left.open) return true;
  const auto number = whole_number(text);
  return std::any_of(left.typed.begin(), left.typed.end(), [&](std::uint16_t at) {
    const auto& screen = proof.dialog.screens[at];
    const auto type = screen.rule.type;
    if (screen.kind == Screen::Kind::list) return true;
    if (is_counted(type)) {
      return number && *number >= left.number.low && *number <= left.number.high;
    }
    if (type != FieldType::name && type != FieldType::text && type != FieldType::national_id &&
        type != FieldType::phone && type != FieldType::email) {
      return true;  // a date: what is a date today need not be one tomorrow
    }
    return read_answer(screen.rule, text, Date{2026, 1, 1}).wrong == Wrong::none;
  });
}

// Whether everything that is typed is a whole number, so that comparing is counting.
bool counts(const Possible& left, const Proof& proof) {
  return !left.open && std::all_of(left.typed.begin(), left.typed.end(), [&](std::uint16_t at) {
    const auto& screen = proof.dialog.screens[at];
    const auto type = screen.rule.type;
    if (screen.kind == Screen::Kind::list) {
      return screen.list.made == ListSource::Made::years ||
             screen.list.made == ListSource::Made::numbers;
    }
    return is_counted(type);
  });
}

void without_typed(Possible& left) {
  left.open = false;
  left.typed.clear();
  left.number = left.age = {};
}

// Leaves of `left` what one comparison lets through.
void keep_compared(const Proof& proof, const State& state, const Comparison& one, bool wanted,
                   Possible& left) {
  if (wanted) answered(left);
  if (one.op == Op::matches) {
    std::erase_if(left.values, [&](const std::string& value) {
      return re2::RE2::FullMatch(value, *one.pattern) != wanted;
    });
    return;
  }
  std::vector<std::string> rights;
  for (const auto& value : one.right) {
    const auto right = possible_of(proof, value, state);
    if (!right.one_value()) return;  // compared with what is not known here
    rights.push_back(right.values.front());
  }
  const auto passes = [&](const std::string& value) {
    return std::any_of(rights.begin(), rights.end(), [&](const std::string& right) {
      const bool equal = one.op == Op::is || one.op == Op::in;
      return equal ? value == right : ordered(one.op, compare(value, right));
    });
  };
  std::erase_if(left.values, [&](const std::string& value) { return passes(value) != wanted; });
  if (!left.open && left.typed.empty()) return;
  const bool equal = one.op == Op::is || one.op == Op::in;
  if (equal && wanted) {
    auto found = left.values;
    for (const auto& right : rights) {
      if (may_be_typed(left, proof, right)) found.push_back(right);
    }
    const auto taken = one_of(std::move(found));
    without_typed(left);
    left.values = taken.values;
    return;
  }
  const auto number = rights.size() == 1 ? whole_number(rights.front()) : std::nullopt;
  if (!number || !counts(left, proof)) return;
  left.number = bounded(left.number, one.op, *number, wanted);
  if (left.number.empty()) without_typed(left);
}

// {age: birth, below: 18} narrows the age of what is typed.
bool keep_ages(const Proof& proof, const std::vector<Comparison>& all, std::size_t which,
               bool wanted, State& state) {
  const auto field = all[which].left.parts.front().field;
  auto left = proof.at(state, field);
  if (wanted) answered(left);
  const auto right = all[which].right.size() == 1
                         ? possible_of(proof, all[which].right.front(), state)
                         : any_text();
  const auto number = right.one_value() ? whole_number(right.values.front()) : std::nullopt;
  if (number && !left.open && !left.typed.empty()) {
    left.age = bounded(left.age, all[which].op, *number, wanted);
    if (left.age.empty()) without_typed(left);
  }
  proof.put(state, field, left);
  return !left.impossible();
}

// The fields without which a value is nothing.
void require(const Proof& proof, const Value& value, State& state) {
  if (value.kind == Value::Kind::field && value.field < state.fields.size()) {
    auto left = proof.at(state, value.field);
    answered(left);
    proof.put(state, value.field, left);
  }
  if (value.kind == Value::Kind::first_of) return;
  for (const auto& part : value.parts) require(proof, part, state);
}

bool consistent(const Proof& proof, const State& state) {
  return std::none_of(state.fields.begin(), state.fields.end(),
                      [&](auto id) { return proof.pool[id].impossible(); });
}

bool narrow_one(const Proof& proof, const std::vector<Comparison>& all, std::size_t which,
                bool wanted, State& state) {
  const auto& value = all[which].left;
  if (wanted) {
    require(proof, value, state);
    if (!consistent(proof, state)) return false;
  }
  const bool of_field = value.kind == Value::Kind::field && value.field < state.fields.size();
  const bool of_age = value.kind == Value::Kind::age &&
                      value.parts.front().kind == Value::Kind::field &&
                      value.parts.front().field < state.fields.size();
  if (of_age && all[which].op != Op::matches) return keep_ages(proof, all, which, wanted, state);
  auto left = of_field ? proof.at(state, value.field) : possible_of(proof, value, state);
  keep_compared(proof, state, all[which], wanted, left);
  if (of_field) proof.put(state, value.field, left);
  return !left.impossible();
}

void take_either(const Proof& proof, const State& other, std::optional<State>& all) {
  if (!all) {
    all = other;
    return;
  }
  for (std::size_t i = 0; i < other.fields.size(); ++i) {
    all->fields[i] = proof.pool.join(all->fields[i], other.fields[i]);
  }
}

bool narrow_compared(const Proof& proof, const std::vector<Comparison>& all, State& state,
                     bool wanted) {
  if (wanted) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!narrow_one(proof, all, i, true, state)) return false;
    }
    return true;
  }
  std::optional<State> either;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto one = state;
    if (narrow_one(proof, all, i, false, one)) take_either(proof, one, either);
  }
  if (either) state = std::move(*either);
  return either.has_value();
}

// All parts must turn out as `each`, or one of them at least.
bool narrow_parts(const Proof& proof, const std::vector<Condition>& parts, State& state, bool each,
                  bool every) {
  if (every) {
    return std::all_of(parts.begin(), parts.end(),
                       [&](const Condition& part) { return narrow(proof, part, state, each); });
  }
  std::optional<State> either;
  for (const auto& part : parts) {
    auto one = state;
    if (narrow(proof, part, one, each)) take_either(proof, one, either);
  }
  if (either) state = std::move(*either);
  return either.has_value();
}

bool narrow_answered(const Proof& proof, std::uint16_t field, State& state, bool wanted) {
  auto left = proof.at(state, field);
  if (wanted) {
    answered(left);
  } else {
    without_typed(left);
    left.values.clear();
  }
  proof.put(state, field, left);
  return !left.impossible();
}

bool narrow_is(const Proof& proof, const Condition& condition, State& state, bool wanted) {
  // Among several picks: one of them says nothing of the others.
  if (proof.dialog.fields[condition.field].type == FieldType::choices) {
    return !wanted || narrow_answered(proof, condition.field, state, true);
  }
  Comparison one;
  one.op = Op::in;
  for (const auto& text : condition.values) one.right.emplace_back().text = text;
  auto left = proof.at(state, condition.field);
  keep_compared(proof, state, one, wanted, left);
  proof.put(state, condition.field, left);
  return !left.impossible();
}

bool narrow_known(const Proof& proof, const Value& value, State& state, bool wanted) {
  const auto left = possible_of(proof, value, state);
  if (!wanted) return left.nothing();
  if (!left.something()) return false;
  require(proof, value, state);
  return consistent(proof, state);
}

}  // namespace

bool narrow(const Proof& proof, const Condition& condition, State& state, bool wanted) {
  using Kind = Condition::Kind;
  switch (condition.kind) {
    case Kind::always:
      return wanted;
    case Kind::constant:
      return proof.settings_open || condition.value == wanted;
    case Kind::answered:
      return narrow_answered(proof, condition.field, state, wanted);
    case Kind::field_is:
      return narrow_is(proof, condition, state, wanted);
    case Kind::all:
      return narrow_parts(proof, condition.parts, state, wanted, wanted);
    case Kind::any:
      return narrow_parts(proof, condition.parts, state, wanted, !wanted);
    case Kind::negation:  // none of its parts holds
      return narrow_parts(proof, condition.parts, state, !wanted, wanted);
    case Kind::known:
      return narrow_known(proof, condition.comparisons.front().left, state, wanted);
    case Kind::compared:
      return narrow_compared(proof, condition.comparisons, state, wanted);
  }
  return true;
}

}  // namespace jisr::dialogs
