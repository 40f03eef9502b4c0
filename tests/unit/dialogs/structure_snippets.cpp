// Mistakes in what a dialog is made of: E1xx.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

namespace {

std::string choices(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    const auto key = std::to_string(10 + i);
    out += "      - {key: " + key + ", text: x}\n";
  }
  return out;
}

}  // namespace

std::vector<Snippet> structure_snippets() {
  return {
      {"E100", {{"resume: ask", "resume: ask\n»resume: never"}}},
      {"E101", {{"resume: ask", "resume: ask\n»strat: language"}}},
      {"E101", {{"    errors:\n", "    errors:\n      »to_young: x\n"}}},
      {"E101", {{"busy: \"?\"", "busy: \"?\"\n  »bussy: \"?\""}}},
      {"E101", {{"register: true", "register: true\n    »nxet: sorry"}}},
      {"E102", {{"wrong_tries: 3", "wrong_tries: »three"}}},
      {"E102", {{"wrong_tries: 3", "wrong_tries: »03"}}},
      {"E102", {{"wrong_tries: 3", "wrong_tries: »10"}}},
      {"E102", {{"streets: true", "streets: »yes"}}},
      {"E102", {{"text: {fr: Prenom, ar: الاسم}", "text: »[Prenom]"}}},
      {"E105", {{"version: \"1\"", "version: &one \"1\""}, {"\"1/1\"", "»*one"}}},
      {"E107", {{"resume: ask", "resume: »@ask"}}},
      {"E109", {{"streets: streets.csv", "streets: »street.csv"}}},
      {"E110", {{"dialog: sample\n", ""}, {"version: ", "»version: "}}},
      {"E110", {{"  note:\n    kind: message\n", "  »note:\n"}}},
      {"E110", {{"  busy: \"?\"\n", ""}, {"phrases:", "»phrases:"}}},
      {"E110", {{"{key: 2, text: {fr: Non, ar: لا}, next", "»{text: {fr: Non, ar: لا}, next"}}},
      {"E110",
       {{"    kind: end\n    register: true\n    text: {fr: \"No {reference}\", ar: \"رقم "
         "{reference}\"}",
         "    kind: end\n    register: true"},
        {"  done:", "  »done:"}}},
      {"E111", {{"kind: message", "kind: »mesage"}}},
      {"E111", {{"type: name", "type: »nom"}}},
      {"E111", {{"resume: ask", "resume: »always"}}},
      {"E112", {{"type: name", "type: name\n    »min: 3"}}},
      {"E112", {{"kind: message", "kind: message\n    choices: [{key: 1, »value: x, text: x}]"}}},
      {"E112",
       {{"    register: true\n    text: {fr: \"No {reference}\", ar: \"رقم {reference}\"}\n    sms",
         "    text: x\n    »sms"}}},
      {"E113", {{"{key: 2, text: {fr: Non", "{key: »02, text: {fr: Non"}}},
      {"E113", {{"{key: 2, text: {fr: Non", "{key: »no, text: {fr: Non"}}},
      {"E113", {{"home: \"00\"", "home: »00"}}},
      {"E114", {{"{key: 2, text: {fr: Non", "{key: »1, text: {fr: Non"}}},
      {"E114", {{"next: \"9\"", "next: »\"0\""}}},
      {"E114", {{"key: 2\n", "key: »1\n"}}},
      {"E115", {{"{key: 5, text", "{key: »0, text"}}},
      {"E115", {{"{key: 5, text", "{key: »\"00\", text"}}},
      {"E115",
       {{"region: \"{setting.region}\"}\n",
         "region: \"{setting.region}\"}\n    choices: [{key: »8, text: x}]\n"}}},
      {"E115",
       {{"region: \"{setting.region}\"}\n",
         "region: \"{setting.region}\"}\n    choices: [{key: »1, text: x}]\n"}}},
      {"E115", {{"type: name", "type: number\n    choices: [{key: »5, text: x}]"}}},
      {"E116", {{"text: {fr: Prenom, ar: الاسم}\n", "text: x\n    »choices:\n" + choices(10)}}},
      {"E117", {{"when: {setting: streets}", "when: {»seting: streets}"}}},
      {"E117", {{"when: {setting: streets}", "when: {all: »[]}"}}},
      {"E117", {{"{field: town, in: [t2]}", "{field: »town}"}}},
      {"E118", {{"type: name", "type: name\n    length_min: »30\n    length_max: 20"}}},
      {"E118", {{"age_min: \"{setting.adult}\"", "age_min: »40\n    age_max: 30"}}},
      {"E119", {{"type: name", "type: name\n    pattern: »\"[A-Z\""}}},
      {"E120", {{"type: name", "type: name\n    example: »\"12\""}}},
      {"E121", {{"  note:\n", "  »Note:\n"}, {"next: note", "next: Note"}}},
      {"E121", {{"streets: true", "streets: true\n  »Big: 1"}}},
      {"E122",
       {{"  done:\n", "  here: {kind: set, set: {x: {»sums: [1]}}, next: summary}\n  done:\n"},
        {"    next: summary", "    next: here"}}},
      {"E122",
       {{"  done:\n",
         "  here: {kind: set, set: {x: {shift: birth, by: »long}}, next: summary}\n  done:\n"},
        {"    next: summary", "    next: here"}}},
      {"E123", {{"resume: ask", "resume: ask\nlimits: {time: »10s}"}}},
      {"E123",
       {{"  done:\n",
         "  here: {kind: lookup, service: s, limit: »1m, next: summary, failed: done}\n  done:\n"},
        {"    next: summary", "    next: here"}}},
  };
}

}  // namespace jisr::dialogs
