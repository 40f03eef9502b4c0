// Long lists against their tables: whatever she chose before, there are rows to choose from, and
// each has a value and a label of its own.
#include <algorithm>
#include <map>

#include "dialogs/check_lists.hpp"

namespace jisr::dialogs {

namespace {

using Values = std::optional<std::set<std::string>>;  // nullopt: cannot be listed

Values possible(const Dialog& dialog, std::uint16_t field, int depth);

// The rows that can ever be offered, whatever was answered before.
std::vector<std::size_t> offered(const Dialog& dialog, const ListSource& list, int depth) {
  constexpr int kDepthMax = 8;  // a list that hangs on a list that hangs on itself
  std::vector<std::size_t> rows;
  std::vector<Values> allowed;
  for (const auto& where : list.where) {
    if (where.field == kNone) {
      allowed.emplace_back(std::set<std::string>{where.constant});
    } else {
      allowed.push_back(depth < kDepthMax ? possible(dialog, where.field, depth + 1) : Values{});
    }
  }
  for (std::size_t i = 0; i < list.table->rows.size(); ++i) {
    bool good = true;
    for (std::size_t j = 0; j < allowed.size() && good; ++j) {
      good = !allowed[j] || allowed[j]->contains(list.table->rows[i][list.where[j].column]);
    }
    if (good) rows.push_back(i);
  }
  return rows;
}

Values possible(const Dialog& dialog, std::uint16_t field, int depth) {
  std::set<std::string> values;
  for (const auto& screen : dialog.screens) {
    if (screen.field == field && screen.kind == Screen::Kind::question) return std::nullopt;
    if (screen.field == field && screen.kind == Screen::Kind::list) {
      if (!screen.list.table) return std::nullopt;
      for (const auto row : offered(dialog, screen.list, depth)) {
        values.insert(screen.list.table->rows[row][screen.list.value_column]);
      }
    }
    for (const auto& choice : screen.choices) {
      if (screen.field == field && !choice.value.empty()) values.insert(choice.value);
      for (const auto& set : choice.set) {
        if (set.field != field) continue;
        if (!is_constant(set.value)) return std::nullopt;
        values.insert(set.value.text);
      }
      if (screen.field == field && choice.derived) return std::nullopt;
    }
    for (const auto& set : screen.set) {
      if (set.field != field) continue;
      if (!is_constant(set.value)) return std::nullopt;
      values.insert(set.value.text);
    }
    for (const auto& kept : screen.lookup.kept) {
      if (kept.field == field) return std::nullopt;
    }
  }
  return values;
}

void check_rows_exist(Compilation& c, const Screen& screen, const Yaml& node) {
  const auto& list = screen.list;
  const auto rows = offered(c.dialog, list, 0);
  const auto where = node["list"]["where"];
  const auto place = where.exists() ? where.key_place() : node["list"].key_place();
  const auto unanswerable = [&](const ListSource::Where& one) {  // said of the list before it
    const auto values = one.field == kNone ? Values{} : possible(c.dialog, one.field, 0);
    return values && values->empty();
  };
  if (std::any_of(list.where.begin(), list.where.end(), unanswerable)) return;
  if (rows.empty()) {
    c.findings.error("E221", place, "no row of " + list.table->name + " can ever be offered here",
                     "is a setting or a column wrong?", 5);
    return;
  }
  for (const auto& one : list.where) {
    if (one.field == kNone) continue;
    const auto values = possible(c.dialog, one.field, 0);
    if (!values) continue;
    std::set<std::string> met;
    for (const auto row : rows) met.insert(list.table->rows[row][one.column]);
    std::string first;
    std::size_t lacking = 0;
    for (const auto& value : *values) {
      if (met.contains(value)) continue;
      if (lacking++ == 0) first = value;
    }
    if (lacking == 0) continue;
    const auto rest = lacking > 1 ? " and " + std::to_string(lacking - 1) + " more" : "";
    c.findings.error("E221", place,
                     list.table->name + " has no row where " + list.table->columns[one.column] +
                         " is " + first + rest,
                     "whoever chose that has nothing to choose from here", 5);
  }
}

void check_cells(Compilation& c, const Screen& screen, const Source& source) {
  const auto& list = screen.list;
  std::set<std::vector<std::string>> met;
  for (const auto row : offered(c.dialog, list, 0)) {
    const auto& cells = list.table->rows[row];
    const Place place{source.file, source.lines[row], 1};
    auto wanted = list.label_columns;
    wanted.push_back(list.value_column);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    for (const auto column : wanted) {
      if (!cells[column].empty()) continue;
      c.findings.error("E222", place, list.table->columns[column] + " is empty in this row",
                       "the list of " + screen.name + " shows or stores it");
    }
    std::vector<std::string> identity = {cells[list.value_column]};
    for (const auto& where : list.where) identity.push_back(cells[where.column]);
    if (!met.insert(std::move(identity)).second) {
      c.findings.error("E222", place, "a second row with the value " + cells[list.value_column],
                       "two rows of one list cannot store the same");
    }
  }
}

}  // namespace

std::vector<std::size_t> offered_rows(const Dialog& dialog, const ListSource& list) {
  return list.table ? offered(dialog, list, 0) : std::vector<std::size_t>{};
}

const Source* source_of(const Compilation& c, const ListSource& list) {
  for (const auto& source : c.sources) {
    if (source.table && source.table == list.table) return &source;
  }
  return nullptr;
}

void check_lists(Compilation& c) {
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    const auto* source = source_of(c, screen.list);
    if (screen.kind != Screen::Kind::list || source == nullptr) continue;
    check_rows_exist(c, screen, c.screen_nodes[i]);
    check_cells(c, screen, *source);
  }
}

}  // namespace jisr::dialogs
