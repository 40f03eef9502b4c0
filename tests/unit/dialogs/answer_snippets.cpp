// Mistakes in what a question may be answered with: E14x, W54x.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

namespace {

// The sample's name asked as another type; `more` are lines of the question.
std::pair<std::string, std::string> asked_as(const std::string& type,
                                             const std::string& more = "") {
  return {"type: name\n", "type: " + type + "\n" + more};
}

// A type of the dialog's own in the head.
std::pair<std::string, std::string> with_type(const std::string& type) {
  return {"data:\n", "types:\n  " + type + "\ndata:\n"};
}

std::map<std::string, std::string> country(const std::string& text) {
  return {{"../countries/ma.yaml", "country: ma\n" + text}};
}

const char* const kPhone =
    "phone: {country_code: \"212\", digits: [9, 9], mobile: [\"6\"], landline: []}\n";

Snippet in_country(const std::string& text, const std::string& place,
                   const std::string& type = "national_id") {
  return {"E140", {asked_as(type)}, country(text), {}, "../countries/ma.yaml:" + place};
}

// A menu of several before the summary; `extra` stands behind its `several`, or in its first
// choice.
Snippet several(const std::string& extra) {
  const bool of_menu = extra.find("min") != std::string::npos;
  const std::string choice = of_menu || extra.find("next") != std::string::npos ? "value: a, " : "";
  return {
      "E144",
      {{"  note:\n", "  kinds:\n    kind: menu\n    field: kinds\n    several: true\n" +
                         (of_menu ? "    errors: {any: x}\n    " + extra + "\n" : std::string()) +
                         "    text: x\n    choices: [{key: 1, " + choice + "text: A" +
                         (of_menu ? std::string() : extra) +
                         "}, {key: 2, value: b, text: B}]\n    next: note\n  note:\n"},
       {"    next: note\n", "    next: kinds\n"}}};
}

}  // namespace

std::vector<Snippet> answer_snippets() {
  const std::string id = "national_id: {usual: \"[A-Z][0-9]{2}\", length_max: 3, ";
  return {
      in_country("phone: {country_code: x, digits: [9, 9], mobile: [\"6\"]}\n", "2:23"),
      in_country("phone: {country_code: \"212\", digits: [9, 8], mobile: [\"6\"]}\n", "2:38"),
      in_country("phone: {country_code: \"212\", digits: [9], mobile: [\"6\"]}\n", "2:38"),
      in_country("phone: {country_code: \"212\", digits: [9, 9], mobile: []}\n", "2:54"),
      in_country(id + "samples: [A1]}\n", "2:64"),
      in_country(id + "samples: []}\n", "2:63"),
      {"E109", {asked_as("national_id"), {"dialog: sample\n", "dialog: sample\ncountry: »xx\n"}}},
      {"E109", {asked_as("national_id"), {"dialog: sample\n", "dialog: sample\ncountry: »212\n"}}},
      {"E141", {with_type("»name: {base: text}"), asked_as("name")}},
      {"E142", {asked_as("»national_id")}, country(kPhone)},
      {"E142", {asked_as("»phone", "    errors: {any: \"?\"}\n")}, country("")},
      {"E110", {asked_as("phone"), {"phrases:", "»phrases:"}}},
      {"E110", {asked_as("name", "    alphabet: latin\n"), {"phrases:", "»phrases:"}}},
      {"E110", {with_type("»code: {pattern: \"[0-9]+\"}"), asked_as("name")}},
      {"E111", {with_type("code: {base: »txt}"), asked_as("name")}},
      {"E111", {with_type("code: {base: text, normalise: [»uper]}"), asked_as("code")}},
      {"E111", {asked_as("name", "    alphabet: »greek\n")}},
      {"E111", {asked_as("date", "    precision: [day, »week]\n")}},
      {"E111", {with_type("coop: {base: text}"), asked_as("»cop")}},
      {"E101", {with_type("code: {base: text, »patern: x}"), asked_as("code")}},
      {"E112", {with_type("code: {base: text, »age_min: 18}"), asked_as("code")}},
      {"E112", {asked_as("number", "    »line: mobile\n")}},
      {"E118",
       {with_type("code: {base: text, length_min: »30, length_max: 20}"), asked_as("code")}},
      {"E119", {with_type("code: {base: text, pattern: »\"[A-Z\"}"), asked_as("code")}},
      {"E120",
       {with_type("code: {base: text, pattern: \"[A-Z]+\", example: »\"12\"}"), asked_as("code")}},
      {"E121", {with_type("»Code: {base: text}"), asked_as("Code")}},
      {"E143",
       {{"  note:\n",
         "  code: {kind: question, type: pin, field: code, verify: »town, errors: {any: x}, "
         "text: x, next: note}\n  note:\n"},
        {"    next: note\n", "    next: code\n"}}},
      several("min: »3"),
      several(", »next: sorry"),
      several(", value: »\"a,b\""),
      {"E145",
       {{"  note:\n",
         "  kinds:\n    kind: menu\n    field: kinds\n    several: true\n    text: x\n"
         "    choices: [{key: 1, value: t1, text: A}, {key: 2, value: t2, text: B}]\n"
         "    next: where\n"
         "  where: {kind: list, field: where, text: x, list: {data: streets, value: "
         "code, label: name, »where: {town: \"{kinds}\"}}, next: note}\n  note:\n"},
        {"    next: note\n", "    next: kinds\n"}}},
      {"W540", {with_type("»code: {base: text}")}},
  };
}

}  // namespace jisr::dialogs
