// Rows by answers, then by letters.
#include "dialogs/list_rows.hpp"

#include <algorithm>

#include "dialogs/made_rows.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

const std::string kEmpty;

using Wheres = std::vector<ListSource::Where>;

bool matches(const Wheres& all, const Row& row, const Session& session) {
  return std::all_of(all.begin(), all.end(), [&](const ListSource::Where& where) {
    if (where.field == kNone) return row[where.column] == where.constant;
    const auto* answer = session.answer(where.field);
    return answer != nullptr && row[where.column] == *answer;
  });
}

bool begins_with(const ListSource& list, const Row& row, std::string_view key) {
  return std::any_of(list.label_columns.begin(), list.label_columns.end(), [&](std::size_t column) {
    return column < row.size() && search_key(row[column]).starts_with(key);
  });
}

}  // namespace

Rows list_rows(const ListSource& list, const Session& session, std::string_view filter,
               const Date& today) {
  Rows rows;
  const auto key = filter.empty() ? std::string() : search_key(filter);
  if (!filter.empty() && key.empty()) return rows;
  if (list.made != ListSource::Made::table) rows.made = make_rows(list, today);
  const auto& table = rows.made ? *rows.made : *list.table;
  for (const auto& row : table.rows) {
    if (matches(list.where, row, session) && (key.empty() || begins_with(list, row, key))) {
      rows.all.push_back(&row);
    }
  }
  if (!list.first.empty()) {
    std::stable_partition(rows.all.begin(), rows.all.end(),
                          [&](const Row* row) { return matches(list.first, *row, session); });
  }
  return rows;
}

const std::string& row_label(const ListSource& list, const Row& row, std::uint8_t language) {
  const auto column =
      language < list.label_columns.size() ? list.label_columns[language] : list.value_column;
  return column < row.size() ? row[column] : kEmpty;
}

const Row* row_of(const ListSource& list, std::string_view value) {
  if (!list.table) return nullptr;
  for (const auto& row : list.table->rows) {
    if (row[list.value_column] == value) return &row;
  }
  return nullptr;
}

}  // namespace jisr::dialogs
