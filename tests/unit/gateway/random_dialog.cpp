// Screens one after the other, each leading mostly to the next and speaking mostly of what was
// asked before.
#include "tests/unit/gateway/random_dialog.hpp"

#include <vector>

namespace jisr::test {

namespace {

using std::to_string;

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
                                    "busy"};

// What is known of a field while the screens are written.
struct Asked {
  enum class Kind { choice, number, text, name, birth, yes_no, worked };
  std::string name;
  Kind kind = Kind::text;
  std::vector<std::string> values;
  int low = 0;
  int high = 0;
};

class Writer {
 public:
  explicit Writer(std::uint64_t seed) : chance_(seed) {}

  RandomDialog write() {
    screens_ = 4 + chance_.below(9);
    std::string screens;
    for (at_ = 0; at_ < screens_; ++at_) screens += screen();
    screens += summary();
    screens += "  done:\n    kind: end\n    register: true\n    text: " + text(chance_.one_in(6)) +
               (chance_.one_in(4) && !asked_.empty()
                    ? "    sms: {text: \"{reference}\", when: " + condition() + "}\n"
                    : "");
    screens += "  sorry: {kind: end, text: {fr: F, ar: ع}}\n";
    if (screens.find("later") != std::string::npos) {
      screens +=
          "  later: {kind: end, text: {fr: F, ar: ع}, redial: " + name(chance_.below(screens_)) +
          "}\n";
    }
    RandomDialog made;
    made.yaml =
        head() + blocks_ + "screens:\n  lang: {kind: language, text: Jisr, next: s0}\n" + screens;
    made.files = {
        {"towns.csv", "region,code,fr,ar\nn,t1,Fa,عا\nn,t2,Fb,عب\nn,t3,Fc,عج\ns,t4,Fd,عد\n"},
        {"streets.csv", "town,code,fr,ar\nt1,s1,Fe,عه\nt1,s2,Ff,عو\nt2,s3,Fg,عز\n" +
                            std::string(chance_.one_in(5) ? "" : "t3,s4,Fh,عح\n")}};
    describe(made);
    return made;
  }

 private:
  std::string head() {
    std::string all =
        "dialog: random\nversion: \"1\"\nconsent_version: \"1\"\nlanguages:\n"
        "  fr: {name: Francais}\n  ar: {name: العربية}\ndefault_language: fr\nwrong_tries: 3\n"
        "give_up: sorry\nresume: ask\nlimits: {answers: 1000}\nstart: lang\n"
        "settings: {on: true, off: false}\n"
        "data: {towns: towns.csv, streets: streets.csv}\nphrases:\n";
    for (const auto* phrase : kPhrases) {
      all += "  " + std::string(phrase) + ": {fr: F, ar: ع}\n";
    }
    return all;
  }

  static std::string name(std::size_t at) { return "s" + to_string(at); }

  // Mostly the screen after this one; sometimes further on, an end, or back.
  std::string next() {
    const auto draw = chance_.below(20);
    if (draw < 15) return at_ + 1 < screens_ ? name(at_ + 1) : "last";
    if (draw < 18) return at_ + 2 < screens_ ? name(at_ + 2) : "last";
    if (draw == 18) return chance_.one_in(2) ? "sorry" : "later";
    return name(chance_.below(screens_));
  }

  const Asked& any_field() { return asked_[chance_.below(asked_.size())]; }

  // A text, perhaps with an answer in it, in both languages.
  std::string text(bool with_answer) {
    std::string inner = "x";
    if (with_answer && !asked_.empty()) inner = "[{" + any_field().name + "}]";
    return "{fr: \"F " + inner + "\", ar: \"ع " + inner + "\"}\n";
  }

