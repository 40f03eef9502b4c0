// Mistakes that only show when all ways of answering are followed: E42x, W51x.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

namespace {

// Before the summary, screens of one's own; `first` is the one that `note` leads to.
Snippet before_summary(std::string code, const std::string& first, const std::string& screens) {
  return {std::move(code),
          {{"شكرا {first_name:12}\"}\n    next: summary",
            "شكرا {first_name:12}\"}\n    next: " + first},
           {"  summary:\n", screens + "  summary:\n"}}};
}

// The choice 2 of consent, with a field that is set to one of two values.
const std::string kAsked =
    "  kind:\n    kind: menu\n    field: kind\n    text: Type\n    choices:\n"
    "      - {key: 1, value: a, text: A}\n      - {key: 2, value: b, text: B}\n";

const std::string kMembers =
    "  members: {kind: question, type: number, min: 5, max: 20, field: members, text: M, next: ";

// Five menus of three choices, all of which a branch ahead reads: too many ways to be kept apart.
std::string many_ways() {
  std::string screens;
  std::string all;
  for (int i = 0; i < 5; ++i) {
    const auto name = "k" + std::to_string(i);
    screens += "  " + name + ": {kind: menu, field: " + name +
               ", text: x, choices: [{key: 1, value: a, text: A}, {key: 2, value: b, text: B}, "
               "{key: 3, value: c, text: C}], next: " +
               (i < 4 ? "k" + std::to_string(i + 1) : "more") + "}\n";
    all += (all.empty() ? "{field: " : ", {field: ") + name + ", is: a}";
  }
  return screens +
         "  more: {kind: question, when: {field: k0, is: a}, type: text, field: more, "
         "length_max: 9, text: x, next: told}\n"
         "  »told: {kind: message, text: \"x {more}\", next: way}\n"
         "  way: {kind: branch, ways: [{when: {all: [" +
         all + "]}, next: sorry}], next: summary}\n";
}

}  // namespace

