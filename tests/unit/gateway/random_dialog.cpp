// Screens one after the other, each leading mostly to the next and speaking mostly of what was
// asked before; then what the registry reads and requires of the answers.
#include "tests/unit/gateway/random_dialog.hpp"

#include <vector>

#include "tests/unit/gateway/random_draft.hpp"

namespace jisr::test {

namespace {

using std::to_string;
using Kind = Asked::Kind;

constexpr const char* kPhrases[] = {"back",
                                    "home",
                                    "next",
                                    "previous",
                                    "wrong_choice",
                                    "wrong_empty",
                                    "wrong_malformed",
                                    "wrong_too_short",
                                    "wrong_too_long",
                                    "wrong_out_of_range",
                                    "wrong_under_age",
                                    "wrong_over_age",
                                    "wrong_future",
                                    "wrong_example",
                                    "unusual",
                                    "correct",
                                    "keep",
                                    "resume",
                                    "resume_go_on",
                                    "resume_start_again",
                                    "busy",
                                    "wrong_alphabet",
                                    "wrong_not_mobile",
                                    "wrong_abroad",
                                    "wrong_too_simple",
                                    "wrong_pin_differs",
                                    "wrong_too_few",
                                    "wrong_too_many"};

std::string head() {
  std::string all =
      "dialog: random\nversion: \"1\"\nconsent_version: \"1\"\nlanguages:\n"
      "  fr: {name: Francais}\n  ar: {name: العربية}\ndefault_language: fr\nwrong_tries: 3\n"
      "give_up: sorry\nresume: ask\nlimits: {answers: 1000}\nstart: lang\n"
      "settings: {on: true, off: false}\n"
      "types:\n  code: {base: text, normalise: [upper, no_spaces], length_min: 3, length_max: 7, "
      "alphabet: gsm7, pattern: \"[A-Z]+[0-9]+\"}\n"
      "data: {towns: towns.csv, streets: streets.csv}\nphrases:\n";
  for (const auto* phrase : kPhrases) {
    all += "  " + std::string(phrase) + ": {fr: F, ar: ع}\n";
  }
  return all;
}

std::string summary(Draft& draft) {
  auto& chance = draft.chance;
  if (chance.one_in(4)) return "  last: {kind: message, text: {fr: F, ar: ع}, next: done}\n";
  std::string out = "  last:\n    kind: summary\n    text: " + draft.text(true) +
                    "    confirm: {key: 1, text: {fr: F1, ar: ع1}, next: done}\n";
  std::string changes;
  for (std::size_t i = 0; i < 2; ++i) {
    changes += "        - {text: {fr: \"F" + to_string(i) + "\", ar: \"ع" + to_string(i) +
               "\"}, from: " + Draft::screen(chance.below(draft.screens)) + ", clears: [" +
               draft.any_field().name + "]}\n";
  }
  return out +
         "    change:\n      key: 2\n      text: {fr: F2, ar: ع2}\n"
         "      heading: {fr: F, ar: ع}\n      what:\n" +
         changes;
}

std::string ends(Draft& draft, bool later) {
  auto& chance = draft.chance;
  std::string out =
      "  done:\n    kind: end\n    register: true\n    text: " + draft.text(chance.one_in(6));
  if (chance.one_in(4)) {
    out += "    sms: {text: \"{reference}\", when: " + draft.condition() + "}\n";
  }
  out += "  sorry: {kind: end, text: {fr: F, ar: ع}}\n";
  if (later) {
    out += "  later: {kind: end, text: {fr: F, ar: ع}, redial: " +
           Draft::screen(chance.below(draft.screens)) + "}\n";
  }
  return out;
}

// What the registry's schema says of an answer: mostly what the dialog gives.
std::string rule(Chance& chance, const Asked& field) {
  const auto number = [](int low, int high) {
    return "{\"type\":\"integer\",\"minimum\":" + to_string(low) +
           ",\"maximum\":" + to_string(high) + "}";
  };
  std::string all;
  for (const auto& value : field.values) all += (all.empty() ? "\"" : ",\"") + value + "\"";
  switch (field.kind) {
    case Kind::number:
    case Kind::age:
    case Kind::year:
      return number(field.low, field.high - (chance.one_in(8) ? 1 : 0));
    case Kind::birth:
      return number(1900, 2008);
    case Kind::yes_no:
      return "{\"type\":\"boolean\"}";
    case Kind::choice:
      if (chance.one_in(2)) return "{\"type\":\"string\"}";
      if (field.name == "town") all += chance.one_in(8) ? "" : ",\"t4\"";
      if (field.name == "street") all += ",\"s2\"" + std::string(chance.one_in(3) ? "" : ",\"s4\"");
      return "{\"enum\":[" + all + "]}";
    case Kind::several:
      return "{\"type\":\"array\",\"minItems\":1,\"maxItems\":" +
             to_string(field.high - (chance.one_in(8) ? 1 : 0)) + ",\"items\":{\"enum\":[" + all +
             "]}}";
    case Kind::phone:
      return chance.one_in(8) ? "{\"type\":\"string\",\"pattern\":\"^[+]212[67]\"}"
                              : "{\"type\":\"string\",\"pattern\":\"^[+][0-9]{7,15}$\"}";
    case Kind::date:
      return "{\"type\":\"string\",\"maxLength\":" + to_string(chance.one_in(8) ? 7 : 10) + "}";
    case Kind::code:
      return "{\"type\":\"string\",\"maxLength\":" + to_string(chance.one_in(8) ? 6 : 7) + "}";
    default:
      return "{\"type\":\"string\",\"maxLength\":" + to_string(chance.one_in(8) ? 8 : 40) + "}";
  }
}

void describe(Draft& draft, RandomDialog& made) {
  std::string properties;
  std::string required;
  std::map<std::string, bool> done;
  for (const auto& field : draft.asked) {
    const bool sent = field.kind != Kind::worked && field.kind != Kind::pin;
    if (!sent || done[field.name]) continue;
    done[field.name] = true;
    const bool birth = field.kind == Kind::birth;
    made.body += field.name + ": \"{answers." + field.name + (birth ? "_year" : "") + "}\"\n";
    properties +=
        (properties.empty() ? "" : ",") + ("\"" + field.name + "\":" + rule(draft.chance, field));
    if (draft.chance.one_in(8)) required += (required.empty() ? "\"" : ",\"") + field.name + "\"";
  }
  if (made.body.empty()) made.body = "a: b\n";
  made.schema =
      "{\"type\":\"object\",\"required\":[" + required + "],\"properties\":{" + properties + "}}";
}

}  // namespace

RandomDialog random_dialog(std::uint64_t seed) {
  Draft draft(seed);
  std::string screens;
  for (draft.at = 0; draft.at < draft.screens; ++draft.at) screens += write_screen(draft);
  screens += summary(draft);
  screens += ends(draft, screens.find("later") != std::string::npos);
  RandomDialog made;
  made.yaml = head() + draft.blocks + "screens:\n  lang: {kind: language, text: Jisr, next: s0}\n" +
              screens;
  made.files = {
      {"towns.csv", "region,code,fr,ar\nn,t1,Fa,عا\nn,t2,Fb,عب\nn,t3,Fc,عج\ns,t4,Fd,عد\n"},
      {"streets.csv", "town,code,fr,ar\nt1,s1,Fe,عه\nt1,s2,Ff,عو\nt2,s3,Fg,عز\n" +
                          std::string(draft.chance.one_in(5) ? "" : "t3,s4,Fh,عح\n")}};
  describe(draft, made);
  return made;
}

}  // namespace jisr::test
