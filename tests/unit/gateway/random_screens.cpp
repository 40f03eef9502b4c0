// Screens of all kinds but questions by chance.
#include <iterator>

#include "tests/unit/gateway/random_draft.hpp"

namespace jisr::test {

namespace {

using std::to_string;
using Kind = Asked::Kind;

std::string menu(Draft& draft) {
  auto& chance = draft.chance;
  Asked field{draft.fresh("m"), Kind::choice};
  std::string out = draft.head("menu") + "    text: " + draft.text(chance.one_in(4)) +
                    draft.maybe_when() + "    field: " + field.name + "\n    choices:\n";
  const auto most = 2 + chance.below(2);
  for (std::size_t i = 1; i <= most; ++i) {
    const bool valued = i == 1 || !chance.one_in(6);
    const std::string value = "v" + to_string(i);
    const std::string tail(chance.one_in(60) ? 170 : 0, 'w');
    out += "      - {key: " + to_string(i) + (valued ? ", value: " + value : "") +
           ", text: {fr: \"F" + to_string(i) + tail + "\", ar: \"ع" + to_string(i) + tail + "\"}";
    if (valued) field.values.push_back(value);
    if (chance.one_in(4)) out += ", next: " + draft.next();
    if (!draft.asked.empty() && chance.one_in(8)) out += ", when: " + draft.condition();
    if (chance.one_in(8)) out += ", set: {flag: \"" + value + "\"}";
    out += "}\n";
  }
  if (chance.one_in(8)) out += "    skip_if_answered: true\n";
  out += "    next: " + draft.on() + "\n";
  draft.asked.push_back(field);
  return out;
}

// She picks several; `high` is the most.
std::string several(Draft& draft) {
  auto& chance = draft.chance;
  Asked field{draft.fresh("n"), Kind::several};
  std::string out = draft.head("menu") + "    text: " + draft.text(chance.one_in(4)) +
                    draft.maybe_when() + "    field: " + field.name +
                    "\n    several: true\n    choices:\n";
  const auto most = 2 + chance.below(4);
  for (std::size_t i = 1; i <= most; ++i) {
    const auto number = to_string(i);
    out += "      - {key: " + number + ", value: v" + number + ", text: {fr: F" + number +
           ", ar: ع" + number + "}";
    if (i > 1 && !draft.asked.empty() && chance.one_in(12)) out += ", when: " + draft.condition();
    out += "}\n";
    field.values.push_back("v" + number);
  }
  if (chance.one_in(4)) {
    out += "      - {key: 9, text: {fr: F9, ar: ع9}, next: " + draft.next() + "}\n";
  }
  field.low = 1;
  field.high = static_cast<int>(most);
  if (chance.one_in(3)) {
    field.high = 1 + static_cast<int>(chance.below(most));
    out += "    max: " + to_string(field.high) + "\n";
  }
  draft.asked.push_back(field);
  return out + "    next: " + draft.on() + "\n";
}

std::string town(Draft& draft) {
  auto& chance = draft.chance;
  const bool streets = draft.towns_asked && chance.one_in(2);
  Asked field{streets ? "street" : "town", Kind::choice};
  field.values =
      streets ? std::vector<std::string>{"s1", "s3"} : std::vector<std::string>{"t1", "t2", "t3"};
  std::string out = draft.head("list") + "    field: " + field.name +
                    "\n    text: " + draft.text(chance.one_in(5)) + draft.maybe_when() +
                    "    list: {data: " + (streets ? "streets" : "towns") +
                    ", value: code, label: {fr: fr, ar: ar}, " +
                    (streets ? "where: {town: \"{town}\"}" : "where: {region: n}") +
                    (chance.one_in(3) ? ", first: {code: t2}" : "") +
                    (chance.one_in(2) ? ", skip_single: true" : "") + "}\n";
  if (chance.one_in(4)) out += "    choices: [{key: 7, text: {fr: F7, ar: ع7}}]\n";
  if (chance.one_in(5)) out += "    wrong: {tries: 2, next: " + draft.next() + "}\n";
  if (!streets) draft.towns_asked = true;
  draft.asked.push_back(field);
  return out + "    next: " + draft.on() + "\n";
}

std::string made_rows(Draft& draft) {
  auto& chance = draft.chance;
  static const char* const kForms[] = {"days", "months", "years", "numbers"};
  const auto* form = kForms[chance.below(std::size(kForms))];
  const Asked field{draft.fresh("d"), Kind::made};
  draft.asked.push_back(field);
  const bool past = chance.one_in(3);
  return draft.head("list") + "    field: " + field.name +
         "\n    text: " + draft.text(chance.one_in(5)) + "    list: {" + form +
         ": {from: " + (past ? "-1" : "0") + ", to: " + (past ? "-" : "") +
         to_string(2 + chance.below(12)) + "}}\n    next: " + draft.on() + "\n";
}

std::string message(Draft& draft) {
  auto& chance = draft.chance;
  std::string out = draft.head("message") + "    text: " + draft.text(true) + draft.maybe_when();
  if (chance.one_in(4)) {
    out += "    choices:\n      - {key: 1, text: {fr: F1, ar: ع1}, next: " + draft.next() +
           "}\n      - {key: 2, text: {fr: F2, ar: ع2}, next: " + draft.next();
    if (!draft.asked.empty() && chance.one_in(3)) out += ", when: " + draft.condition();
    out += "}\n";
  }
  return out + "    next: " + draft.on() + "\n";
}

std::string branch(Draft& draft) {
  std::string out = draft.head("branch") + "    ways:\n";
  for (std::size_t i = 0; i < 1 + draft.chance.below(2); ++i) {
    out += "      - {when: " + draft.condition() + ", next: " + draft.next() + "}\n";
  }
  return out + "    next: " + draft.on() + "\n";
}

std::string set(Draft& draft) {
  const auto shown = [&] { return draft.any_field().name; };
  const std::string values[] = {"fixed",
                                "{age: " + shown() + "}",
                                "\"{" + shown() + "}\"",
                                "{first_of: [\"{" + shown() + "}\", other]}",
                                "{add: [\"{" + shown() + "}\", \"1\"]}",
                                "{shift: " + shown() + ", by: 280 days}",
                                "{part: month, of: " + shown() + "}",
                                "{pad: " + shown() + ", to: 4}",
                                "{join: [\"{" + shown() + "}\", x]}",
                                "{table: towns, where: {code: \"{" + shown() + "}\"}, column: fr}",
                                "{date: {year: \"{" + shown() + "}\", month: \"2\", day: \"3\"}}",
                                "{call: language}"};
  const auto field = draft.fresh("w");
  const auto out = "  " + Draft::screen(draft.at) + ": {kind: set, set: {" + field + ": " +
                   values[draft.chance.below(std::size(values))] + "}, next: " + draft.on() + "}\n";
  draft.asked.push_back({field, Kind::worked});
  return out;
}

std::string lookup(Draft& draft) {
  const auto field = draft.fresh("k");
  std::string out = draft.head("lookup") + "    service: x\n    keep: {" + field + ": /a}\n";
  if (!draft.asked.empty()) out += "    send: {a: \"{" + draft.any_field().name + "}\"}\n";
  if (draft.chance.one_in(2)) out += "    not_found: " + draft.next() + "\n";
  draft.asked.push_back({field, Kind::worked});
  return out + "    failed: " + draft.next() + "\n    next: " + draft.on() + "\n";
}

// A block with parameters, which uses another one.
std::string block_use(Draft& draft) {
  draft.blocks =
      "blocks:\n  person:\n    parameters: [who, label, most]\n    start: name\n    screens:\n"
      "      name: {kind: question, type: name, field: <who>_name, length_max: <most>, "
      "text: {fr: \"F <who>\", ar: ع}, next: sex}\n"
      "      sex:\n        kind: menu\n        field: <who>_sex\n        text: <label>\n"
      "        choices:\n          - {key: 1, value: f, text: {fr: F1, ar: ع1}}\n"
      "          - {key: 2, value: m, text: {fr: F2, ar: ع2}, next: return}\n"
      "        next: call\n"
      "      call: {use: reach, with: {whose: <who>}, next: return}\n"
      "  reach:\n    parameters: [whose]\n    start: phone\n    screens:\n"
      "      phone: {kind: question, type: phone, field: <whose>_phone, text: {fr: F, ar: ع}, "
      "choices: [{key: 7, text: {fr: F7, ar: ع7}}], next: return}\n";
  const auto who = "p" + to_string(draft.at);
  const auto out = "  " + Draft::screen(draft.at) + ": {use: person, with: {who: " + who +
                   ", label: {fr: F, ar: ع}, most: " + to_string(5 + draft.chance.below(6)) +
                   "}, next: " + draft.on() + "}\n";
  draft.asked.push_back({who + "_name", Kind::name});
  draft.asked.push_back({who + "_sex", Kind::choice, {"f", "m"}});
  draft.asked.push_back({who + "_phone", Kind::phone});
  return out;
}

}  // namespace

std::string write_screen(Draft& draft) {
  // The first asks something that can be shown, so that there is always such a field.
  switch (draft.at == 0 ? 1 : draft.chance.below(14)) {
    case 0:
    case 1:
      return menu(draft);
    case 2:
      return several(draft);
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
      return write_question(draft);
    case 8:
      return town(draft);
    case 9:
      return message(draft);
    case 10:
      return branch(draft);
    case 11:
      return set(draft);
    case 12:
      return draft.chance.one_in(2) ? lookup(draft) : made_rows(draft);
    default:
      return block_use(draft);
  }
}

}  // namespace jisr::test
