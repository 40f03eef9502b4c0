// How a language writes dates and numbers and which plural forms it has: ICU's data (CLDR), read
// once when a dialog is compiled, so that filling a text in needs no ICU object. Immutable; shared
// between threads.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::dialogs {

class Locale {
 public:
  // `tag` is BCP 47, "ar-MA"; without a region Morocco's customs are taken (مارس, يوليوز, غشت).
  // Null when ICU knows no such language. Digits are always 0-9, as on the keys of her phone.
  static std::shared_ptr<const Locale> of(std::string_view tag);

  // 1990-03-05 as "5 mars 1990"; the first of a month in French is "1er". `iso` as it is when it is
  // no date.
  [[nodiscard]] std::string date(std::string_view iso) const;
  // 12500 as "12.500": whole numbers are grouped as the country does, anything else stays.
  [[nodiscard]] std::string number(std::string_view digits) const;

  // The CLDR plural categories that whole numbers below a million meet, in CLDR's order: zero one
  // two few many other. `other` is always there and last.
  [[nodiscard]] const std::vector<std::string>& plurals() const { return plurals_; }
  // Index into plurals() for an answer; that of `other` when it is no whole number.
  [[nodiscard]] std::size_t plural(std::string_view digits) const;

  Locale(const Locale&) = delete;
  Locale& operator=(const Locale&) = delete;
  ~Locale();

 private:
  struct Rules;  // ICU's
  Locale();

  std::array<std::string, 12> dates_;  // kDay and kYear stand for the numbers
  std::string separator_;              // between groups of three digits
  std::size_t grouped_from_ = 4;       // digits: Spanish leaves 1234 whole
  bool first_ordinal_ = false;
  std::vector<std::string> plurals_;
  std::unique_ptr<Rules> rules_;
};

// Is it a date as answers keep it, 1990-03-05?
bool is_iso_date(std::string_view value);

}  // namespace jisr::dialogs
