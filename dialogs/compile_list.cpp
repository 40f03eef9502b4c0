// A long list: which table it comes from, what it stores and shows, and which rows belong to her
// answers.
#include <algorithm>
#include <cstdlib>

#include "dialogs/compilation.hpp"
#include "dialogs/made_rows.hpp"

namespace jisr::dialogs {

namespace {

std::optional<std::size_t> column(Compilation& c, const Source& source, const Yaml& node) {
  const auto name = node.as_string(c.findings);
  return name ? c.column(source, *name, node.place(), node.width()) : std::nullopt;
}

void read_labels(Compilation& c, const Source& source, const Yaml& node, ListSource& list) {
  const auto& languages = c.dialog.languages;
  std::vector<std::optional<std::size_t>> labels(languages.size());
  if (!node.is_map()) {
    const auto all = column(c, source, node);
    std::fill(labels.begin(), labels.end(), all);
  }
  std::vector<std::string> codes;
  for (const auto& language : languages) codes.push_back(language.code);
  for (const auto& [code, value] : node.entries()) {
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) {
      c.findings.error("E216", value.key_place(), "\"" + code + "\" is not one of `languages`",
                       did_you_mean(code, codes), code.size());
    } else {
      labels[static_cast<std::size_t>(found - codes.begin())] = column(c, source, value);
    }
  }
  for (std::size_t i = 0; i < languages.size() && node.is_map(); ++i) {
    if (!languages[i].enabled || node[codes[i]].exists()) continue;
    c.findings.error("E300", node.key_place(), "the list has no " + codes[i] + " label",
                     "add `" + codes[i] + ": column`");
  }
  // A language that is not offered borrows a column, so that the engine never meets a gap.
  const auto any =
      std::find_if(labels.begin(), labels.end(), [](auto& one) { return one.has_value(); });
  const auto borrowed = any == labels.end() ? 0 : any->value();
  for (const auto& label : labels) list.label_columns.push_back(label.value_or(borrowed));
}

// A cell is compared with a constant, with "{setting.name}" or with the answer to "{field}".
void read_where(Compilation& c, const Source& source, const std::string& name, const Yaml& node,
                std::vector<ListSource::Where>& all) {
  ListSource::Where where;
  const auto found = c.column(source, name, node.key_place(), name.size());
  const auto text = node.as_string(c.findings);
  if (!text) return;
  const auto setting = Compilation::setting_reference(node);
  if (!setting.empty()) {
    const auto* known = c.setting_named(setting, node.place(), node.width());
    if (known == nullptr) return;
    where.constant = known->value;
  } else if (text->starts_with('{') && text->ends_with('}')) {
    where.field = c.field_at(text->substr(1, text->size() - 2), node.place(), node.width());
    if (where.field == kNone) return;
    c.readings.push_back({where.field, c.current, node.place(), node.width(), false});
  } else {
    where.constant = *text;
  }
  if (!found) return;
  where.column = *found;
  all.push_back(std::move(where));
}

// The rows are made for the day: {months: {from: 0, to: 9}}. Whether `node` is of this form.
bool read_made(Compilation& c, const Yaml& node, ListSource& list) {
  using Made = ListSource::Made;
  const std::pair<const char*, Made> forms[] = {{"days", Made::days},
                                                {"months", Made::months},
                                                {"years", Made::years},
                                                {"numbers", Made::numbers}};
  for (const auto& [word, made] : forms) {
    const auto range = node[word];
    if (!range.exists()) continue;
    node.only_keys(c.findings, "a list of " + std::string(word), {word});
    range.only_keys(c.findings, word, {"from", "to"});
    list.made = made;
    list.by_letters = false;
    list.value_column = 0;
    list.label_columns.assign(c.dialog.languages.size(), 1);
    const auto end = [&](const char* key) {
      const auto number = c.require(range, key, word).as_integer(c.findings, -99'999, 99'999);
      return static_cast<std::int32_t>(number.value_or(0));
    };
    list.from = end("from");
    list.to = end("to");
    if (std::abs(list.to - list.from) >= kMadeRowsMax) {
      c.findings.error("E116", range.place(), "a list has at most 400 such rows",
                       "ask for it in another way", range.width());
    }
    return true;
  }
  return false;
}

}  // namespace

ListSource read_list(Compilation& c, const Yaml& node, std::uint16_t field) {
  ListSource list;
  const bool map = node.is_map();
  node.only_keys(c.findings, "a list",
                 {"data", "value", "label", "where", "first", "skip_single", "by_letters", "days",
                  "months", "years", "numbers"});
  if (!map) return list;
  if (field != kNone && read_made(c, node, list)) {
    c.notes[field].typed = true;
    return list;
  }
  list.skip_single = node["skip_single"].as_boolean(c.findings).value_or(false);
  list.by_letters = node["by_letters"].as_boolean(c.findings).value_or(true);
  const auto before = c.findings.errors();
  const auto* source = c.source_named(c.require(node, "data", "a list"));
  const auto value = c.require(node, "value", "a list");
  const auto label = c.require(node, "label", "a list");
  if (field != kNone) c.notes[field].typed = true;  // its values are not known so far
  if (source == nullptr || !source->table) return list;
  const auto value_column = column(c, *source, value);
  if (label.exists()) read_labels(c, *source, label, list);
  const auto read_rows = [&](const char* key, std::vector<ListSource::Where>& to) {
    const auto rows = node[key];
    if (rows.exists() && !rows.is_map()) rows.only_keys(c.findings, key, {});
    for (const auto& [name, cell] : rows.entries()) read_where(c, *source, name, cell, to);
  };
  read_rows("where", list.where);
  read_rows("first", list.first);
  if (!value_column || c.findings.errors() > before) return list;
  list.value_column = *value_column;
  list.table = source->table;
  if (field != kNone) {
    c.notes[field].typed = false;
    for (const auto& row : list.table->rows) note_value(c, field, row[*value_column]);
  }
  return list;
}

}  // namespace jisr::dialogs
