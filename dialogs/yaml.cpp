// yaml-cpp's event stream becomes our own tree, which keeps what its node tree loses: the place of
// each key, whether a scalar was quoted, and the second of two equal keys.
#include "dialogs/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "dialogs/text.hpp"
#include "dialogs/yaml_node.hpp"
#include "dialogs/yaml_watch.hpp"

namespace jisr::dialogs {

namespace {

using NodePtr = std::shared_ptr<Yaml::Node>;
struct TooMuch {};  // thrown through yaml-cpp to stop it; never leaves parse()

// yaml-cpp counts from 0, and columns in bytes of UTF-8; people and editors count from 1, in
// characters.
class Places {
 public:
  Places(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }
  [[nodiscard]] Place at(const YAML::Mark& mark) const {
    const auto line = static_cast<std::size_t>(std::max(mark.line, 0));
    const auto column = static_cast<std::size_t>(std::max(mark.column, 0));
    int points = 1;
    if (line < starts_.size()) {
      const auto before = text_.substr(starts_[line], column);
      points += static_cast<int>(std::count_if(before.begin(), before.end(), begins_character));
    }
    return {file_, static_cast<int>(line) + 1, points};
  }

 private:
  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> starts_;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Places& places, Findings& findings, const Yaml::Environment& environment)
      : places_(places), findings_(findings), environment_(environment) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    add(make(Yaml::Kind::null, mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    findings_.error("E105", places_.at(mark), "aliases (*name) are not supported",
                    "write the value out");
    add(make(Yaml::Kind::null, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    auto node = make(Yaml::Kind::scalar, mark);
    node->text = environment_ ? expand(value, node->place) : value;
    node->quoted = tag == "!";
    if (!node->quoted && (value == "~" || value == "null" || value.empty())) {
      node->kind = Yaml::Kind::null;
    }
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(make(Yaml::Kind::list, mark));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(make(Yaml::Kind::map, mark));
  }
  void OnMapEnd() override { close(); }

  NodePtr root;

 private:
  struct Level {
    NodePtr node;
    NodePtr key;  // set while a map waits for the value
  };

  NodePtr make(Yaml::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > Yaml::kNodesMax) throw TooMuch{};
    auto node = std::make_shared<Yaml::Node>();
    node->kind = kind;
    node->place = places_.at(mark);
    node->key_place = node->place;
    return node;
  }

  // Replaces each ${NAME} and ${NAME:-default}.
  std::string expand(const std::string& value, const Place& place) {
    std::string out;
    std::size_t at = 0;
    for (auto open = value.find("${"); open != std::string::npos; open = value.find("${", at)) {
      const auto close = value.find('}', open);
      if (close == std::string::npos) break;
      const auto inside = value.substr(open + 2, close - open - 2);
      const auto split = inside.find(":-");
      const auto found = environment_(inside.substr(0, split));
      if (!found && split == std::string::npos) {
        findings_.error("E108", place, "the environment variable " + inside + " is not set",
                        "set it, or write ${" + inside + ":-default}");
      }
      out += value.substr(at, open - at);
      if (found)
        out += *found;
      else if (split != std::string::npos)
        out += inside.substr(split + 2);
      at = close + 1;
    }
    return out + value.substr(at);
  }

  void open(NodePtr node) {
    if (levels_.size() >= static_cast<std::size_t>(Yaml::kDepthMax)) throw TooMuch{};
    auto kept = node;
    add(std::move(node), true);
    levels_.push_back({std::move(kept), nullptr});
  }
  void close() { levels_.pop_back(); }

  void add(NodePtr node, bool container = false) {
    if (levels_.empty()) {
      if (!root) root = std::move(node);
      return;
    }
    auto& level = levels_.back();
    if (level.node->kind == Yaml::Kind::list) {
      level.node->list.push_back(std::move(node));
      return;
    }
    if (!level.key) {
      if (container) {
        findings_.error("E102", node->place, "a key must be a plain word");
        throw TooMuch{};
      }
      level.key = std::move(node);
      return;
    }
    node->key_place = level.key->place;
    const auto& key = level.key->text;
    const auto same = std::find_if(level.node->map.begin(), level.node->map.end(),
                                   [&](const auto& entry) { return entry.first == key; });
    if (same != level.node->map.end()) {
      findings_.error("E100", level.key->place, "\"" + key + "\" is written twice here",
                      "first on line " + std::to_string(same->second->key_place.line), key.size());
    } else {
      level.node->map.emplace_back(key, node);
    }
    level.key = nullptr;
  }

  const Places& places_;
  Findings& findings_;
  const Yaml::Environment& environment_;
  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
};

const std::string kEmpty;

}  // namespace

Yaml Yaml::parse(std::string_view text, std::string file, Findings& findings,
                 const Environment& environment) {
  const Place whole{file, 0, 0};
  if (text.size() > kBytesMax) {
    findings.error("E106", whole, "the file is larger than 1 MiB", "split it");
    return {};
  }
  const Places places(text, file);
  TreeBuilder builder(places, findings, environment);
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& error) {
    findings.error("E107", places.at(error.mark), "not YAML: " + error.msg,
                   "often a text with : ? , # { or } in it: put it in quotes");
    return {};
  } catch (const TooMuch&) {
    findings.error("E106", whole, "the file is nested too deep or has too many entries");
    return {};
  }
  if (!builder.root) {
    findings.error("E107", whole, "the file is empty");
    return {};
  }
  return Yaml(std::move(builder.root));
}

Yaml::Kind Yaml::kind() const {
  return node_ ? node_->kind : Kind::missing;
}
Place Yaml::place() const {
  return node_ ? node_->place : Place{};
}
Place Yaml::key_place() const {
  return node_ ? node_->key_place : Place{};
}
const std::string& Yaml::text() const {
  return node_ ? node_->text : kEmpty;
}
bool Yaml::quoted() const {
  return node_ && node_->quoted;
}

std::size_t Yaml::width() const {
  const auto& value = text().substr(0, text().find('\n'));
  return std::max<std::size_t>(code_points(value) + (quoted() ? 2 : 0), 1);
}

Yaml Yaml::operator[](std::string_view key) const {
  if (is_map()) {
    for (const auto& [name, node] : node_->map) {
      if (name == key) return Yaml(node);
    }
  }
  if (!node_) return {};
  auto absent = std::make_shared<Node>();
  absent->place = node_->place;
  absent->key_place = node_->key_place;
  return Yaml(std::move(absent));
}

std::vector<std::pair<std::string, Yaml>> Yaml::entries() const {
  std::vector<std::pair<std::string, Yaml>> out;
  if (is_map()) {
    for (const auto& [name, node] : node_->map) out.emplace_back(name, Yaml(node));
  }
  return out;
}

std::vector<Yaml> Yaml::items() const {
  std::vector<Yaml> out;
  if (is_list()) {
    for (const auto& node : node_->list) out.push_back(Yaml(node));
  }
  return out;
}

bool Yaml::only_keys(Findings& findings, std::string_view what,
                     const std::vector<std::string>& known) const {
  if (!is_map()) {
    findings.error("E102", place(), std::string(what) + " must be a map of keys and values");
    return false;
  }
  YamlWatch::keys(place(), what, known);
  bool good = true;
  for (const auto& [name, value] : entries()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string hint = did_you_mean(name, known);
    if (hint.empty()) {
      hint = "known here:";
      for (const auto& word : known) hint += " " + word;
    }
    findings.error("E101", value.key_place(),
                   "\"" + name + "\" is not known in " + std::string(what), hint, name.size());
    good = false;
  }
  return good;
}

std::optional<std::string> Yaml::as_string(Findings& findings) const {
  if (!exists()) return std::nullopt;
  YamlWatch::value(YamlWatch::Kind::text, place());
  if (is_scalar()) return text();
  findings.error("E102", place(), "a text is expected here");
  return std::nullopt;
}

std::optional<std::int64_t> Yaml::as_integer(Findings& findings, std::int64_t min,
                                             std::int64_t max) const {
  if (!exists()) return std::nullopt;
  YamlWatch::value(YamlWatch::Kind::integer, place(), min, max);
  const auto& value = text();
  std::int64_t number = 0;
  const auto* end = value.data() + value.size();
  const auto [rest, failed] = std::from_chars(value.data(), end, number);
  const auto digits = value.size() - (value.starts_with('-') ? 1 : 0);
  const bool octal = digits > 1 && value[value.size() - digits] == '0';
  if (!is_scalar() || failed != std::errc{} || rest != end || octal) {
    findings.error("E102", place(), "a whole number is expected here",
                   octal ? "numbers have no leading zero; quote it if it is a text" : "", width());
    return std::nullopt;
  }
  if (number < min || number > max) {
    findings.error("E102", place(),
                   "must be from " + std::to_string(min) + " to " + std::to_string(max), "",
                   width());
    return std::nullopt;
  }
  return number;
}

std::optional<bool> Yaml::as_boolean(Findings& findings) const {
  if (!exists()) return std::nullopt;
  YamlWatch::value(YamlWatch::Kind::boolean, place());
  if (is_scalar() && !quoted() && text() == "true") return true;
  if (is_scalar() && !quoted() && text() == "false") return false;
  findings.error("E102", place(), "true or false is expected here",
                 "write true or false, without quotes", width());
  return std::nullopt;
}

std::optional<std::int64_t> Yaml::as_duration_ms(Findings& findings) const {
  if (!exists()) return std::nullopt;
  YamlWatch::value(YamlWatch::Kind::duration, place());
  const auto& value = text();
  std::int64_t number = 0;
  const auto* end = value.data() + value.size();
  const auto [rest, failed] = std::from_chars(value.data(), end, number);
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  struct Unit {
    std::string_view name;
    std::int64_t ms;
  };
  static constexpr Unit kUnits[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  constexpr std::int64_t kMax = 1'000'000'000'000;
  for (const auto& known : kUnits) {
    if (is_scalar() && failed == std::errc{} && number >= 0 && unit == known.name &&
        number <= kMax / known.ms) {
      return number * known.ms;
    }
  }
  findings.error("E103", place(), "a time with its unit is expected here",
                 "for example 250ms, 3s, 10m, 2h or 1d", width());
  return std::nullopt;
}

}  // namespace jisr::dialogs
