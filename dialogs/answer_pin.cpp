// A PIN is judged and then gone: what is kept is a digest under a key that is hers alone, so that
// neither the session nor the registration can be turned back into it without that key. (Ten
// thousand PINs are tried in no time: the key is the whole protection.)
#include <sodium.h>

#include <algorithm>
#include <array>

#include "dialogs/answer_readers.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kDigestBytes = 16;
constexpr std::string_view kHex = "0123456789abcdef";

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Empty without a key: better no PIN than one that anybody can find again.
std::string digest(std::string_view pin, std::string_view key) {
  if (key.size() < crypto_generichash_KEYBYTES_MIN || key.size() > crypto_generichash_KEYBYTES_MAX)
    return {};
  std::array<unsigned char, kDigestBytes> bytes{};
  crypto_generichash(bytes.data(), bytes.size(), raw(pin), pin.size(), raw(key), key.size());
  std::string text;
  for (const auto byte : bytes) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

// One digit, or one pair, over and over; or each digit one more, or one less, than the one before.
bool patterned(std::string_view pin) {
  bool pairs = true;
  bool up = true;
  bool down = true;
  for (std::size_t i = 1; i < pin.size(); ++i) {
    up = up && (pin[i] - pin[i - 1] + 10) % 10 == 1;  // 7890 too
    down = down && (pin[i - 1] - pin[i] + 10) % 10 == 1;
    pairs = pairs && (i < 2 || pin[i] == pin[i - 2]);
  }
  return pairs || up || down;
}

// Her own year, or day and month either way round, or these with the year.
bool of_date(std::string_view pin, std::string_view date) {
  if (date.size() < 4) return false;
  const std::string year(date.substr(0, 4));
  if (pin == year) return true;
  if (date.size() < 7) return false;
  const std::string month(date.substr(5, 2));
  if (pin == month + year || pin == year + month) return true;
  if (date.size() < 10) return false;
  const std::string day(date.substr(8, 2));
  const auto two = year.substr(2);
  return pin == day + month || pin == month + day || pin == day + month + year ||
         pin == year + month + day || pin == day + month + two;
}

}  // namespace

Verdict read_pin(const FieldRule& rule, std::string_view input, const Given& given) {
  constexpr std::uint16_t kNoField = 0xFFFF;
  if (!digits_only(input)) return refused(Wrong::malformed);
  if (input.size() < rule.length_min) return refused(Wrong::too_short);
  if (input.size() > rule.length_max) return refused(Wrong::too_long);
  const bool again = rule.verify != kNoField;
  const bool dated = std::any_of(given.dates.begin(), given.dates.end(),
                                 [&](std::string_view date) { return of_date(input, date); });
  if (!again && (dated || patterned(input))) return refused(Wrong::too_simple);
  auto kept = digest(input, given.pin_key);
  if (kept.empty()) return refused(Wrong::malformed);
  if (again && kept != given.pin_before) return refused(Wrong::pin_differs);
  return taken(std::move(kept));
}

bool is_pin_digest(std::string_view value) {
  return value.size() == 2 * kDigestBytes &&
         value.find_first_not_of(kHex) == std::string_view::npos;
}

}  // namespace jisr::dialogs
