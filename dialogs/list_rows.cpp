// Rows by answers, then by letters.
#include "dialogs/list_rows.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

const std::string kEmpty;

bool matches(const ListSource& list, const Row& row, const Session& session) {
  return std::all_of(list.where.begin(), list.where.end(), [&](const ListSource::Where& where) {
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

std::vector<const Row*> list_rows(const ListSource& list, const Session& session,
                                  std::string_view filter) {
  std::vector<const Row*> rows;
  const auto key = filter.empty() ? std::string() : search_key(filter);
  if (!filter.empty() && key.empty()) return rows;
  for (const auto& row : list.table->rows) {
    if (matches(list, row, session) && (key.empty() || begins_with(list, row, key))) {
      rows.push_back(&row);
    }
  }
  return rows;
}

const std::string& row_label(const ListSource& list, const Row& row, std::uint8_t language) {
  const auto column =
      language < list.label_columns.size() ? list.label_columns[language] : list.value_column;
  return column < row.size() ? row[column] : kEmpty;
}

const Row* row_of(const ListSource& list, std::string_view value) {
  for (const auto& row : list.table->rows) {
    if (row[list.value_column] == value) return &row;
  }
  return nullptr;
}

}  // namespace jisr::dialogs
