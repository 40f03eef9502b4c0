// Questions of every type by chance, with rules, choices, checks and PINs that must be repeated.
#include "tests/unit/gateway/random_draft.hpp"

namespace jisr::test {

namespace {

using std::to_string;
using Kind = Asked::Kind;

// The type and its rules; `field` is filled in.
std::string type_of(Draft& draft, Asked& field) {
  auto& chance = draft.chance;
  const auto bounds = [&](const char* low, const char* high, int least, int width) {
    field.low = least + static_cast<int>(chance.below(5));
    field.high = field.low + 1 + static_cast<int>(chance.below(static_cast<std::size_t>(width)));
    return std::string(low) + ": " + to_string(field.low) + ", " + high + ": " +
           to_string(field.high);
  };
  const auto typed = [&](Kind kind, std::string written) {
    field.kind = kind;
    return written;
  };
  switch (chance.below(16)) {
    case 0:
    case 1:
      field.kind = Kind::number;
      return "number, " + bounds("min", "max", 0, 20);
    case 2:
      return typed(Kind::birth, "birth, age_min: 18");
    case 3:
      return typed(Kind::yes_no, "yes_no");
    case 4:
      return typed(Kind::name, chance.one_in(3) ? "name, length_max: 12, alphabet: latin"
                                                : "name, length_max: 12");
    case 5:
      return "national_id";
    case 6:
      return typed(Kind::phone, chance.one_in(2) ? "phone, line: mobile" : "phone, abroad: true");
    case 7:
      field.kind = Kind::age;
      return "age, " + bounds("age_min", "age_max", 15, 60);
    case 8:
      return typed(Kind::email, "email, length_max: 24");
    case 9:
      return typed(Kind::pin, "pin, errors: {too_simple: {fr: F, ar: ع}}");
    case 10:
      return typed(Kind::date, chance.one_in(2) ? "date, age_max: 90"
                                                : "date, precision: [month, year], age_max: 90");
    case 11:
      field.kind = Kind::year;
      return "year, " + bounds("min", "max", 1980, 30);
    case 12:
      return typed(Kind::code, chance.one_in(2) ? "code" : "code, length_max: 5");
    default:
      return "text, length_max: 9";
  }
}

std::string extras(Draft& draft, const Asked& field) {
  auto& chance = draft.chance;
  std::string out;
  if (chance.one_in(6)) out += ", skip_if_answered: true";
  if (chance.one_in(6)) out += ", wrong: {tries: 2, next: " + draft.next() + "}";
  const bool typed = field.kind == Kind::name || field.kind == Kind::birth ||
                     field.kind == Kind::phone || field.kind == Kind::email ||
                     field.kind == Kind::pin;
  if (typed && chance.one_in(4)) out += ", choices: [{key: 7, text: {fr: F7, ar: ع7}}]";
  const bool number = field.kind == Kind::number || field.kind == Kind::age;
  if (number && chance.one_in(4)) {
    out += ", checks: [{refuse_when: {field: " + field.name + ", is: \"" + to_string(field.high) +
           "\"}, text: {fr: F, ar: ع}}]";
  }
  if (field.kind == Kind::date && chance.one_in(4)) {
    out += ", checks: [{refuse_when: {value: {shift: " + field.name +
           ", by: 1 year}, above: \"2026-01-01\"}, text: {fr: F, ar: ع}}]";
  }
  return out;
}

}  // namespace

std::string write_question(Draft& draft) {
  Asked field{draft.fresh("q")};
  const auto type = type_of(draft, field);
  const auto when = draft.maybe_when();
  const auto name = Draft::screen(draft.at);
  auto text = draft.text(draft.chance.one_in(5));
  text.pop_back();
  std::string out = "  " + name + ": {kind: question, field: " + field.name + ", type: " + type +
                    ", text: " + text;
  if (!when.empty()) out += ", " + when.substr(4, when.size() - 5);
  out += extras(draft, field);
  const auto next = draft.on();
  if (field.kind == Kind::pin && draft.chance.one_in(2)) {  // to be typed twice
    out += ", next: " + name + "_again}\n  " + name +
           "_again: {kind: question, type: pin, verify: " + field.name + ", text: {fr: F, ar: ع}";
    if (draft.chance.one_in(2)) out += ", wrong: {tries: 2, next: " + name + "}";
  }
  out += ", next: " + next + "}\n";
  draft.asked.push_back(field);
  return out;
}

}  // namespace jisr::test
