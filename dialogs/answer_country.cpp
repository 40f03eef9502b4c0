// Answers whose form the country decides: phone numbers and the national identity number. The rules
// are those of config/countries.
#include <re2/re2.h>

#include <algorithm>

#include "dialogs/answer_readers.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kPhoneTextMax = 40;
constexpr std::size_t kE164Min = 8;
constexpr std::size_t kE164Max = 15;

bool matches(const std::shared_ptr<const re2::RE2>& pattern, const std::string& text) {
  return pattern && re2::RE2::FullMatch(text, *pattern);
}

bool begins_with_one(std::string_view number, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return number.starts_with(prefix); });
}

// Only the digits; empty when anything else than the usual signs stands between them.
std::string dialled(std::string_view input) {
  std::string digits;
  for (std::size_t i = 0; i < input.size(); ++i) {
    const char c = input[i];
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (!(c == '+' && i == 0) && std::string_view(" .-/()").find(c) == std::string::npos) {
      return {};
    }
  }
  return digits;
}

// A number of the country, without its code and trunk prefix.
Verdict read_national(const FieldRule& rule, const PhonePlan& plan, std::string_view number) {
  if (number.size() < plan.digits_min) return refused(Wrong::too_short);
  if (number.size() > plan.digits_max) return refused(Wrong::too_long);
  const bool mobile = begins_with_one(number, plan.mobile);
  if (!mobile && !begins_with_one(number, plan.landline)) return refused(Wrong::malformed);
  if (!mobile && rule.mobile) return refused(Wrong::not_mobile);
  return taken("+" + plan.country_code + std::string(number));
}

}  // namespace

Verdict read_phone(const FieldRule& rule, std::string_view input, const Given&) {
  if (input.size() > kPhoneTextMax) return refused(Wrong::too_long);
  const auto& plan = *rule.country->phone;
  const auto digits = dialled(input);
  if (digits.empty()) return refused(Wrong::malformed);
  std::string_view number = digits;
  bool whole = input.front() == '+';
  if (!whole && number.starts_with("00")) {
    whole = true;
    number.remove_prefix(2);
  }
  const auto fits = [&](std::string_view rest) {
    return rest.size() >= plan.digits_min && rest.size() <= plan.digits_max;
  };
  const bool own = number.starts_with(plan.country_code);
  if (whole && !own) {
    if (number.size() < kE164Min) return refused(Wrong::too_short);
    if (number.size() > kE164Max) return refused(Wrong::too_long);
    return rule.abroad ? taken("+" + std::string(number)) : refused(Wrong::abroad);
  }
  // Without + the code's digits may be the number's own: only what is left decides.
  const auto after_code = own ? number.substr(plan.country_code.size()) : std::string_view{};
  const auto trunk = plan.trunk_prefix.size();
  const auto after_both = after_code.starts_with(plan.trunk_prefix) && trunk > 0
                              ? after_code.substr(trunk)
                              : std::string_view{};
  if (fits(after_both)) {  // +212 (0)6…
    number = after_both;
  } else if (whole || fits(after_code)) {
    number = after_code;
  } else if (trunk > 0 && number.starts_with(plan.trunk_prefix)) {
    number.remove_prefix(trunk);
  }
  return read_national(rule, plan, number);
}

Verdict read_national_id(const FieldRule& rule, std::string_view input, const Given&) {
  const auto& plan = *rule.country->national_id;
  auto id = rewrite(plan.normalise, input);
  if (id.empty() || code_points(id) > plan.length_max) return refused(Wrong::malformed);
  const bool usual = matches(plan.usual, id);
  if (!usual && !matches(plan.unusual, id)) return refused(Wrong::malformed);
  auto verdict = taken(std::move(id));
  verdict.unusual = !usual;
  return verdict;
}

}  // namespace jisr::dialogs
