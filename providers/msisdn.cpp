// Digits first, then which of the ways of writing it was.
#include "providers/msisdn.hpp"

#include <algorithm>

namespace jisr::providers {

namespace {

constexpr std::size_t kWrittenBytesMax = 64;
constexpr std::size_t kE164DigitsMax = 15;
constexpr std::size_t kE164DigitsMin = 8;

// Takes the digits of any of three scripts; false when something else than a usual separator is among them.
bool take_digits(std::string_view text, std::string& digits, bool& international) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= '0' && byte <= '9') {
      digits += text[i];
    } else if (byte == '+' && digits.empty()) {
      international = true;
    } else if ((byte == 0xD9 || byte == 0xDB) && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[++i]);
      const unsigned zero = byte == 0xD9 ? 0xA0 : 0xB0;  // U+0660 and U+06F0
      if (next < zero || next > zero + 9) return false;
      digits += static_cast<char>('0' + (next - zero));
    } else if (std::string_view(" .-()/\t").find(text[i]) == std::string_view::npos) {
      return false;
    }
  }
  return !digits.empty();
}

bool fits(std::string_view digits) {
  return digits.size() >= kE164DigitsMin && digits.size() <= kE164DigitsMax && digits[0] != '0';
}

}  // namespace

std::optional<std::string> normalise(std::string_view written, const NumberingPlan& plan) {
  if (written.size() > kWrittenBytesMax) return std::nullopt;
  bool international = false;
  std::string digits;
  if (!take_digits(written, digits, international)) return std::nullopt;
  if (!international && digits.starts_with("00")) {
    international = true;
    digits.erase(0, 2);
  }
  const auto& country = plan.country_code;
  if (digits.starts_with(country)) {
    auto national = digits.substr(country.size());
    if (!plan.trunk_prefix.empty() && national.starts_with(plan.trunk_prefix)) {  // +212 (0)6…
      national.erase(0, plan.trunk_prefix.size());
    }
    if (national.size() == plan.national_length) return "+" + country + national;
  }
  if (international) {
    return fits(digits) && !digits.starts_with(country) ? std::optional("+" + digits) : std::nullopt;
  }
  if (!plan.trunk_prefix.empty() && digits.starts_with(plan.trunk_prefix) &&
      digits.size() == plan.national_length + plan.trunk_prefix.size()) {
    digits.erase(0, plan.trunk_prefix.size());
  }
  if (digits.size() == plan.national_length && digits[0] != '0') return "+" + country + digits;
  // Operators leave the + out: a whole number of another country.
  return digits.size() > plan.national_length + 1 && fits(digits) && !digits.starts_with(country)
             ? std::optional("+" + digits)
             : std::nullopt;
}

bool is_mobile(std::string_view e164, const NumberingPlan& plan) {
  const auto start = "+" + plan.country_code;
  if (!e164.starts_with(start)) return false;
  e164.remove_prefix(start.size());
  return e164.size() == plan.national_length &&
         std::any_of(plan.mobile_prefixes.begin(), plan.mobile_prefixes.end(),
                     [&](const std::string& prefix) { return e164.starts_with(prefix); });
}

}  // namespace jisr::providers
