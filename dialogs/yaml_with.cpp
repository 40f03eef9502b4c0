// A tree with its parameters put in: <name> stands for what is given.
#include <algorithm>

#include "dialogs/yaml_node.hpp"

namespace jisr::dialogs {

namespace {

using NodePtr = std::shared_ptr<const Yaml::Node>;
using Given = std::map<std::string, NodePtr>;

// "<who>_name" → "mother_name". What is no parameter stays: texts may hold < and >.
std::string filled(const std::string& text, const Given& given) {
  std::string out;
  std::size_t at = 0;
  for (auto open = text.find('<'); open != std::string::npos; open = text.find('<', open + 1)) {
    const auto close = text.find('>', open);
    if (close == std::string::npos) break;
    const auto found = given.find(text.substr(open + 1, close - open - 1));
    if (found == given.end() || found->second->kind != Yaml::Kind::scalar) continue;
    out += text.substr(at, open - at) + found->second->text;
    at = close + 1;
    open = close;
  }
  return out + text.substr(at);
}

NodePtr copy(const NodePtr& node, const Given& given) {
  if (node->kind == Yaml::Kind::scalar) {
    const auto& text = node->text;
    if (text.find('<') == std::string::npos) return node;
    auto made = std::make_shared<Yaml::Node>(*node);
    const bool whole = text.size() > 2 && text.front() == '<' && text.back() == '>';
    const auto found = whole ? given.find(text.substr(1, text.size() - 2)) : given.end();
    if (found != given.end()) {
      *made = *found->second;
      made->key_place = node->key_place;
    } else {
      made->text = filled(text, given);
    }
    return made;
  }
  auto made = std::make_shared<Yaml::Node>(*node);
  for (auto& [key, value] : made->map) {
    key = filled(key, given);
    value = copy(value, given);
  }
  for (auto& item : made->list) item = copy(item, given);
  return made;
}

}  // namespace

Yaml Yaml::with(const std::map<std::string, Yaml>& parameters) const {
  if (!node_) return {};
  Given given;
  for (const auto& [name, value] : parameters) {
    if (value.node_) given.emplace(name, value.node_);
  }
  return Yaml(copy(node_, given));
}

}  // namespace jisr::dialogs
