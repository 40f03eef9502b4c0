// Answers at the borders of what a question takes: the proofs try the registry's schema with them.
// A candidate that the rule itself refuses is no harm: whoever uses these reads them first.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/field.hpp"

namespace jisr::dialogs {

namespace {

std::vector<std::string> dates_of(const FieldRule& rule, const Date& today) {
  const auto born = [&](int years) { return std::to_string(today.year - years); };
  const int youngest = rule.age_min > 0 ? rule.age_min + 1 : 1;
  const int oldest = rule.age_max > 1 ? rule.age_max - 1 : 100;
  if (rule.type == FieldType::year) {
    const auto first = std::max<std::int64_t>(rule.min, today.year - oldest);
    const auto last = std::min<std::int64_t>(rule.max, today.year - youngest);
    return {std::to_string(first), std::to_string(last)};
  }
  std::vector<std::string> all;
  if ((rule.precision & kDay) != 0) all = {born(youngest) + "-01-31", born(oldest) + "-12-01"};
  if ((rule.precision & kMonth) != 0) all.push_back(born(oldest) + "-12");
  if ((rule.precision & kYear) != 0) all.push_back(born(youngest));
  return all;
}

std::vector<std::string> names_of(const FieldRule& rule) {
  if (rule.alphabet == Alphabet::arabic) return {"لا", "فاطمة"};
  std::vector<std::string> all = {std::string(rule.length_min, 'A'),
                                  "A" + std::string(rule.length_max - 1, 'a')};
  if (rule.alphabet == Alphabet::any) all.emplace_back("لا");
  return all;
}

// One of each beginning, and what other countries have at the least and at the most.
std::vector<std::string> phones_of(const FieldRule& rule) {
  constexpr std::size_t kAbroadFewest = 8;  // digits, ITU-T E.164
  constexpr std::size_t kAbroadMost = 15;
  const auto& plan = *rule.country->phone;
  std::vector<std::string> all;
  const auto begin_with = [&](const std::vector<std::string>& prefixes) {
    for (const auto& first : prefixes) {
      for (const auto digits : {plan.digits_max, plan.digits_min}) {
        const auto rest = std::max(digits, first.size()) - first.size();
        all.push_back("+" + plan.country_code + first + std::string(rest, '1'));
      }
    }
  };
  begin_with(plan.mobile);
  if (!rule.mobile) begin_with(plan.landline);
  if (rule.abroad) {
    const std::string other = plan.country_code.starts_with('3') ? "+4" : "+3";
    all.push_back(other + std::string(kAbroadFewest - 1, '3'));
    all.push_back(other + std::string(kAbroadMost - 1, '3'));
  }
  return all;
}

std::string email_of(std::size_t length) {
  constexpr std::size_t kLocalMost = 64;
  const std::string end = ".ma";
  const auto local = std::min(length - end.size() - 2, kLocalMost);
  return std::string(local, 'a') + "@" + std::string(length - local - 1 - end.size(), 'b') + end;
}

// What RE2 says is the least and the greatest text, also with one character of it repeated up to
// the rule's lengths. Not all that a pattern takes, but what its author forgets is mostly a length.
std::vector<std::string> patterned(const FieldRule& rule) {
  constexpr int kRangeMost = 40;
  std::string ends[2];
  if (!rule.pattern->PossibleMatchRange(&ends[0], &ends[1], kRangeMost)) return {};
  std::vector<std::string> all;
  for (const auto& text : ends) {
    all.push_back(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const auto length : {rule.length_min, rule.length_max}) {
        if (length <= text.size()) continue;
        all.push_back(std::string(text).insert(at, length - text.size(), text[at]));
      }
    }
  }
  return all;
}

}  // namespace

std::vector<std::string> typical_values(const FieldRule& rule, const Date& today) {
  constexpr std::int64_t kFar = 1'000'000'000'000;
  if (rule.pattern) return patterned(rule);
  switch (rule.type) {
    case FieldType::name:
      return names_of(rule);
    case FieldType::text:
      return {std::string(rule.length_min, '1'), std::string(rule.length_max, 'x')};
    case FieldType::national_id:
      return rule.country->national_id->samples;
    case FieldType::year:
    case FieldType::date:
    case FieldType::birth:
      return dates_of(rule, today);
    case FieldType::number:
      return {std::to_string(std::max(rule.min, -kFar)), std::to_string(std::min(rule.max, kFar))};
    case FieldType::yes_no:
      return {"yes", "no"};
    case FieldType::age:
      return {std::to_string(rule.age_min), std::to_string(rule.age_max)};
    case FieldType::phone:
      return phones_of(rule);
    case FieldType::email:
      return {email_of(rule.length_min), email_of(rule.length_max)};
    case FieldType::pin:
      return {"0123456789abcdef0123456789abcdef"};
    case FieldType::choice:
    case FieldType::choices:
      break;
  }
  return {};
}

}  // namespace jisr::dialogs