std::vector<Snippet> proof_snippets() {
  return {
      {"E420", {{"{key: 2, text: {fr: Non", "{key: 2, text: {fr: »Oui"}}},
      before_summary("E420", "twice",
                     "  twice:\n    kind: message\n    text: x\n    choices:\n"
                     "      - {key: 1, text: {fr: A, ar: ب}}\n"
                     "      - {key: 2, text: {fr: B, ar: »ب}}\n    next: summary\n"),
      before_summary("E422", "kind",
                     kAsked + "    next: other\n  other:\n    kind: message\n    text: x\n"
                              "    when: {all: [{field: kind, is: a}, {field: kind, is: »b}]}\n"
                              "    next: summary\n"),
      before_summary("E422", "members",
                     kMembers + "many}\n  many: {kind: message, text: x, "
                                "when: {field: members, above: »20}, next: summary}\n"),
      before_summary("E422", "members",
                     kMembers + "many}\n  many: {kind: branch, ways: "
                                "[{when: {field: members, below: »5}, next: sorry}], "
                                "next: summary}\n"),
      before_summary("E422", "young",
                     "  young: {kind: branch, ways: [{when: {age: birth, below: »18}, "
                     "next: sorry}], next: summary}\n"),
      before_summary("E422", "late",
                     "  late: {kind: branch, ways: [{when: {call: hour, above: »23}, "
                     "next: sorry}], next: summary}\n"),
      before_summary("E422", "kind",
                     kAsked + "    next: way\n  way:\n    kind: branch\n    ways:\n"
                              "      - {when: {field: kind, in: [a, b]}, next: summary}\n"
                              "      - {when: {field: kind, is: »a}, next: sorry}\n"
                              "    next: summary\n"),
      {"E422",
       {{"when: {field: sms_ok, is: \"yes\"}", "when: {not: {field: sms_ok, is: »\"yes\"}}"}}},
      {"E422",
       {{"from: first_name, clears: [first_name]",
         "from: first_name, clears: [first_name], when: {not: {»answered: consent}}"}}},
      before_summary("E423", "members",
                     kMembers + "summary, checks: [{»refuse_when: {field: members, below: 30}, "
                                "text: x}]}\n"),
      before_summary("W512", "members",
                     kMembers + "many}\n  many: {kind: message, text: x, "
                                "when: {field: members, at_least: »5}, next: summary}\n"),
      before_summary("W512", "kind",
                     kAsked + "    next: more\n  more:\n    kind: menu\n    text: x\n"
                              "    choices:\n      - {key: 1, text: C, "
                              "when: {»field: kind, in: [a, b]}}\n    next: summary\n"),
      before_summary("E421", "kind",
                     kAsked + "    next: way\n  way: {kind: branch, next: lost, ways: "
                              "[{when: {field: kind, in: [a, b]}, next: summary}]}\n"
                              "  »lost: {kind: message, text: x, next: summary}\n"),
      {"E424",
       {{"ar: name_ar}\n      where: {region: \"{setting.region}\"}\n    next: street",
         "ar: name_ar}\n      where: {region: \"{setting.region}\"}\n"
         "    wrong: {tries: 2, next: street}\n    next: street"},
        {"label: name, where: {town", "label: name, »where: {town"}}},
      before_summary("E425", "kind",
                     kAsked +
                         "    next: hall\n  »hall:\n    kind: menu\n    text: x\n    choices:\n"
                         "      - {key: 1, text: A, next: hall}\n"
                         "      - {key: 2, text: B, next: summary, when: {not: {any: "
                         "[{setting: streets}, {field: kind, is: a}]}}}\n"),
      before_summary("E426", "kind",
                     kAsked + "    next: one\n  »one: {kind: branch, next: summary, ways: "
                              "[{when: {field: kind, is: a}, next: two}]}\n"
                              "  two: {kind: set, set: {y: \"1\"}, next: one}\n"),
      before_summary("E426", "ask",
                     "  »ask: {kind: lookup, service: s, next: summary, failed: again}\n"
                     "  again: {kind: set, set: {y: \"1\"}, next: ask}\n"),
      before_summary("E427", "kind",
                     kAsked +
                         "    next: hall\n  »hall:\n    kind: menu\n    text: x\n    choices:\n"
                         "      - {key: 1, text: A, when: {field: kind, is: a}}\n"
                         "      - {key: 2, text: B, when: {all: [{field: kind, is: a}, "
                         "{field: town, is: t1}]}}\n    next: summary\n"),
      before_summary("W511", "kind",
                     kAsked + "      - {key: 3, value: »a, text: C}\n"
                              "    next: summary\n"),
      before_summary("W513", "kind",
                     kAsked +
                         "    next: more\n  more: {kind: question, when: {field: kind, is: a}, "
                         "type: text, field: more, length_max: 9, text: x, next: told}\n"
                         "  told: {kind: message, text: \"x »{more}\", next: summary}\n"),
      before_summary("W513", "kind",
                     kAsked +
                         "    next: more\n  more: {kind: question, when: {field: kind, is: a}, "
                         "type: number, min: 1, max: 9, field: more, text: x, next: told}\n"
                         "  told: {kind: message, text: {count: »more, fr: {one: x, other: "
                         "\"{more}\"}, ar: {zero: x, one: x, two: x, few: x, many: x, other: "
                         "\"{more}\"}}, next: summary}\n"),
      before_summary("W513", "kind",
                     kAsked +
                         "    next: more\n  more: {kind: question, when: {field: kind, is: a}, "
                         "type: text, field: more, length_max: 9, text: x, next: told}\n"
                         "  told: {kind: message, text: {fr: x, ar: x, sms: {fr: \"x »{more}\"}}, "
                         "next: summary}\n"),
      before_summary("W180", "k0", many_ways()),
      {"W515",
       {{"resume: ask", "resume: never"},
        {"  language:\n    kind", "  »language:\n    kind"},
        {"type: name\n", "type: text\n    length_min: 110\n"},
        {"شكرا {first_name:12}\"}\n    next: summary", "شكرا {first_name:12}\"}\n    next: why"},
        {"  summary:\n",
         "  why: {kind: question, type: text, length_min: 60, field: why, text: x, next: "
         "summary}\n  summary:\n"}}},
      {"W514", {{"field: birth", "field: »birth"}}, {}, {}, {}, std::set<std::string>{"street"}},
  };
}

}  // namespace jisr::dialogs
