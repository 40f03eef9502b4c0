// A node of the parsed tree, as yaml.cpp makes it and yaml_with.cpp copies it. Immutable once made.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/yaml.hpp"

namespace jisr::dialogs {

struct Yaml::Node {
  Kind kind = Kind::missing;
  Place place;
  Place key_place;
  std::string text;
  bool quoted = false;
  std::vector<std::pair<std::string, std::shared_ptr<const Node>>> map;
  std::vector<std::shared_ptr<const Node>> list;
};

}  // namespace jisr::dialogs
