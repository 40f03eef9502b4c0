// Filling a tree, and looking through it.
#include "providers/tree.hpp"

#include <optional>

namespace jisr::providers {

namespace {

bool is_leaf(const Tree& tree) {
  return tree.kind == Tree::Kind::text || tree.kind == Tree::Kind::literal;
}

std::optional<Tree> filled(const Tree& tree, const Values& values, bool complete_only) {
  Tree out;
  out.kind = tree.kind;
  if (is_leaf(tree)) {
    auto leaf = fill(tree.text, values);
    if (complete_only && !leaf.complete) return std::nullopt;
    out.text = std::move(leaf.text);
    return out;
  }
  for (const auto& [name, member] : tree.members) {
    if (auto kept = filled(member, values, complete_only)) {
      out.members.emplace_back(name, std::move(*kept));
    }
  }
  if (out.members.empty() && !tree.members.empty()) return std::nullopt;
  return out;
}

}  // namespace

Tree Tree::of(std::string text, Kind kind) {
  Tree tree;
  tree.kind = kind;
  tree.text = std::move(text);
  return tree;
}

Tree fill(const Tree& tree, const Values& values, bool complete_only) {
  auto out = filled(tree, values, complete_only);
  if (out) return std::move(*out);
  Tree empty;
  empty.kind = tree.kind;
  return empty;
}

std::vector<std::string> leaves(const Tree& tree) {
  if (is_leaf(tree)) return {tree.text};
  std::vector<std::string> out;
  for (const auto& member : tree.members) {
    const auto below = leaves(member.second);
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> as_fields(const Tree& tree) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const auto& [name, member] : tree.members) {
    if (is_leaf(member)) fields.emplace_back(name, member.text);
  }
  return fields;
}

}  // namespace jisr::providers
