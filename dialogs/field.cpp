// What each type of answer takes, and how it is stored.
#include "dialogs/field.hpp"

#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kDateTextMax = 20;
constexpr int kYearMin = 1900;

Verdict wrong(Wrong why) {
  return {why, {}, false};
}
Verdict taken(std::string value) {
  return {Wrong::none, std::move(value), false};
}

bool digits_only(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

int number_of(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Verdict read_name(const FieldRule& rule, std::string_view input) {
  std::size_t letters = 0;
  const auto size = static_cast<std::int64_t>(input.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(input.data());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return wrong(Wrong::malformed);
    if (u_isalpha(c)) {
      ++letters;
    } else if ((U_MASK(u_charType(c)) & U_GC_M_MASK) == 0 && c != ' ' && c != '\'' && c != '-' &&
               c != '.' && c != 0x2019) {
      return wrong(Wrong::malformed);
    }
  }
  if (letters < 2) return wrong(Wrong::too_short);
  const std::size_t most = rule.length_max < 40 ? rule.length_max : 40;
  return code_points(input) > most ? wrong(Wrong::too_long) : taken(std::string(input));
}

Verdict read_national_id(std::string_view input) {
  std::string id;
  for (const char c : input) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return wrong(Wrong::malformed);
    if (c >= 'a' && c <= 'z') {
      id += static_cast<char>(c - 'a' + 'A');
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      id += c;
    }
  }
  const auto letters = id.find_first_of("0123456789");
  if (letters == std::string::npos || letters < 1 || letters > 3) return wrong(Wrong::malformed);
  const auto digits = id.size() - letters;
  if (!digits_only(std::string_view(id).substr(letters)) || digits > 8)
    return wrong(Wrong::malformed);
  Verdict verdict = taken(std::move(id));
  verdict.unusual = letters > 2 || digits < 4 || digits > 6;
  return verdict;
}

Verdict check_age(const FieldRule& rule, const std::string& born, const Date& today) {
  const int years = age(born, today);
  if (rule.age_min > 0 && years < rule.age_min) return wrong(Wrong::under_age);
  if (years > rule.age_max) return wrong(Wrong::over_age);
  return taken(born);
}

Verdict read_year(const FieldRule& rule, std::string_view input, const Date& today) {
  if (!digits_only(input) || input.size() != 4) return wrong(Wrong::malformed);
  const int year = number_of(input);
  if (year > today.year) return wrong(Wrong::future);
  if (year < kYearMin) return wrong(Wrong::out_of_range);
  return check_age(rule, std::string(input), today);
}

// The parts of a date in the order written, or none when it is not three groups of digits.
std::array<std::string, 3> groups_of(std::string_view input) {
  std::array<std::string, 3> groups;
  if (digits_only(input) && input.size() == 8) {
    return {std::string(input.substr(0, 2)), std::string(input.substr(2, 2)),
            std::string(input.substr(4))};
  }
  std::size_t at = 0;
  for (const char c : input) {
    if (c >= '0' && c <= '9') {
      groups[at] += c;
    } else if (c == '/' || c == '-' || c == '.' || c == ' ') {
      if (groups[at].empty() || ++at > 2) return {};
    } else {
      return {};
    }
  }
  return groups;
}

Verdict read_date(const FieldRule& rule, std::string_view input, const Date& today) {
  if (input.size() > kDateTextMax) return wrong(Wrong::malformed);
  auto groups = groups_of(input);
  if (groups[0].size() == 4) std::swap(groups[0], groups[2]);  // aaaa-mm-jj
  const bool shaped = groups[2].size() == 4 && groups[0].size() <= 2 && groups[1].size() <= 2 &&
                      !groups[0].empty() && !groups[1].empty();
  if (!shaped) return wrong(Wrong::malformed);
  const Date date{number_of(groups[2]), number_of(groups[1]), number_of(groups[0])};
  if (!real_date(date)) return wrong(Wrong::malformed);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
  const bool later =
      date.year > today.year ||
      (date.year == today.year &&
       (date.month > today.month || (date.month == today.month && date.day > today.day)));
  if (rule.type == FieldType::birth || rule.age_min > 0) {
    if (later) return wrong(Wrong::future);
    return check_age(rule, text, today);
  }
  return taken(text);
}

Verdict read_number(const FieldRule& rule, std::string_view input) {
  std::int64_t value = 0;
  const auto* end = input.data() + input.size();
  const auto [rest, failed] = std::from_chars(input.data(), end, value);
  if (failed == std::errc::result_out_of_range) return wrong(Wrong::out_of_range);
  if (failed != std::errc{} || rest != end) return wrong(Wrong::malformed);
  if (input.front() == '-' && rule.min >= 0) return wrong(Wrong::malformed);
  if (value < rule.min || value > rule.max) return wrong(Wrong::out_of_range);
  return taken(std::to_string(value));
}

Verdict read_yes_no(std::string_view input) {
  const auto key = search_key(input);
  static const std::array<std::string, 5> kYes = {"1", search_key("نعم"), "OUI", "YES", "O"};
  static const std::array<std::string, 4> kNo = {"2", search_key("لا"), "NON", "NO"};
  for (const auto& word : kYes) {
    if (key == word) return taken("yes");
  }
  for (const auto& word : kNo) {
    if (key == word) return taken("no");
  }
  return wrong(Wrong::malformed);
}

Verdict read_text(const FieldRule& rule, std::string_view input) {
  const auto length = code_points(input);
  if (length < rule.length_min) return wrong(Wrong::too_short);
  if (length > rule.length_max) return wrong(Wrong::too_long);
  return taken(std::string(input));
}

Verdict read_typed(const FieldRule& rule, std::string_view input, const Date& today) {
  switch (rule.type) {
    case FieldType::name:
      return read_name(rule, input);
    case FieldType::national_id:
      return read_national_id(input);
    case FieldType::year:
      return read_year(rule, input, today);
    case FieldType::date:
      return read_date(rule, input, today);
    case FieldType::birth:
      return input.size() == 4 ? read_year(rule, input, today) : read_date(rule, input, today);
    case FieldType::number:
      return read_number(rule, input);
    case FieldType::choice:
      return wrong(Wrong::not_a_choice);
    case FieldType::text:
      return read_text(rule, input);
    case FieldType::yes_no:
      return read_yes_no(input);
  }
  return wrong(Wrong::malformed);
}

}  // namespace

