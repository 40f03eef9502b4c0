// A strict reader over yaml-cpp: what a person wrote is taken as she wrote it, or refused with its
// place. yaml-cpp alone keeps the first of two equal keys, reads 010 as 8 and calls a missing key a
// crash; here each is a Finding. Dialogs, provider profiles and gateway.yaml are all read through
// this one door.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/diagnostic.hpp"

namespace jisr::dialogs {

// One node of a read file; a cheap handle, valid as long as any handle on the same file lives.
class Yaml {
 public:
  enum class Kind { missing, null, scalar, list, map };

  struct Node;  // the parsed tree, private to yaml.cpp

  // Gives the value of an environment variable, or nullopt when it is not set.
  using Environment = std::function<std::optional<std::string>(const std::string& name)>;

  // Parses `text`. Syntax errors, duplicate keys, anchors nested too deep, more than kNodesMax
  // nodes and files over kBytesMax are findings; then the result is a missing node. Never throws.
  // With an `environment`, ${NAME} and ${NAME:-default} in scalars are replaced (once, after
  // parsing: a value cannot bring YAML in), and a name that is not set and has no default is E108.
  static Yaml parse(std::string_view text, std::string file, Findings& findings,
                    const Environment& environment = nullptr);

  Yaml() = default;
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool exists() const { return kind() != Kind::missing; }
  [[nodiscard]] bool is_map() const { return kind() == Kind::map; }
  [[nodiscard]] bool is_list() const { return kind() == Kind::list; }
  [[nodiscard]] bool is_scalar() const { return kind() == Kind::scalar; }
  [[nodiscard]] Place place() const;              // of the value
  [[nodiscard]] Place key_place() const;          // of the key that led here; the value's when none
  [[nodiscard]] std::size_t width() const;        // columns that the scalar takes
  [[nodiscard]] const std::string& text() const;  // the scalar as written, quotes taken away
  [[nodiscard]] bool quoted() const;

  // A map's value by key, or a missing node that still knows where the map is.
  [[nodiscard]] Yaml operator[](std::string_view key) const;
  [[nodiscard]] std::vector<std::pair<std::string, Yaml>> entries()
      const;                                      // of a map, in file order
  [[nodiscard]] std::vector<Yaml> items() const;  // of a list

  // A copy in which each scalar <name> is the parameter's value, of any kind, and a <name> within a
  // scalar or a key is its text. Places stay those of this file. Depth is bounded by parse().
  [[nodiscard]] Yaml with(const std::map<std::string, Yaml>& parameters) const;

  // E101 for each key of this map that is not among `known`, with "did you mean". E102 when not a
  // map.
  bool only_keys(Findings& findings, std::string_view what,
                 const std::vector<std::string>& known) const;

  // Typed reads. A missing node gives nullopt silently; a value of another type is a finding (E102)
  // and nullopt. Numbers are plain decimal: 010, 0x1F, 1e3 and 1_000 are refused. Booleans are true
  // and false, and the YAML 1.1 words yes/no/on/off are refused with the hint to quote or to write
  // true.
  [[nodiscard]] std::optional<std::string> as_string(Findings& findings) const;
  [[nodiscard]] std::optional<std::int64_t> as_integer(Findings& findings, std::int64_t min,
                                                       std::int64_t max) const;
  [[nodiscard]] std::optional<bool> as_boolean(Findings& findings) const;
  // "250ms", "3s", "10m", "2h", "1d": a unit is required (E103). In milliseconds.
  [[nodiscard]] std::optional<std::int64_t> as_duration_ms(Findings& findings) const;

  static constexpr std::size_t kBytesMax = 1 << 20;
  static constexpr std::size_t kNodesMax = 100'000;
  static constexpr int kDepthMax = 32;

 private:
  explicit Yaml(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

}  // namespace jisr::dialogs
