// Shares are written as per cent, times with their unit, speeds as whole numbers a minute.
#include "dialogs/rehearse_file.hpp"

#include <charconv>
#include <functional>

#include "dialogs/yaml.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::int64_t kSpeedMax = 100'000;  // a minute

class Reader {
 public:
  explicit Reader(Findings& findings) : findings_(findings) {}

  RehearsalModel read(const Yaml& root) {
    root.only_keys(findings_, "a rehearsal", {"network", "person", "patience", "shared_phones"});
    network(root["network"]);
    person(root["person"]);
    patience(root["patience"]);
    shared(root["shared_phones"]);
    return std::move(model_);
  }

 private:
  using Number = std::function<std::optional<double>(const Yaml&)>;

  bool keys(const Yaml& map, const char* what, const std::vector<std::string>& known) {
    return map.exists() && map.only_keys(findings_, what, known);
  }

  void share(const Yaml& node, double& to) {
    if (!node.exists()) return;
    const auto text = node.as_string(findings_);
    if (!text) return;
    if (const auto value = share_of(*text)) {
      to = *value;
    } else {
      findings_.error("E650", node.place(), "\"" + *text + "\" is no share",
                      "per cent from 0% to 100%, as 4.2%", node.width());
    }
  }

  void seconds(const Yaml& node, double& to) {
    if (const auto ms = node.as_duration_ms(findings_)) to = static_cast<double>(*ms) / 1000;
  }

  Number time() {
    return [this](const Yaml& node) -> std::optional<double> {
      const auto ms = node.as_duration_ms(findings_);
      return ms ? std::optional(static_cast<double>(*ms) / 1000) : std::nullopt;
    };
  }
  Number whole(std::int64_t least) {
    return [this, least](const Yaml& node) -> std::optional<double> {
      const auto value = node.as_integer(findings_, least, kSpeedMax);
      return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
    };
  }

  void spread(const Yaml& node, Spread& to, const Number& number) {
    if (!keys(node, "a spread", {"low", "high"})) return;
    const auto low = number(node["low"]);
    const auto high = number(node["high"]);
    if (low && high && *low <= *high && (*low > 0 || *high == 0)) {
      to = {*low, *high};
    } else {
      findings_.error("E651", node.place(), "this says no spread",
                      "{low: …, high: …}: one in ten is below low, one in ten above high; low is "
                      "not above high, and 0 only if both are");
    }
  }

  void network(const Yaml& node) {
    if (!keys(node, "network", {"drop", "limit", "answer", "delay"})) return;
    share(node["drop"], model_.network.drop);
    seconds(node["limit"], model_.network.limit_s);
    seconds(node["answer"], model_.network.answer_s);
    spread(node["delay"], model_.network.delay_s, time());
  }

  void shares(const Yaml& map, std::map<std::string, double>& to) {
    if (map.exists() && !map.is_map()) map.only_keys(findings_, "shares", {});
    for (const auto& [name, value] : map.entries()) share(value, to[name]);
  }

  void person(const Yaml& node) {
    if (!keys(node, "person",
              {"reading", "reads_on", "scans", "reads_again", "thinking", "key", "letters", "wrong",
               "notices", "aside", "languages", "answers"})) {
      return;
    }
    auto& person = model_.person;
    const auto reading = node["reading"];
    if (reading.exists() && !reading.is_map()) reading.only_keys(findings_, "reading", {});
    for (const auto& [language, speed] : reading.entries()) {
      spread(speed, person.reading[language], whole(1));
    }
    share(node["reads_on"], person.reads_on);
    share(node["scans"], person.scans);
    share(node["reads_again"], person.reads_again);
    spread(node["thinking"], person.thinking_s, time());
    spread(node["key"], person.key_s, time());
    spread(node["letters"], person.letters_min, whole(1));
    shares(node["wrong"], person.wrong);
    share(node["notices"], person.notices);
    share(node["aside"], person.aside);
    shares(node["languages"], person.languages);
    answers(node["answers"]);
  }

  void answers(const Yaml& node) {
    if (node.exists() && !node.is_map()) node.only_keys(findings_, "answers", {});
    for (const auto& [field, list] : node.entries()) {
      auto& all = model_.person.answers[field];
      all.clear();
      if (!list.is_list()) {
        findings_.error("E102", list.place(), "a list of answers is expected here",
                        "in brackets: [4104, 4105]", list.width());
      }
      for (const auto& item : list.items()) {
        if (const auto text = item.as_string(findings_)) all.push_back(*text);
      }
    }
  }

  void patience(const Yaml& node) {
    if (!keys(node, "patience", {"redials", "pause", "tries", "reminded"})) return;
    spread(node["redials"], model_.patience.redials, whole(0));
    spread(node["pause"], model_.patience.pause_s, time());
    if (const auto tries = node["tries"].as_integer(findings_, 1, 20)) {
      model_.patience.tries = *tries;
    }
    share(node["reminded"], model_.patience.reminded);
  }

  void shared(const Yaml& node) {
    if (!keys(node, "shared_phones", {"share", "between", "takes_over"})) return;
    share(node["share"], model_.shared.share);
    share(node["between"], model_.shared.between);
    share(node["takes_over"], model_.shared.takes_over);
  }

  Findings& findings_;
  RehearsalModel model_;
};

}  // namespace

RehearsalModel read_rehearsal(std::string_view yaml, const std::string& file, Findings& findings) {
  const auto root = Yaml::parse(yaml, file, findings);
  if (!root.exists()) return {};
  return Reader(findings).read(root);
}

std::optional<double> share_of(std::string_view text) {
  double scale = 1;
  if (text.ends_with('%')) {
    text.remove_suffix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    scale = 100;
  }
  double value = 0;
  const auto [rest, failed] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (failed != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  value /= scale;
  if (!(value >= 0 && value <= 1)) return std::nullopt;
  return value;
}

}  // namespace jisr::dialogs
