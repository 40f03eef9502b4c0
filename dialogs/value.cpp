// One small function for each kind. Dates go by the proleptic Gregorian calendar of std::chrono.
#include "dialogs/value.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "dialogs/days.hpp"
#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

namespace {

using Text = std::optional<std::string>;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::optional<year_month_day> date_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const year_month_day date(std::chrono::year(static_cast<int>(year)),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day)));
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<year_month_day> read_date(const Text& text) {
  if (!text || text->size() != 10 || (*text)[4] != '-' || (*text)[7] != '-') return std::nullopt;
  const std::string_view all = *text;
  const auto year = whole_number(all.substr(0, 4));
  const auto month = whole_number(all.substr(5, 2));
  const auto day = whole_number(all.substr(8, 2));
  return year && month && day ? date_of(*year, *month, *day) : std::nullopt;
}

year_month_day today(const Surroundings& around) {
  return calendar_day(around.today);
}

// Moved by months, the 31st becomes the last day of a shorter month.
year_month_day shifted(const year_month_day& date, std::int64_t amount, Value::Unit unit) {
  const auto by = static_cast<int>(amount);
  if (unit == Value::Unit::day) return sys_days(date) + days(by);
  if (unit == Value::Unit::week) return sys_days(date) + days(7 * by);
  const auto months = std::chrono::months(unit == Value::Unit::month ? by : 12 * by);
  auto moved = date + months;
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  return moved;
}

std::string about_call(Value::Word word, const Known& known) {
  const auto& around = known.around;
  switch (word) {
    case Value::Word::language:
      return known.session.language < known.dialog.languages.size()
                 ? known.dialog.languages[known.session.language].code
                 : std::string();
    case Value::Word::channel:
      return std::string(around.channel);
    case Value::Word::medium:
      return around.sms ? "sms" : "ussd";
    case Value::Word::today:
      return iso_date(today(around));
    case Value::Word::hour:
      return std::to_string(around.hour);
    case Value::Word::weekday:  // 1 is Monday
      return std::to_string(std::chrono::weekday(sys_days(today(around))).iso_encoding());
    case Value::Word::returning:
      return around.returning ? "yes" : "no";
    case Value::Word::stopped:
      return around.stopped ? "yes" : "no";
    case Value::Word::sms_possible:
      return around.sms_possible ? "yes" : "no";
  }
  return {};
}

class Working {
 public:
  Working(const Value& value, const Known& known) : value_(value), known_(known) {}

  [[nodiscard]] Text answer() const {
    const auto* found = known_.session.answer(value_.field);
    if (found == nullptr || found->empty()) return std::nullopt;
    return *found;
  }

  [[nodiscard]] Text age() const {
    const auto born = part(0);
    const bool year_only = born && born->size() == 4 && whole_number(*born);
    if (!year_only && !read_date(born)) return std::nullopt;
    return std::to_string(dialogs::age(*born, known_.around.today));
  }

  [[nodiscard]] Text days_until() const {
    const auto date = read_date(part(0));
    if (!date) return std::nullopt;
    return std::to_string((sys_days(*date) - sys_days(today(known_.around))).count());
  }

  [[nodiscard]] Text date() const {
    const auto year = number(0);
    const auto month = number(1);
    const auto day = number(2);
    const auto made = year && month && day ? date_of(*year, *month, *day) : std::nullopt;
    return made ? Text(iso_date(*made)) : std::nullopt;
  }

  [[nodiscard]] Text part_of_date() const {
    const auto text = part(0);
    if (value_.unit == Value::Unit::year && text && text->size() == 4) return text;  // a year alone
    const auto date = read_date(text);
    if (!date) return std::nullopt;
    if (value_.unit == Value::Unit::year) return std::to_string(static_cast<int>(date->year()));
    const auto month = static_cast<unsigned>(date->month());
    return std::to_string(value_.unit == Value::Unit::month ? month
                                                            : static_cast<unsigned>(date->day()));
  }

  [[nodiscard]] Text shift() const {
    const auto date = read_date(part(0));
    if (!date) return std::nullopt;
    return iso_date(shifted(*date, value_.amount, value_.unit));
  }

  [[nodiscard]] Text sum() const {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < value_.parts.size(); ++i) {
      const auto one = number(i);
      if (!one) return std::nullopt;
      total += *one;
    }
    return std::to_string(total);
  }

  [[nodiscard]] Text join() const {
    std::string all;
    for (std::size_t i = 0; i < value_.parts.size(); ++i) {
      const auto one = part(i);
      if (!one) return std::nullopt;
      all += *one;
    }
    return all;
  }

  [[nodiscard]] Text pad() const {
    auto text = part(0);
    const auto width = static_cast<std::size_t>(value_.amount);
    if (text && text->size() < width) text->insert(0, width - text->size(), '0');
    return text;
  }

  [[nodiscard]] Text capture() const {
    const auto text = part(0);
    std::string group;
    if (!text || !re2::RE2::FullMatch(*text, *value_.pattern, &group) || group.empty()) {
      return std::nullopt;
    }
    return group;
  }

  [[nodiscard]] Text look_up() const {
    const auto key = part(0);
    if (!key) return std::nullopt;
    const auto& rows = value_.table->rows;
    const auto found = std::find_if(
        rows.begin(), rows.end(), [&](const auto& row) { return row[value_.key_column] == *key; });
    if (found == rows.end() || (*found)[value_.value_column].empty()) return std::nullopt;
    return (*found)[value_.value_column];
  }

  [[nodiscard]] Text first() const {
    for (std::size_t i = 0; i < value_.parts.size(); ++i) {
      if (auto one = part(i)) return one;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] Text part(std::size_t i) const { return value_of(value_.parts[i], known_); }
  [[nodiscard]] std::optional<std::int64_t> number(std::size_t i) const {
    const auto text = part(i);
    return text ? whole_number(*text) : std::nullopt;
  }

  const Value& value_;
  const Known& known_;
};

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
  constexpr std::size_t kDigitsMax = 15;
  const auto digits = text.size() - (text.starts_with('-') ? 1 : 0);
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || rest != end || digits > kDigitsMax) return std::nullopt;
  return number;
}

int compare(std::string_view left, std::string_view right) {
  const auto a = whole_number(left);
  const auto b = whole_number(right);
  if (a && b) return *a < *b ? -1 : *a > *b ? 1 : 0;
  return left.compare(right);
}

std::optional<std::string> value_of(const Value& value, const Known& known) {
  const Working work(value, known);
  switch (value.kind) {
    case Value::Kind::constant:
      return value.text;
    case Value::Kind::field:
      return work.answer();
    case Value::Kind::call:
      return about_call(value.word, known);
    case Value::Kind::age:
      return work.age();
    case Value::Kind::days_until:
      return work.days_until();
    case Value::Kind::date:
      return work.date();
    case Value::Kind::part:
      return work.part_of_date();
    case Value::Kind::shifted:
      return work.shift();
    case Value::Kind::sum:
      return work.sum();
    case Value::Kind::joined:
      return work.join();
    case Value::Kind::padded:
      return work.pad();
    case Value::Kind::captured:
      return work.capture();
    case Value::Kind::looked_up:
      return work.look_up();
    case Value::Kind::first_of:
      return work.first();
  }
  return std::nullopt;
}

}  // namespace jisr::dialogs
