// Dates are formatted once a month by ICU and kept with marks for day and year, which is right for
// every order of the parts.
#include "dialogs/locale.hpp"

#include <unicode/datefmt.h>
#include <unicode/gregocal.h>
#include <unicode/localebuilder.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <charconv>

namespace jisr::dialogs {

namespace {

constexpr std::string_view kDay = "22";  // digits that no month's name and no pattern holds
constexpr std::string_view kYear = "3333";
constexpr const char* kPlurals[] = {"zero", "one", "two", "few", "many", "other"};

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

bool known(const icu::Locale& locale) {
  int32_t count = 0;
  const auto* all = icu::Locale::getAvailableLocales(count);
  return std::any_of(all, all + count, [&](const icu::Locale& one) {
    return std::string_view(one.getLanguage()) == locale.getLanguage();
  });
}

icu::Locale icu_locale(std::string_view tag) {
  UErrorCode failed = U_ZERO_ERROR;
  auto locale = icu::Locale::forLanguageTag(
      icu::StringPiece(tag.data(), static_cast<int32_t>(tag.size())), failed);
  if (U_FAILURE(failed)) return icu::Locale::getRoot();
  icu::LocaleBuilder builder;
  builder.setLocale(locale);
  if (*locale.getCountry() == '\0') builder.setRegion("MA");
  builder.setUnicodeLocaleKeyword("nu", "latn");
  auto whole = builder.build(failed);
  return U_FAILURE(failed) ? icu::Locale::getRoot() : whole;
}

std::array<std::string, 12> dates_of(const icu::Locale& locale) {
  std::array<std::string, 12> dates;
  UErrorCode failed = U_ZERO_ERROR;
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale));
  icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), icu::Locale::getUS(), failed);
  if (!format || U_FAILURE(failed)) return dates;
  format->setTimeZone(*icu::TimeZone::getGMT());
  for (int month = 0; month < 12; ++month) {
    calendar.clear();
    calendar.set(3333, month, 22);
    icu::UnicodeString text;
    dates[static_cast<std::size_t>(month)] = utf8(format->format(calendar.getTime(failed), text));
  }
  return dates;
}

bool all_digits(std::string_view text) {
  constexpr std::size_t kDigitsMax = 15;
  return !text.empty() && text.size() <= kDigitsMax &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

void put(std::string& text, std::string_view mark, std::string_view value) {
  const auto at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), value);
}

}  // namespace

struct Locale::Rules {
  std::unique_ptr<icu::PluralRules> plural;
};

Locale::Locale() = default;
Locale::~Locale() = default;

std::shared_ptr<const Locale> Locale::of(std::string_view tag) {
  const auto locale = icu_locale(tag);
  if (*locale.getLanguage() == '\0' || !known(locale)) return nullptr;
  const std::shared_ptr<Locale> made(new Locale);
  made->dates_ = dates_of(locale);
  made->first_ordinal_ = std::string_view(locale.getLanguage()) == "fr";

  UErrorCode failed = U_ZERO_ERROR;
  const auto numbers = icu::number::NumberFormatter::withLocale(locale);
  const auto five = utf8(numbers.formatInt(12345, failed).toString(failed));
  if (five.size() > 5) made->separator_ = five.substr(2, five.size() - 5);
  const auto four = utf8(numbers.formatInt(1234, failed).toString(failed));
  if (four.size() == 4) made->grouped_from_ = 5;
  // A no-break space costs a French page half its room and helps nobody on a phone.
  if (made->separator_ == "\u00A0" || made->separator_ == "\u202F") made->separator_ = " ";

  made->rules_ = std::make_unique<Rules>();
  made->rules_->plural.reset(icu::PluralRules::forLocale(locale, failed));
  if (U_FAILURE(failed) || !made->rules_->plural) return nullptr;
  constexpr int kTried = 1000;  // CLDR's rules for smaller numbers look at the last three digits
  std::array<bool, std::size(kPlurals)> met{};
  met.back() = true;
  for (int n = 0; n < kTried; ++n) {
    const auto word = utf8(made->rules_->plural->select(n));
    const auto* found = std::find(std::begin(kPlurals), std::end(kPlurals), word);
    if (found != std::end(kPlurals)) met[static_cast<std::size_t>(found - kPlurals)] = true;
  }
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i]) made->plurals_.emplace_back(kPlurals[i]);
  }
  return made;
}

std::string Locale::date(std::string_view iso) const {
  if (!is_iso_date(iso)) return std::string(iso);
  int month = 0;
  std::from_chars(iso.data() + 5, iso.data() + 7, month);
  if (month < 1 || month > 12) return std::string(iso);
  auto day = iso.substr(iso[8] == '0' ? 9 : 8, iso[8] == '0' ? 1 : 2);
  if (first_ordinal_ && day == "1") day = "1er";
  auto text = dates_[static_cast<std::size_t>(month - 1)];
  put(text, kDay, day);
  put(text, kYear, iso.substr(0, 4));
  return text;
}

std::string Locale::number(std::string_view digits) const {
  if (!all_digits(digits) || digits.size() < grouped_from_) return std::string(digits);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += separator_;
    out += digits[i];
  }
  return out;
}

std::size_t Locale::plural(std::string_view digits) const {
  const auto other = plurals_.size() - 1;
  std::int32_t number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [rest, failed] = std::from_chars(digits.data(), end, number);
  if (!all_digits(digits) || failed != std::errc{} || rest != end) return other;
  const auto word = utf8(rules_->plural->select(number));
  const auto found = std::find(plurals_.begin(), plurals_.end(), word);
  return found == plurals_.end() ? other : static_cast<std::size_t>(found - plurals_.begin());
}

bool is_iso_date(std::string_view value) {
  return value.size() == 10 && value[4] == '-' && value[7] == '-';
}

}  // namespace jisr::dialogs
