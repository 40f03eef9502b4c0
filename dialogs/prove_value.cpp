// What values may be worked out as, and what storing one does to a state.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/prove_state.hpp"

namespace jisr::dialogs {

namespace {

using Kind = Value::Kind;

Possible counted(Range range) {
  auto possible = any_text();
  possible.number = range;
  return possible;
}

Possible of_call(const Dialog& dialog, Value::Word word) {
  const auto numbers = [](int from, int to) {
    std::vector<std::string> all;
    for (int i = from; i <= to; ++i) all.push_back(std::to_string(i));
    return one_of(std::move(all));
  };
  std::vector<std::string> codes;
  switch (word) {
    case Value::Word::language:
      for (const auto& language : dialog.languages) {
        if (language.enabled) codes.push_back(language.code);
      }
      return one_of(std::move(codes));
    case Value::Word::medium:
      return one_of({"ussd", "sms"});
    case Value::Word::hour:
      return numbers(0, 23);
    case Value::Word::weekday:
      return numbers(1, 7);
    case Value::Word::returning:
    case Value::Word::stopped:
    case Value::Word::sms_possible:
      return one_of({"yes", "no"});
    case Value::Word::channel:
    case Value::Word::today:
      break;
  }
  return any_text();
}

// What can be nothing when a part is, or when it makes no sense.
Possible or_nothing(Possible possible) {
  possible.unasked = true;
  return possible;
}

// Each of finitely many values through `work`; nothing where it gives nothing.
template <typename Work>
Possible each(const Possible& part, Work work) {
  Possible all;
  all.unasked = part.nothing();
  std::vector<std::string> values;
  for (const auto& value : part.values) {
    if (auto one = work(value)) {
      values.push_back(std::move(*one));
    } else {
      all.unasked = true;
    }
  }
  if (!values.empty()) all = joined(all, one_of(std::move(values)));
  return part.open || !part.typed.empty() ? joined(all, or_nothing(any_text())) : all;
}

Possible joined_texts(const Proof& proof, const Value& value, const State& state) {
  constexpr std::size_t kMost = 200;
  bool missing = false;
  bool open = false;
  std::vector<std::string> texts = {""};
  for (const auto& part : value.parts) {
    const auto one = possible_of(proof, part, state);
    missing = missing || one.nothing();
    if (!one.something()) return unasked();
    open = open || one.open || !one.typed.empty() || texts.size() * one.values.size() > kMost;
    if (open) continue;
    std::vector<std::string> longer;
    for (const auto& text : texts) {
      for (const auto& tail : one.values) longer.push_back(text + tail);
    }
    texts = std::move(longer);
  }
  auto all = open ? any_text() : one_of(std::move(texts));
  all.unasked = missing;
  return all;
}

Possible looked_up(const Value& value, const Possible& key) {
  const auto cell = [&](const std::string& text) -> std::optional<std::string> {
    for (const auto& row : value.table->rows) {
      if (row[value.key_column] != text) continue;
      return row[value.value_column].empty() ? std::nullopt
                                             : std::optional(row[value.value_column]);
    }
    return std::nullopt;
  };
  auto known = key;
  known.open = false;
  known.typed.clear();
  auto all = each(known, cell);
  if (!key.open && key.typed.empty()) return all;
  std::vector<std::string> cells;
  for (const auto& row : value.table->rows) {
    if (!row[value.value_column].empty()) cells.push_back(row[value.value_column]);
  }
  return or_nothing(joined(all, one_of(std::move(cells))));
}

// Nothing where a part surely is nothing; otherwise `worked`, or nothing.
Possible of_parts(const Proof& proof, const Value& value, const State& state, Possible worked) {
  for (const auto& part : value.parts) {
    if (!possible_of(proof, part, state).something()) return unasked();
  }
  return or_nothing(std::move(worked));
}

// Counted out while there are few, so that "three times" comes to an end for the prover as well.
Possible summed(const Proof& proof, const Value& value, const State& state) {
  constexpr std::size_t kMost = 64;
  std::vector<std::int64_t> sums = {0};
  for (const auto& part : value.parts) {
    const auto one = possible_of(proof, part, state);
    const bool many = sums.size() * one.values.size() > kMost;
    if (one.open || !one.typed.empty() || one.nothing() || many) {
      return of_parts(proof, value, state, any_text());
    }
    std::vector<std::int64_t> more;
    for (const auto& text : one.values) {
      const auto number = whole_number(text);
      if (!number) return of_parts(proof, value, state, any_text());
      for (const auto sum : sums) more.push_back(sum + *number);
    }
    sums = std::move(more);
  }
  std::vector<std::string> texts;
  for (const auto sum : sums) texts.push_back(std::to_string(sum));
  return one_of(std::move(texts));
}

Possible first_of(const Proof& proof, const Value& value, const State& state) {
  Possible all;
  for (const auto& part : value.parts) {
    auto one = possible_of(proof, part, state);
    const bool sure = !one.nothing();
    one.unasked = one.none = false;
    all = joined(all, one);
    if (sure) return all;
  }
  return or_nothing(all);
}

}  // namespace

Possible typed_on(const Dialog& dialog, std::uint16_t at) {
  const auto& screen = dialog.screens[at];
  const auto& rule = screen.rule;
  if (screen.kind == Screen::Kind::question && rule.type == FieldType::yes_no) {
    return one_of({"yes", "no"});
  }
  Possible possible;
  possible.typed = {at};
  if (screen.kind != Screen::Kind::question) {
    if (screen.list.made == ListSource::Made::numbers) {
      possible.number = {std::min(screen.list.from, screen.list.to),
                         std::max(screen.list.from, screen.list.to)};
    }
    return possible;
  }
  if (rule.type == FieldType::age) possible.number = {rule.age_min, rule.age_max};
  if (rule.type == FieldType::number) possible.number = {rule.min, rule.max};
  if (rule.type == FieldType::year) {
    possible.number = {std::max<std::int64_t>(rule.min, 1000),
                       std::min<std::int64_t>(rule.max, 9999)};
  }
  const bool aged =
      rule.type == FieldType::birth || (rule.type == FieldType::date && rule.age_min > 0);
  if (aged) possible.age = {rule.age_min, rule.age_max + 1};  // a birthday may pass meanwhile
  return possible;
}

Possible possible_of(const Proof& proof, const Value& value, const State& state) {
  const auto part = [&](std::size_t i) { return possible_of(proof, value.parts[i], state); };
  switch (value.kind) {
    case Kind::constant:
      return one_of({value.text});
    case Kind::field: {
      if (value.field >= state.fields.size()) return any_text();
      auto known = proof.at(state, value.field);
      known.unasked = known.nothing();
      known.none = false;
      return known;
    }
    case Kind::call:
      return of_call(proof.dialog, value.word);
    case Kind::age:
      return of_parts(proof, value, state, counted({}));
    case Kind::part:
      return of_parts(proof, value, state, counted({}));
    case Kind::sum:
      return summed(proof, value, state);
    case Kind::days_until:
    case Kind::date:
    case Kind::shifted:
      return of_parts(proof, value, state, any_text());
    case Kind::joined:
      return joined_texts(proof, value, state);
    case Kind::padded:
      return each(part(0), [&](std::string text) -> std::optional<std::string> {
        const auto width = static_cast<std::size_t>(value.amount);
        if (text.size() < width) text.insert(0, width - text.size(), '0');
        return text;
      });
    case Kind::captured:
      return each(part(0), [&](const std::string& text) -> std::optional<std::string> {
        std::string group;
        const bool found = re2::RE2::FullMatch(text, *value.pattern, &group) && !group.empty();
        return found ? std::optional(group) : std::nullopt;
      });
    case Kind::looked_up:
      return looked_up(value, part(0));
    case Kind::first_of:
      return first_of(proof, value, state);
  }
  return or_nothing(any_text());
}

namespace {

// Lists whose rows hang on the field lose their answers, and so on.
void may_forget_dependents(const Proof& proof, State& state, std::uint16_t field) {
  for (const auto& screen : proof.dialog.screens) {
    if (screen.kind != Screen::Kind::list || screen.field == field) continue;
    const auto& where = screen.list.where;
    if (std::none_of(where.begin(), where.end(), [&](auto& one) { return one.field == field; })) {
      continue;
    }
    const auto& before = proof.at(state, screen.field);
    if (before.unasked) continue;  // said already, or never answered: ends rings as well
    proof.put(state, screen.field, joined(before, unasked()));
    may_forget_dependents(proof, state, screen.field);
  }
}

bool asks(const Screen& screen, std::uint16_t field) {
  const auto sets = [field](const auto& one) { return one.field == field; };
  const auto any = [&](const auto& all) { return std::any_of(all.begin(), all.end(), sets); };
  return screen.field == field || any(screen.set) || any(screen.lookup.kept) ||
         std::any_of(screen.choices.begin(), screen.choices.end(),
                     [&](const Choice& choice) { return any(choice.set); });
}

}  // namespace

void store(const Proof& proof, State& state, std::uint16_t field, const Possible& possible) {
  if (field == kNone) return;
  const auto before = proof.at(state, field);
  const bool same = before.one_value() && before == possible;
  const bool first = before.unasked && !before.none && !before.something();
  if (!same && !first) may_forget_dependents(proof, state, field);
  proof.put(state, field, possible);
}

void forget(const Proof& proof, State& state, std::uint16_t field) {
  if (field == kNone) return;
  if (proof.at(state, field) != unasked()) may_forget_dependents(proof, state, field);
  proof.put(state, field, unasked());
}

void assign(const Proof& proof, State& state, const std::vector<Assignment>& all) {
  for (const auto& [field, value] : all) {
    if (field == kNone) continue;
    const auto worked = possible_of(proof, value, state);
    if (!worked.something()) {
      forget(proof, state, field);
    } else {
      store(proof, state, field, worked);
    }
  }
}

void forget_unasked(const Proof& proof, State& state) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t i = 0; i < state.fields.size(); ++i) {
      const auto field = static_cast<std::uint16_t>(i);
      const auto& now = proof.at(state, field);
      if (now == unasked()) continue;
      bool may = false;
      bool must = false;
      for (const auto& screen : proof.dialog.screens) {
        if (!asks(screen, field)) continue;
        if (screen.when.kind == Condition::Kind::always) may = must = true;
        if (must) break;
        auto with = state;
        auto without = state;
        may = may || narrow(proof, screen.when, with, true);
        must = must || !narrow(proof, screen.when, without, false);
      }
      if (must || (may && now.unasked)) continue;
      proof.put(state, field, may ? joined(now, unasked()) : unasked());
      changed = true;
    }
  }
}

}  // namespace jisr::dialogs
