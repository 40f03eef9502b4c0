// Each section has its own branches; some hang on what the first screens asked.
#include "tests/unit/dialogs/large_dialog.hpp"

#include <array>

namespace jisr::dialogs {

namespace {

using std::to_string;

struct Tongue {
  const char* code;
  const char* name;
  const char* words;
};
constexpr std::array<Tongue, 5> kTongues = {{{"fr", "Francais", "Votre reponse"},
                                             {"ar", "العربية", "جوابكم"},
                                             {"en", "English", "Your answer"},
                                             {"es", "Castellano", "Su respuesta"},
                                             {"pt", "Portugues", "A sua resposta"}}};

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
                                    "wrong_not_mobile",
                                    "wrong_abroad",
                                    "wrong_too_few",
                                    "wrong_too_many"};

class Writer {
 public:
  Writer(std::size_t sections, std::size_t languages)
      : sections_(sections), languages_(languages) {}

  LargeDialog write() {
    LargeDialog made;
    made.yaml = head();
    for (at_ = 0; at_ < sections_; ++at_) made.yaml += section();
    made.yaml += summary();
    made.files = {{"places.csv", places()}};
    return made;
  }

 private:
  // {fr: …, ar: …}: words that tell the places of a text apart.
  [[nodiscard]] std::string text(const std::string& what) const {
    std::string all = "{";
    for (std::size_t i = 0; i < languages_; ++i) {
      all += (i == 0 ? "" : ", ") + std::string(kTongues[i].code) + ": \"" + kTongues[i].words +
             " " + what + "\"";
    }
    return all + "}";
  }

  [[nodiscard]] std::string head() const {
    std::string all = "dialog: large\nversion: \"1\"\nconsent_version: \"1\"\nlanguages:\n";
    for (std::size_t i = 0; i < languages_; ++i) {
      all += "  " + std::string(kTongues[i].code) + ": {name: " + kTongues[i].name + "}\n";
    }
    all +=
        "default_language: fr\ngive_up: sorry\nlimits: {answers: 1000}\nstart: lang\n"
        "data: {places: places.csv}\nphrases:\n";
    for (const auto* phrase : kPhrases) all += "  " + std::string(phrase) + ": " + text("0") + "\n";
    all +=
        "screens:\n  lang: {kind: language, text: Jisr, next: consent}\n  consent:\n    kind: "
        "menu\n"
        "    field: consent\n    text: " +
        text("?") + "\n    choices:\n      - {key: 1, value: given, text: " + text("1") +
        "}\n      - {key: 2, text: " + text("2") + ", next: sorry}\n    next: role\n";
    all += "  role:\n    kind: menu\n    field: role\n    text: " + text("?") + "\n    choices:\n";
    int key = 0;
    for (const auto* role : {"alone", "member", "head"}) {
      all += "      - {key: " + to_string(++key) + ", value: " + role +
             ", text: " + text(role) + "}\n";
    }
    return all + "    next: place\n  place: {kind: list, field: place, text: " + text("?") +
           ", list: {data: places, value: code, label: name}, next: s0_kind}\n";
  }

  [[nodiscard]] std::string name(const char* screen) const {
    return "s" + to_string(at_) + "_" + screen;
  }
  [[nodiscard]] std::string open(const char* screen, const char* kind) const {
    return "  " + name(screen) + ":\n    kind: " + kind + "\n";
  }
  [[nodiscard]] std::string asked(const char* screen, const char* kind) const {
    return open(screen, kind) + "    field: " + name(screen) +
           "\n    text: " + text(to_string(at_) + " " + screen) + "\n";
  }
  [[nodiscard]] std::string on(const std::string& screen) const {
    return "    next: " + screen + "\n";
  }

  // A menu, a branch on it, questions of either way, a list for some, and what is told at the end.
  std::string section() {
    const auto after = at_ + 1 < sections_ ? "s" + to_string(at_ + 1) + "_kind" : "summary";
    std::string all = asked("kind", "menu") + "    choices:\n";
    for (std::size_t i = 1; i <= 4; ++i) {
      all += "      - {key: " + to_string(i) + ", value: v" + to_string(i) +
             ", text: " + text(to_string(i)) + "}\n";
    }
    all += on(name("way"));
    all += open("way", "branch") + "    ways:\n      - {when: {field: " + name("kind") +
           ", in: [v1, v2]}, next: " + name("count") +
           "}\n      - {when: {all: [{field: role, is: "
           "head}, {field: " +
           name("kind") + ", is: v3}]}, next: " + name("name") + "}\n" + on(name("born"));
    all += asked("count", "question") + "    type: number\n    min: 1\n    max: 20\n" +
           on(name("many"));
    all += asked("many", "menu") + "    when: {field: " + name("count") +
           ", above: 5}\n    several: true\n"
           "    choices:\n";
    for (std::size_t i = 1; i <= 3; ++i) {
      all += "      - {key: " + to_string(i) + ", value: p" + to_string(i) +
             ", text: " + text(to_string(i)) + "}\n";
    }
    all += on(name("name"));
    all += asked("name", "question") + "    type: name\n    length_max: 20\n" + on(name("phone"));
    all += asked("phone", "question") +
           "    type: phone\n    line: mobile\n    when: {not: {field: role, is: "
           "alone}}\n" +
           on(name("born"));
    all += asked("born", "question") +
           "    type: birth\n    age_min: 15\n    errors: {any: " + text("!") +
           "}\n    wrong: {tries: 3, next: " + name("told") + "}\n" + on(name("minor"));
    all += "  " + name("minor") + ": {kind: set, set: {age: {age: " + name("born") +
           "}}, next: " + name("where") + "}\n";
    all += open("where", "list") + "    field: town\n    text: " + text(to_string(at_)) + "\n" +
           "    when: {field: role, is: member}\n    list: {data: places, value: "
           "code, label: name, first: {code: \"{place}\"}}\n" +
           on(name("told"));
    all += open("told", "message") + "    text: " + text("{place} " + to_string(at_)) + "\n" +
           on(after);
    return all;
  }

  [[nodiscard]] std::string summary() const {
    std::string all = "  summary:\n    kind: summary\n    text: " + text("{role} {place}") +
                      "\n    confirm: {key: 1, text: " + text("1") +
                      ", next: done}\n    change:\n"
                      "      key: 2\n      text: " +
                      text("2") + "\n      heading: " + text("?") + "\n      what:\n";
    for (std::size_t i = 0; i < 5; ++i) {
      const auto section = "s" + to_string(i * sections_ / 5);
      all += "        - {text: " + text(section) + ", from: " + section + "_kind, clears: [" +
             section + "_kind]}\n";
    }
    return all + "  done: {kind: end, register: true, text: " + text("{reference}") +
           "}\n  sorry: {kind: end, text: " + text(".") + "}\n";
  }

  static std::string places() {
    std::string all = "code,name\n";
    for (int i = 10; i < 70; ++i) all += "p" + to_string(i) + ",Place " + to_string(i) + "\n";
    return all;
  }

  std::size_t sections_;
  std::size_t languages_;
  std::size_t at_ = 0;
};

}  // namespace

LargeDialog large_dialog(std::size_t sections, std::size_t languages) {
  return Writer(sections, languages).write();
}

}  // namespace jisr::dialogs