  std::string plain_condition() {
    const auto& one = any_field();
    switch (one.kind) {
      case Asked::Kind::choice:
        return "{field: " + one.name + ", is: \"" + one.values[chance_.below(one.values.size())] +
               "\"}";
      case Asked::Kind::yes_no:
        return "{field: " + one.name + ", is: \"" + (chance_.one_in(2) ? "yes" : "no") + "\"}";
      case Asked::Kind::number:
        return "{field: " + one.name + (chance_.one_in(2) ? ", above: \"" : ", at_most: \"") +
               to_string(one.low + static_cast<int>(chance_.below(
                                       static_cast<std::size_t>(one.high - one.low + 2)))) +
               "\"}";
      case Asked::Kind::birth:
        return "{age: " + one.name + ", below: \"" + to_string(16 + chance_.below(60)) + "\"}";
      default:
        return "{answered: " + one.name + "}";
    }
  }

  std::string condition() {
    switch (chance_.below(8)) {
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
      default:
        return plain_condition();
    }
  }

  std::string maybe_when() {
    return !asked_.empty() && chance_.one_in(5) ? "    when: " + condition() + "\n" : "";
  }

  std::string fresh(const char* prefix) { return prefix + to_string(asked_.size()); }

  std::string screen() {
    switch (at_ == 0 ? 1 : chance_.below(12)) {
      case 0:
      case 1:
      case 2:
        return menu();
      case 3:
      case 4:
      case 5:
        return question();
      case 6:
        return town();
      case 7:
        return message();
      case 8:
        return asked_.empty() ? message() : branch();
      case 9:
        return asked_.empty() ? question() : set();
      case 10:
        return chance_.one_in(2) ? lookup() : made_rows();
      default:
        return block_use();
    }
  }

  std::string menu() {
    Asked field{fresh("m"), Asked::Kind::choice, {}, 0, 0};
    std::string out = "  " + name(at_) + ":\n    kind: menu\n    text: " + text(chance_.one_in(4)) +
                      maybe_when() + "    field: " + field.name + "\n    choices:\n";
    const auto most = 2 + chance_.below(2);
    for (std::size_t i = 1; i <= most; ++i) {
      const bool valued = i == 1 || !chance_.one_in(6);
      const std::string value = "v" + to_string(i);
      const std::string tail(chance_.one_in(60) ? 170 : 0, 'w');
      out += "      - {key: " + to_string(i) + (valued ? ", value: " + value : "") +
             ", text: {fr: \"F" + to_string(i) + tail + "\", ar: \"ع" + to_string(i) + tail + "\"}";
      if (valued) field.values.push_back(value);
      if (chance_.one_in(4)) out += ", next: " + next();
      if (!asked_.empty() && chance_.one_in(8)) out += ", when: " + condition();
      if (chance_.one_in(8)) out += ", set: {flag: \"" + value + "\"}";
      out += "}\n";
    }
    if (chance_.one_in(8)) out += "    skip_if_answered: true\n";
    out += "    next: " + next() + "\n";
    asked_.push_back(field);
    return out;
  }

  std::string question() {
    Asked field{fresh("q"), Asked::Kind::text, {}, 0, 0};
    std::string type = "text, length_max: 9";
    switch (chance_.below(6)) {
      case 0:
        field.kind = Asked::Kind::number;
        field.low = static_cast<int>(chance_.below(5));
        field.high = field.low + 1 + static_cast<int>(chance_.below(20));
        type = "number, min: " + to_string(field.low) + ", max: " + to_string(field.high);
        break;
      case 1:
        field.kind = Asked::Kind::birth;
        type = "birth, age_min: 18";
        break;
      case 2:
        field.kind = Asked::Kind::yes_no;
        type = "yes_no";
        break;
      case 3:
        field.kind = Asked::Kind::name;
        type = "name, length_max: 12";
        break;
      case 4:
        type = "national_id";
        break;
    }
    const auto when = maybe_when();
    std::string out = "  " + name(at_) + ": {kind: question, field: " + field.name +
                      ", type: " + type + ", text: " + text(chance_.one_in(5));
    out.pop_back();
    if (!when.empty()) out += ", " + when.substr(4, when.size() - 5);
    if (chance_.one_in(6)) out += ", skip_if_answered: true";
    if (chance_.one_in(6)) out += ", wrong: {tries: 2, next: " + next() + "}";
    const bool typed = field.kind == Asked::Kind::name || field.kind == Asked::Kind::birth;
    if (typed && chance_.one_in(4)) out += ", choices: [{key: 7, text: {fr: F7, ar: ع7}}]";
    if (field.kind == Asked::Kind::number && chance_.one_in(4)) {
      out += ", checks: [{refuse_when: {field: " + field.name + ", is: \"" + to_string(field.high) +
             "\"}, text: {fr: F, ar: ع}}]";
    }
    out += ", next: " + next() + "}\n";
    asked_.push_back(field);
    return out;
  }

