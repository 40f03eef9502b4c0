// A menu with `several: true`: how many she may pick, and what its choices may then do.
#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/several.hpp"

namespace jisr::dialogs {

namespace {

void refuse(Compilation& c, const Yaml& at, const std::string& sentence, const std::string& hint) {
  c.findings.error("E144", at.place(), sentence, hint, at.width());
}

void check_choice(Compilation& c, const Yaml& node, const Choice& choice) {
  if (choice.value.empty() && !choice.derived) return;  // a way only, which is taken alone
  for (const auto* key : {"next", "set"}) {
    if (!node[key].exists()) continue;
    c.findings.error("E144", node[key].key_place(),
                     "a choice that can be picked with others has no `" + std::string(key) + "`",
                     "lead on with the screen's `next`, and by a branch after it", 4);
  }
  if (choice.derived || choice.value.find(',') != std::string::npos) {
    refuse(c, node["value"], "such a value cannot be kept with others", "one word without a comma");
  }
}

}  // namespace

void read_several(Compilation& c, const Yaml& node, Screen& screen) {
  const bool several = node["several"].as_boolean(c.findings).value_or(false);
  for (const auto* key : {"min", "max"}) {
    if (several || !node[key].exists()) continue;
    c.findings.error("E112", node[key].key_place(),
                     "`" + std::string(key) + "` does nothing on this menu",
                     "it counts choices where `several` is true", 3);
  }
  if (!several) return;
  c.require(node, "field", "a menu of several choices");
  screen.rule = plain_rule(FieldType::choices);
  const auto items = node["choices"].items();
  for (std::size_t i = 0; i < items.size() && i < screen.choices.size(); ++i) {
    check_choice(c, items[i], screen.choices[i]);
  }
  const auto all = pickable(screen);
  const auto always = std::count_if(all.begin(), all.end(), [](const Choice* choice) {
    return choice->when.kind == Condition::Kind::always;
  });
  const auto most = static_cast<std::int64_t>(all.size());
  screen.rule.min = node["min"].as_integer(c.findings, 1, 9).value_or(1);
  screen.rule.max =
      node["max"].as_integer(c.findings, 1, 9).value_or(std::max<std::int64_t>(most, 1));
  if (node["min"].exists() && screen.rule.min > always) {
    refuse(c, node["min"], "there may be too few choices to pick so many",
           "those with a `when` cannot be counted on");
  } else if (screen.rule.min > screen.rule.max) {
    c.findings.error("E118", node["max"].place(), "min is above max: no answer would do", "",
                     node["max"].width());
  }
}

// Rows are found by one value.
void check_several(Compilation& c) {
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    for (const auto& where : c.dialog.screens[i].list.where) {
      if (where.field == kNone || c.dialog.fields[where.field].type != FieldType::choices) continue;
      c.findings.error("E145", c.screen_nodes[i]["list"]["where"].key_place(),
                       c.dialog.fields[where.field].name + " may be several values at once",
                       "a list hangs on one: ask for it in a menu of its own", 5);
    }
  }
}

}  // namespace jisr::dialogs
