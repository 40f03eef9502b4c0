// A step is a day, a month, a year, or a number.
#include "dialogs/made_rows.hpp"

#include "dialogs/days.hpp"

namespace jisr::dialogs {

namespace {

std::string value_at(ListSource::Made made, std::int32_t step, const Date& today) {
  using namespace std::chrono;
  const auto now = calendar_day(today);
  switch (made) {
    case ListSource::Made::numbers:
    case ListSource::Made::table:
      return std::to_string(step);
    case ListSource::Made::years:
      return std::to_string(today.year + step);
    case ListSource::Made::months: {
      const auto moved = year_month(now.year(), now.month()) + months(step);
      return iso_date(moved / 1).substr(0, 7);
    }
    case ListSource::Made::days: {
      const year_month_day moved = sys_days(now) + days(step);
      return iso_date(moved);
    }
  }
  return {};
}

}  // namespace

std::shared_ptr<const Table> make_rows(const ListSource& list, const Date& today) {
  auto table = std::make_shared<Table>();
  table->columns = {"value", "label"};
  const std::int32_t by = list.to < list.from ? -1 : 1;
  for (std::int32_t i = 0; i <= (list.to - list.from) * by && i < kMadeRowsMax; ++i) {
    auto value = value_at(list.made, list.from + i * by, today);
    auto label = written_date(value);
    table->rows.push_back({std::move(value), std::move(label)});
  }
  return table;
}

std::string written_date(const std::string& value) {
  const bool day = value.size() == 10 && value[4] == '-' && value[7] == '-';
  if (day) return value.substr(8, 2) + "/" + value.substr(5, 2) + "/" + value.substr(0, 4);
  const bool month = value.size() == 7 && value[4] == '-' && value[0] != '-';
  if (month) return value.substr(5, 2) + "/" + value.substr(0, 4);
  return value;
}

}  // namespace jisr::dialogs