  std::string town() {
    const bool streets = towns_asked_ && chance_.one_in(2);
    Asked field{streets ? "street" : "town", Asked::Kind::choice, {}, 0, 0};
    field.values =
        streets ? std::vector<std::string>{"s1", "s3"} : std::vector<std::string>{"t1", "t2", "t3"};
    std::string out = "  " + name(at_) + ":\n    kind: list\n    field: " + field.name +
                      "\n    text: " + text(chance_.one_in(5)) + maybe_when() +
                      "    list: {data: " + (streets ? "streets" : "towns") +
                      ", value: code, label: {fr: fr, ar: ar}, " +
                      (streets ? "where: {town: \"{town}\"}" : "where: {region: n}") +
                      (chance_.one_in(2) ? ", skip_single: true" : "") + "}\n";
    if (chance_.one_in(4)) out += "    choices: [{key: 7, text: {fr: F7, ar: ع7}}]\n";
    if (chance_.one_in(5)) out += "    wrong: {tries: 2, next: " + next() + "}\n";
    if (!streets) towns_asked_ = true;
    asked_.push_back(field);
    return out + "    next: " + next() + "\n";
  }

  std::string made_rows() {
    const auto field = fresh("d");
    asked_.push_back({field, Asked::Kind::worked, {}, 0, 0});
    return "  " + name(at_) + ":\n    kind: list\n    field: " + field +
           "\n    text: " + text(false) +
           "    list: {months: {from: 0, to: " + to_string(2 + chance_.below(12)) +
           "}}\n    next: " + next() + "\n";
  }

  std::string message() {
    std::string out =
        "  " + name(at_) + ":\n    kind: message\n    text: " + text(true) + maybe_when();
    if (chance_.one_in(4)) {
      out += "    choices:\n      - {key: 1, text: {fr: F1, ar: ع1}, next: " + next() +
             "}\n      - {key: 2, text: {fr: F2, ar: ع2}, next: " + next();
      if (!asked_.empty() && chance_.one_in(3)) out += ", when: " + condition();
      out += "}\n";
    }
    return out + "    next: " + next() + "\n";
  }

  std::string branch() {
    std::string out = "  " + name(at_) + ":\n    kind: branch\n    ways:\n";
    for (std::size_t i = 0; i < 1 + chance_.below(2); ++i) {
      out += "      - {when: " + condition() + ", next: " + next() + "}\n";
    }
    return out + "    next: " + next() + "\n";
  }

  std::string set() {
    const std::string values[] = {"fixed", "{age: " + any_field().name + "}",
                                  "\"{" + any_field().name + "}\"",
                                  "{first_of: [\"{" + any_field().name + "}\", other]}",
                                  "{add: [\"{" + any_field().name + "}\", \"1\"]}"};
    const auto field = fresh("w");
    const auto out = "  " + name(at_) + ": {kind: set, set: {" + field + ": " +
                     values[chance_.below(std::size(values))] + "}, next: " + next() + "}\n";
    asked_.push_back({field, Asked::Kind::worked, {}, 0, 0});
    return out;
  }

  std::string lookup() {
    const auto field = fresh("k");
    std::string out =
        "  " + name(at_) + ":\n    kind: lookup\n    service: x\n    keep: {" + field + ": /a}\n";
    if (!asked_.empty()) out += "    send: {a: \"{" + any_field().name + "}\"}\n";
    if (chance_.one_in(2)) out += "    not_found: " + next() + "\n";
    asked_.push_back({field, Asked::Kind::worked, {}, 0, 0});
    return out + "    failed: " + next() + "\n    next: " + next() + "\n";
  }

