// How gateway.yaml is read: the typed reads of one map, with the findings at hand. For config.cpp
// and the files that read a part of it. Pure; one thread.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/yaml.hpp"
#include "dialogs/yaml_watch.hpp"

namespace jisr::gateway {

// E102 for what is no map where the file itself names the keys.
inline void expect_map(const dialogs::Yaml& yaml, const char* what, dialogs::Findings& findings) {
  if (yaml.exists() && !yaml.is_map()) yaml.only_keys(findings, what, {});
}

// A time within bounds, E102 beyond them; `to` stays as it is where none is written.
inline void read_duration(const dialogs::Yaml& node, std::int64_t& to, std::int64_t min_ms,
                          std::int64_t max_ms, dialogs::Findings& findings) {
  const auto value = node.as_duration_ms(findings);
  if (!value) return;
  to = *value;
  if (*value >= min_ms && *value <= max_ms) return;
  findings.error("E102", node.place(),
                 "a time from " + std::to_string(min_ms) + "ms to " + std::to_string(max_ms) +
                     "ms is expected here",
                 "", node.width());
}

// The typed reads of one map, with the findings at hand: `in.text("host", c.host)` leaves the
// default where the key is missing.
class ConfigReader {
 public:
  ConfigReader(dialogs::Yaml map, std::string what, const std::vector<std::string>& known,
               dialogs::Findings& findings)
      : map_(std::move(map)), findings_(findings) {
    if (map_.exists()) map_.only_keys(findings_, what, known);
  }
  void text(const char* key, std::string& to) const {
    if (const auto value = map_[key].as_string(findings_)) to = *value;
  }
  void duration(const char* key, std::int64_t& to) const {
    if (const auto value = map_[key].as_duration_ms(findings_)) to = *value;
  }
  void duration(const char* key, std::int64_t& to, std::int64_t min_ms, std::int64_t max_ms) const {
    read_duration(map_[key], to, min_ms, max_ms, findings_);
  }
  void boolean(const char* key, bool& to) const {
    if (const auto value = map_[key].as_boolean(findings_)) to = *value;
  }
  template <typename T>
  void number(const char* key, T& to, std::int64_t min, std::int64_t max) const {
    if (const auto value = map_[key].as_integer(findings_, min, max)) to = static_cast<T>(*value);
  }
  void texts(const char* key, std::vector<std::string>& to) const {
    const auto list = map_[key];
    if (!list.exists()) return;
    to.clear();
    if (list.is_scalar()) {
      to.push_back(list.text());
      return;
    }
    if (!list.is_list()) findings_.error("E102", list.place(), "a list of texts is expected here");
    for (const auto& item : list.items()) {
      if (const auto value = item.as_string(findings_)) to.push_back(*value);
    }
  }
  // One of `known`, or E111.
  void word(const char* key, const std::string& what, const std::vector<std::string>& known,
            std::string& to) const {
    const auto node = map_[key];
    const auto value = node.as_string(findings_);
    if (!value) return;
    dialogs::YamlWatch::words(node.place(), what, known);
    to = *value;
    if (std::find(known.begin(), known.end(), to) != known.end()) return;
    std::string hint = "one of:";
    for (const auto& one : known) hint += " " + one;
    findings_.error("E111", node.place(), "\"" + to + "\" is not " + what, hint, node.width());
  }
  void settings(const char* key, std::map<std::string, std::string>& to) const {
    expect_map(map_[key], key, findings_);
    for (const auto& [name, value] : map_[key].entries()) {
      if (const auto text = value.as_string(findings_)) to[name] = *text;
    }
  }
  [[nodiscard]] dialogs::Yaml at(const char* key) const { return map_[key]; }

 private:
  dialogs::Yaml map_;
  dialogs::Findings& findings_;
};

}  // namespace jisr::gateway
