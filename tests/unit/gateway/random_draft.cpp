// Texts, ways and conditions by chance.
#include "tests/unit/gateway/random_draft.hpp"

namespace jisr::test {

namespace {

using std::to_string;

std::string both(const std::string& inner) {
  return "{fr: \"F " + inner + "\", ar: \"ع " + inner + "\"}\n";
}

}  // namespace

std::string Draft::head(const char* kind) const {
  return "  " + screen(at) + ":\n    kind: " + kind + "\n";
}

std::string Draft::on() {
  if (chance.one_in(30)) return next();
  return at + 1 < screens ? screen(at + 1) : "last";
}

std::string Draft::next() {
  const auto draw = chance.below(20);
  if (draw < 12) return at + 1 < screens ? screen(at + 1) : "last";
  if (draw < 18) return at + 2 < screens ? screen(at + 2) : "last";
  if (draw == 18) return chance.one_in(2) ? "sorry" : "later";
  return screen(chance.below(screens));
}

const Asked& Draft::any_field() {
  const auto* one = &asked[chance.below(asked.size())];
  while (one->kind == Asked::Kind::pin) one = one == &asked.front() ? &asked.back() : one - 1;
  return *one;
}

// Forms for different numbers; one in eight has one too few.
std::string Draft::counted(const Asked& one) {
  const std::string shown = "[{" + one.name + "}]";
  std::string arabic;
  for (const auto* form : {"zero", "one", "two", "few", "many"}) {
    if (chance.one_in(40)) continue;
    arabic += std::string(form) + ": \"ع " + (chance.one_in(2) ? shown : "x") + "\", ";
  }
  return "{count: " + one.name + ", fr: {one: \"F x\", other: \"F " + shown + "\"}, ar: {" +
         arabic + "other: \"ع " + shown + "\"}}\n";
}

std::string Draft::text(bool with_answer) {
  if (!with_answer || asked.empty()) {
    if (!chance.one_in(8)) return both("x");
    const std::string medium = chance.one_in(2) ? "ussd" : "sms";
    return "{fr: F x, ar: ع x, " + medium + ": {fr: F y" +
           (chance.one_in(2) ? "}}\n" : ", ar: ع y}}\n");
  }
  const auto& one = any_field();
  using Kind = Asked::Kind;
  const bool number = one.kind == Kind::number || one.kind == Kind::age;
  if (number && chance.one_in(2)) return counted(one);
  if (one.kind == Kind::number && chance.one_in(2)) return both("[{" + one.name + ":number}]");
  const bool date = one.kind == Kind::birth || one.kind == Kind::date;
  if (date && chance.one_in(2)) return both("[{" + one.name + ":date}]");
  const bool cut = one.kind == Kind::name || one.kind == Kind::email || one.kind == Kind::text;
  if (cut && chance.one_in(2)) return both("[{" + one.name + ":12}]");
  return both("[{" + one.name + "}]");
}

std::string Draft::plain_condition() {
  using Kind = Asked::Kind;
  const auto& one = any_field();
  const auto between = [&](int low, int high) {
    return to_string(low +
                     static_cast<int>(chance.below(static_cast<std::size_t>(high - low + 2))));
  };
  switch (one.kind) {
    case Kind::choice:
    case Kind::several:
      return "{field: " + one.name + ", is: \"" + one.values[chance.below(one.values.size())] +
             "\"}";
    case Kind::yes_no:
      return "{field: " + one.name + ", is: \"" + (chance.one_in(2) ? "yes" : "no") + "\"}";
    case Kind::number:
    case Kind::age:
    case Kind::year:
      return "{field: " + one.name + (chance.one_in(2) ? ", above: \"" : ", at_most: \"") +
             between(one.low, one.high) + "\"}";
    case Kind::birth:
      return "{age: " + one.name + ", below: \"" + to_string(16 + chance.below(60)) + "\"}";
    case Kind::date:
      return chance.one_in(2) ? "{days_until: " + one.name + ", above: \"-3000\"}"
                              : "{field: " + one.name + ", below: \"2000\"}";
    case Kind::phone:
      return "{field: " + one.name + ", matches: \".2126.*\"}";
    case Kind::code:
      return "{value: {capture: \"([A-Z]+)[0-9]+\", of: " + one.name + "}, is: AB}";
    case Kind::made:
      return "{field: " + one.name + ", above: \"2026-12\"}";
    default:
      return "{answered: " + one.name + "}";
  }
}

std::string Draft::condition() {
  switch (chance.below(9)) {
    case 0:
      return "{not: " + plain_condition() + "}";
    case 1:
      return "{any: [" + plain_condition() + ", " + plain_condition() + "]}";
    case 2:
      return "{all: [{setting: on}, " + plain_condition() + "]}";
    case 3:
      return "{any: [{setting: off}, " + plain_condition() + "]}";
    case 4:
      return "{answered: " + any_field().name + "}";
    case 5:
      return chance.one_in(3) ? "{call: hour, below: \"20\"}" : plain_condition();
    default:
      return plain_condition();
  }
}

std::string Draft::maybe_when() {
  return !asked.empty() && chance.one_in(5) ? "    when: " + condition() + "\n" : "";
}

}  // namespace jisr::test