  std::string block_use() {
    blocks_ =
        "blocks:\n  person:\n    parameters: [who]\n    start: name\n    screens:\n"
        "      name: {kind: question, type: name, field: <who>_name, length_max: 9, "
        "text: {fr: \"F <who>\", ar: ع}, next: sex}\n"
        "      sex:\n        kind: menu\n        field: <who>_sex\n        text: {fr: F, ar: ع}\n"
        "        choices:\n          - {key: 1, value: f, text: {fr: F1, ar: ع1}}\n"
        "          - {key: 2, value: m, text: {fr: F2, ar: ع2}, next: return}\n"
        "        next: return\n";
    const auto who = "p" + to_string(at_);
    const auto out =
        "  " + name(at_) + ": {use: person, with: {who: " + who + "}, next: " + next() + "}\n";
    asked_.push_back({who + "_name", Asked::Kind::name, {}, 0, 0});
    asked_.push_back({who + "_sex", Asked::Kind::choice, {"f", "m"}, 0, 0});
    return out;
  }

  std::string summary() {
    if (chance_.one_in(4)) return "  last: {kind: message, text: {fr: F, ar: ع}, next: done}\n";
    std::string out = "  last:\n    kind: summary\n    text: " + text(true) +
                      "    confirm: {key: 1, text: {fr: F1, ar: ع1}, next: done}\n";
    std::string changes;
    for (std::size_t i = 0; i < 2; ++i) {
      changes += "        - {text: {fr: \"F" + to_string(i) + "\", ar: \"ع" + to_string(i) +
                 "\"}, from: " + name(chance_.below(screens_)) + ", clears: [" + any_field().name +
                 "]}\n";
    }
    return out +
           "    change:\n      key: 2\n      text: {fr: F2, ar: ع2}\n"
           "      heading: {fr: F, ar: ع}\n      what:\n" +
           changes;
  }

  // What the registry reads and requires: mostly what the dialog gives.
  void describe(RandomDialog& made) {
    std::string properties, required;
    std::map<std::string, bool> done;
    for (const auto& field : asked_) {
      if (field.kind == Asked::Kind::worked || done[field.name]) continue;
      done[field.name] = true;
      const bool birth = field.kind == Asked::Kind::birth;
      made.body += field.name + ": \"{answers." + field.name + (birth ? "_year" : "") + "}\"\n";
      properties += (properties.empty() ? "" : ",") + ("\"" + field.name + "\":" + rule(field));
      if (chance_.one_in(6)) required += (required.empty() ? "\"" : ",\"") + field.name + "\"";
    }
    if (made.body.empty()) made.body = "a: b\n";
    made.schema =
        "{\"type\":\"object\",\"required\":[" + required + "],\"properties\":{" + properties + "}}";
  }

  std::string rule(const Asked& field) {
    switch (field.kind) {
      case Asked::Kind::number:
        return "{\"type\":\"integer\",\"minimum\":" + to_string(field.low) +
               ",\"maximum\":" + to_string(field.high - (chance_.one_in(8) ? 1 : 0)) + "}";
      case Asked::Kind::birth:
        return "{\"type\":\"integer\",\"minimum\":1900,\"maximum\":2008}";
      case Asked::Kind::yes_no:
        return "{\"type\":\"boolean\"}";
      case Asked::Kind::choice: {
        if (chance_.one_in(2)) return "{\"type\":\"string\"}";
        std::string all;
        for (const auto& value : field.values) all += (all.empty() ? "\"" : ",\"") + value + "\"";
        if (field.name == "town") all += chance_.one_in(8) ? "" : ",\"t4\"";
        if (field.name == "street")
          all += ",\"s2\"" + std::string(chance_.one_in(3) ? "" : ",\"s4\"");
        return "{\"enum\":[" + all + "]}";
      }
      default:
        return "{\"type\":\"string\",\"maxLength\":" + to_string(chance_.one_in(8) ? 8 : 40) + "}";
    }
  }

  Chance chance_;
  std::size_t screens_ = 0, at_ = 0;
  bool towns_asked_ = false;
  std::string blocks_;
  std::vector<Asked> asked_;
};

}  // namespace

RandomDialog random_dialog(std::uint64_t seed) {
  return Writer(seed).write();
}

}  // namespace jisr::test