std::string_view name(Wrong why) {
  switch (why) {
    case Wrong::none:
      return "none";
    case Wrong::empty:
      return "empty";
    case Wrong::not_a_choice:
      return "not_a_choice";
    case Wrong::malformed:
      return "malformed";
    case Wrong::too_short:
      return "too_short";
    case Wrong::too_long:
      return "too_long";
    case Wrong::out_of_range:
      return "out_of_range";
    case Wrong::under_age:
      return "under_age";
    case Wrong::over_age:
      return "over_age";
    case Wrong::future:
      return "future";
    case Wrong::example:
      return "example";
    case Wrong::check:
      return "check";
  }
  return "none";
}

Verdict read_answer(const FieldRule& rule, std::string_view input, const Date& today) {
  if (input.empty()) return wrong(Wrong::empty);
  auto verdict = read_typed(rule, input, today);
  if (verdict.wrong != Wrong::none) return verdict;
  if (!rule.example.empty() && (verdict.value == rule.example || input == rule.example)) {
    return wrong(Wrong::example);
  }
  if (rule.pattern && !RE2::FullMatch(re2::StringPiece(verdict.value.data(), verdict.value.size()),
                                      *rule.pattern)) {
    return wrong(Wrong::malformed);
  }
  return verdict;
}

bool real_date(const Date& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year),
                                        std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day))};
  return day.ok() && date.year >= kYearMin && date.year <= 2999;
}

int age(std::string_view born, const Date& today) {
  const int year = number_of(born.substr(0, 4));
  if (born.size() < 10) return today.year - year;
  const int month = number_of(born.substr(5, 2));
  const int day = number_of(born.substr(8, 2));
  const bool not_yet = today.month < month || (today.month == month && today.day < day);
  return today.year - year - (not_yet ? 1 : 0);
}

}  // namespace jisr::dialogs
