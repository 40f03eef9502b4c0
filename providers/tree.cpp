// Filling a tree, and looking through it.
#include "providers/tree.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace jisr::providers {

namespace {

bool is_leaf(const Tree& tree) {
  return tree.kind == Tree::Kind::text || tree.kind == Tree::Kind::literal;
}

constexpr std::string_view kLine = "{line}";

bool shows_line(const Tree& tree) {
  if (is_leaf(tree)) return tree.text.find(kLine) != std::string::npos;
  return std::any_of(tree.members.begin(), tree.members.end(),
                     [](const auto& member) { return shows_line(member.value); });
}

std::optional<Tree> filled(const Tree& tree, const Values& values, bool complete_only);

// One element for each line of the text.
void repeat(const Tree& element, const Values& values, bool complete_only, Tree& list) {
  const auto text = std::find_if(values.begin(), values.end(),
                                 [](const auto& value) { return value.first == "text"; });
  std::string_view rest = text == values.end() ? std::string_view{} : text->second;
  for (bool more = true; more;) {
    const auto end = rest.find('\n');
    auto with_line = values;
    with_line.emplace_back("line", rest.substr(0, end));
    if (auto one = filled(element, with_line, complete_only)) {
      list.members.push_back({"", std::move(*one)});
    }
    more = end != std::string_view::npos;
    if (more) rest.remove_prefix(end + 1);
  }
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
    if (tree.kind == Tree::Kind::list && shows_line(member)) {
      repeat(member, values, complete_only, out);
    } else if (auto kept = filled(member, values, complete_only)) {
      out.members.push_back({name, std::move(*kept)});
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

bool has_stray_line(const Tree& tree) {
  if (tree.kind == Tree::Kind::list) return false;
  if (is_leaf(tree)) return shows_line(tree);
  return std::any_of(tree.members.begin(), tree.members.end(),
                     [](const auto& member) { return has_stray_line(member.value); });
}

std::vector<std::string> leaves(const Tree& tree) {
  if (is_leaf(tree)) return {tree.text};
  std::vector<std::string> out;
  for (const auto& member : tree.members) {
    const auto below = leaves(member.value);
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
