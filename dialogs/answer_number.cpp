// Whole numbers, and yes or no.
#include <array>
#include <charconv>

#include "dialogs/answer_readers.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

bool digits_only(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

int small_number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Verdict read_number(const FieldRule& rule, std::string_view input, const Given&) {
  std::int64_t value = 0;
  const auto* end = input.data() + input.size();
  const auto [rest, failed] = std::from_chars(input.data(), end, value);
  if (rest != end) return refused(Wrong::malformed);
  if (failed == std::errc::result_out_of_range) return refused(Wrong::out_of_range);
  if (failed != std::errc{}) return refused(Wrong::malformed);
  if (input.front() == '-' && rule.min >= 0) return refused(Wrong::malformed);
  if (value < rule.min || value > rule.max) return refused(Wrong::out_of_range);
  return taken(std::to_string(value));
}

Verdict read_yes_no(const FieldRule&, std::string_view input, const Given&) {
  const auto key = search_key(input);
  static const std::array<std::string, 5> kYes = {"1", search_key("نعم"), "OUI", "YES", "O"};
  static const std::array<std::string, 4> kNo = {"2", search_key("لا"), "NON", "NO"};
  for (const auto& word : kYes) {
    if (key == word) return taken("yes");
  }
  for (const auto& word : kNo) {
    if (key == word) return taken("no");
  }
  return refused(Wrong::malformed);
}

}  // namespace jisr::dialogs
