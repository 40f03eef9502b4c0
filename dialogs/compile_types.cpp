// Types of the dialog's own: a known type with a pattern, a way to normalise, an example and errors
// under a name that questions use. What a question says itself comes before what its type says.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

std::vector<std::string> known_types() {
  std::vector<std::string> names;
  for (const auto& type : answer_types()) {
    if (!type.name.empty()) names.emplace_back(type.name);
  }
  return names;
}

void read_own_type(Compilation& c, const std::string& name, const Yaml& node) {
  const auto known = known_types();
  if (!good_name(name)) {
    c.findings.error("E121", node.key_place(), "\"" + name + "\" cannot be the name of a type",
                     "small letters, digits and _, beginning with a letter", name.size());
  } else if (std::find(known.begin(), known.end(), name) != known.end()) {
    c.findings.error("E141", node.key_place(), "there is a type \"" + name + "\" already",
                     "choose another name: questions could mean the one or the other", name.size());
  }
  node.only_keys(
      c.findings, "a type",
      {"base", "normalise", "pattern", "example", "errors", "min", "max", "age_min", "age_max",
       "length_min", "length_max", "alphabet", "precision", "line", "abroad"});
  if (!node.is_map()) return;
  c.word(c.require(node, "base", "a type"), "a type to build on", known);
}

}  // namespace

void read_types(Compilation& c, const Yaml& root) {
  c.country_name = root["country"];
  c.types = root["types"];
  if (c.types.exists() && !c.types.is_map()) c.types.only_keys(c.findings, "types", {});
  for (const auto& [name, node] : c.types.entries()) read_own_type(c, name, node);
}

TypeUse read_type(Compilation& c, const Yaml& node) {
  auto names = known_types();
  const auto count = names.size();
  for (const auto& [name, own] : c.types.entries()) names.push_back(name);
  const auto found = c.word(node, "a type", names);
  TypeUse use;
  if (!found) return use;
  auto base = names[*found];
  if (*found >= count) {
    use.own = c.types[base];
    c.typed.insert(base);
    base = use.own["base"].text();
  }
  for (const auto& type : answer_types()) {
    if (type.name != base || base.empty()) continue;
    use.type = type.type;
    use.known = true;
  }
  return use;
}

}  // namespace jisr::dialogs
