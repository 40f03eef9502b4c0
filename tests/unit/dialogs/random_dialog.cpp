// Line by line, as a person would write it, with a die for each decision.
#include "tests/unit/dialogs/random_dialog.hpp"

#include <algorithm>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {

namespace {

class Writer {
 public:
  Writer(std::uint64_t seed, std::size_t care) : dice_(seed), care_(care) {
    screens_ = 4 + dice_.below(14);
  }

  RandomDialog write() {
    RandomDialog made;
    const auto whole = sample();
    made.yaml = edited(whole.substr(0, whole.find("screens:\n")),
                       {{"start: language", "start: s0"},
                        {"give_up: sorry", "give_up: bye"},
                        {"  streets: true\n  region: \"north\"\n", ""},
                        {"  streets: streets.csv\n", ""}});
    made.yaml += "screens:\n";
    for (std::size_t i = 0; i < screens_; ++i) made.yaml += screen(i);
    made.yaml += "  done: {kind: end, register: true, text: {fr: fin, ar: نهاية}}\n";
    made.yaml += "  bye: {kind: end, text: {fr: adieu, ar: وداعا}}\n";
    for (std::size_t i = dice_.below(3); i > 0; --i) made.required.push_back(field());
    return made;
  }

 private:
  std::string number(std::size_t n) { return std::to_string(n); }
  // One that an earlier screen asks; f0 is asked by the first.
  std::string field() { return "f" + number(dice_.below(std::max<std::size_t>(1, known_))); }

  // Mostly onward, so that ends are reached.
  std::string target(std::size_t from) {
    const auto at =
        dice_.percent(90) ? from + 1 + dice_.below(screens_ - from + 1) : dice_.below(screens_ + 2);
    if (at < screens_) return "s" + number(at);
    return at == screens_ ? "done" : "bye";
  }

  std::string words(const char* word, std::size_t characters) {
    std::string text = word;
    while (text.size() < characters) text += std::string(" ") + word;
    if (known_ > 0 && dice_.percent(10)) text += " {" + field() + ":9}";
    return text;
  }

  std::string text(std::size_t usual) {
    auto length = dice_.below(usual);
    if (!dice_.percent(care_)) length = 3500 + dice_.below(2000);
    std::string both = "{fr: \"" + words("mot", length) + "\"";
    if (dice_.percent(care_)) both += ", ar: \"" + words("كلم", length) + "\"";
    return both + "}";
  }

  std::string condition() {
    switch (dice_.below(5)) {
      case 0:
        return "{answered: " + field() + "}";
      case 1:
        return "{not: {answered: " + field() + "}}";
      case 2:
        return "{field: " + field() + ", at_least: " + number(dice_.below(9)) + "}";
      case 3:
        return "{any: [{field: " + field() + ", below: 5}, {answered: " + field() + "}]}";
      default:
        return "{call: weekday, below: " + number(dice_.below(9)) + "}";
    }
  }

  std::string choices(std::size_t from) {
    std::string all = "    choices:\n";
    const auto count = 1 + dice_.below(5);
    for (std::size_t key = 1; key <= count; ++key) {
      all += "      - {key: " + number(key) + ", text: " + text(14);
      if (dice_.percent(70)) all += ", value: \"" + number(dice_.below(9)) + "\"";
      if (dice_.percent(40)) all += ", next: " + target(from);
      if (dice_.percent(8)) all += ", when: " + condition();
      if (dice_.percent(8)) all += ", set: {" + field() + ": \"4\"}";
      all += "}\n";
    }
    return all;
  }

  std::string screen(std::size_t at) {
    const auto kind = at == 0 ? 4 : dice_.below(10);
    known_ = at == 0 ? 0 : asked_ + 1;
    if (at > 0 && (kind <= 5 || kind == 7)) ++asked_;
    // A spine through all of them, mostly: else hardly any screen would be reached.
    const bool spine = dice_.percent(care_) && at + 1 < screens_;
    const auto next = "    next: " + (spine ? "s" + number(at + 1) : target(at)) + "\n";
    auto when = dice_.percent(10) ? "    when: " + condition() + "\n" : std::string();
    const auto head = "  s" + number(at) + ":\n    kind: ";
    const auto asks = "    field: f" + number(asked_) + "\n";
    const auto says = "    text: " + text(60) + "\n";
    switch (kind) {
      case 0:
      case 1:
      case 2:
      case 3:
        return head + "menu\n" + asks + says + choices(at) + when +
               (dice_.percent(care_) ? next : std::string());
      case 4:
      case 5:
        return head + "question\n    type: number\n    min: 0\n    max: 99\n" + asks + says + when +
               next;
      case 6:
        return head + "message\n" + says + when + next;
      case 7:
        return head + "list\n" + asks + says + when + next +
               (dice_.percent(50) ? "    list: {numbers: {from: 1, to: 12}}\n"
                                  : "    list: {data: towns, value: code, label: name_fr}\n");
      case 8:
        return head + "branch\n    ways: [{when: " + condition() + ", next: " + target(at) +
               "}]\n" + next;
      default:
        return head + "set\n    set: {" + field() + ": \"{" + field() + "}\"}\n" + when + next;
    }
  }

  Dice dice_;
  std::size_t care_;
  std::size_t screens_;
  std::size_t asked_ = 0;  // the field asked last
  std::size_t known_ = 0;  // fields that screens before this one ask
};

}  // namespace

RandomDialog random_dialog(std::uint64_t seed, std::size_t care) {
  return Writer(seed, care).write();
}

}  // namespace jisr::dialogs
