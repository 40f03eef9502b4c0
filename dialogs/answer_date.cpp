// Dates, years and ages. A date may be known to the day, the month or the year, as the rule allows;
// what she types more exactly than that is kept as exactly as is asked.
#include <array>

#include "dialogs/answer_readers.hpp"
#include "dialogs/days.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kDateTextMax = 20;
constexpr int kYearMin = 1900;
constexpr int kYearMax = 2999;
constexpr int kAgeMax = 150;

Verdict check_age(const FieldRule& rule, std::string born, const Date& today) {
  const int years = age(born, today);
  if (rule.age_min > 0 && years < rule.age_min) return refused(Wrong::under_age);
  if (years > rule.age_max) return refused(Wrong::over_age);
  return taken(std::move(born));
}

// Groups of digits in the order written.
struct Groups {
  std::array<std::string_view, 3> all;
  std::size_t count = 0;  // 0 when it is not one to three groups
};

Groups groups_of(std::string_view input) {
  if (digits_only(input) && input.size() == 8) {
    return {{input.substr(0, 2), input.substr(2, 2), input.substr(4)}, 3};
  }
  if (digits_only(input) && input.size() == 6) return {{input.substr(0, 2), input.substr(2)}, 2};
  Groups groups;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= input.size(); ++at) {
    const char c = at < input.size() ? input[at] : '/';
    if (c >= '0' && c <= '9') continue;
    const bool between = c == '/' || c == '-' || c == '.' || c == ' ';
    if (!between || at == from || groups.count == 3) return {};
    groups.all[groups.count++] = input.substr(from, at - from);
    from = at + 1;
  }
  return groups;
}

// Day and month are 0 where they were not written; nothing when it is no date at all.
struct Read {
  Date date;
  bool good = false;
};

Read parts_of(std::string_view input) {
  auto [all, count] = groups_of(input);
  if (count == 0) return {};
  if (count > 1 && all[0].size() == 4) std::swap(all[0], all[count - 1]);  // aaaa-mm-jj, aaaa-mm
  if (all[count - 1].size() != 4) return {};
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (all[i].size() > 2) return {};
  }
  Read read{{small_number(all[count - 1]), 0, 0}, true};
  if (count > 1) read.date.month = small_number(all[count - 2]);
  if (count > 2) read.date.day = small_number(all[0]);
  const Date whole{read.date.year, count > 1 ? read.date.month : 1, count > 2 ? read.date.day : 1};
  read.good = real_date(whole);
  return read;
}

// As exact as was written and as is asked; empty when that is not exact enough.
std::string canonical(const Date& date, std::uint8_t precision) {
  const auto whole = iso_date(calendar_day(date));
  if (date.day > 0 && (precision & kDay) != 0) return whole;
  if (date.month > 0 && (precision & kMonth) != 0) return whole.substr(0, 7);
  if ((precision & kYear) != 0) return whole.substr(0, 4);
  return {};
}

bool later(const Date& date, const Date& today) {
  if (date.year != today.year) return date.year > today.year;
  if (date.month != today.month) return date.month > today.month;
  return date.day > today.day;
}

}  // namespace

Verdict read_year(const FieldRule& rule, std::string_view input, const Given& given) {
  if (!digits_only(input) || input.size() != 4) return refused(Wrong::malformed);
  const int year = small_number(input);
  if (year > given.today.year) return refused(Wrong::future);
  if (year < kYearMin || year < rule.min || year > rule.max) return refused(Wrong::out_of_range);
  return check_age(rule, std::string(input), given.today);
}

Verdict read_date(const FieldRule& rule, std::string_view input, const Given& given) {
  if (input.size() > kDateTextMax) return refused(Wrong::malformed);
  const bool birth = rule.type == FieldType::birth;
  const bool year_alone = digits_only(input) && input.size() == 4;
  if (birth && year_alone && (rule.precision & kYear) != 0) return read_year(rule, input, given);
  const auto read = parts_of(input);
  if (!read.good) return refused(Wrong::malformed);
  auto text = canonical(read.date, rule.precision);
  if (text.empty()) return refused(Wrong::malformed);
  if (!birth && rule.age_min == 0) return taken(std::move(text));
  if (later(read.date, given.today)) return refused(Wrong::future);
  return check_age(rule, std::move(text), given.today);
}

Verdict read_age(const FieldRule& rule, std::string_view input, const Given&) {
  if (!digits_only(input)) return refused(Wrong::malformed);
  const int years = input.size() > 3 ? kAgeMax + 1 : small_number(input);
  if (years < rule.age_min) return refused(Wrong::under_age);
  if (years > rule.age_max) return refused(Wrong::over_age);
  return taken(std::to_string(years));
}

bool real_date(const Date& date) {
  return calendar_day(date).ok() && date.year >= kYearMin && date.year <= kYearMax;
}

int age(std::string_view born, const Date& today) {
  const int years = today.year - small_number(born.substr(0, 4));
  if (born.size() < 7) return years;
  const int month = small_number(born.substr(5, 2));
  const int day = born.size() < 10 ? 1 : small_number(born.substr(8, 2));
  const bool not_yet = today.month < month || (today.month == month && today.day < day);
  return years - (not_yet ? 1 : 0);
}

}  // namespace jisr::dialogs
