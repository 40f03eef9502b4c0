// A key means one thing on a screen: a choice, a way round, a row of a list, or an answer that she
// types.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

// Why a choice cannot have this key on this screen; empty when it can.
std::string taken_as(const Dialog& dialog, const Screen& screen, const std::string& key) {
  const bool first = &screen == &dialog.screens[dialog.start];
  if (key == dialog.keys.back && screen.back && !first) return "goes back here";
  if (key == dialog.keys.home && !first) return "goes home here";
  if (screen.kind == Screen::Kind::list) {
    if (key == dialog.keys.next || key == dialog.keys.previous) return "turns the page of a list";
  }
  const auto type = screen.rule.type;
  const bool numbers =
      type == FieldType::number || type == FieldType::yes_no || type == FieldType::age;
  if (screen.kind == Screen::Kind::question && numbers &&
      read_answer(screen.rule, key, Date{2026, 1, 1}).wrong == Wrong::none) {
    return "can be her answer to this question";
  }
  return {};
}

void check_key(Compilation& c, const Screen& screen, const Yaml& node) {
  if (!node.is_scalar()) return;
  const auto taken = taken_as(c.dialog, screen, node.text());
  if (taken.empty()) return;
  c.findings.error("E115", node.place(), "the key " + node.text() + " " + taken,
                   "choose another key", node.width());
}

}  // namespace

void check_keys(Compilation& c) {
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    const auto& node = c.screen_nodes[i];
    for (const auto& choice : node["choices"].items()) check_key(c, screen, choice["key"]);
    check_key(c, screen, node["confirm"]["key"]);
    check_key(c, screen, node["change"]["key"]);
  }
}

}  // namespace jisr::dialogs
