// A few tries by type, each judged by the rule itself and by the screen's own checks.
#include "dialogs/rehearse_answers.hpp"

#include <algorithm>
#include <array>

#include "dialogs/condition.hpp"
#include "dialogs/given.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

// Frequent names of women and families in Morocco, of usual lengths.
constexpr std::array kFirstLatin = {"Fatima",  "Khadija", "Aicha",  "Zahra", "Malika",      "Naima",
                                    "Rachida", "Nadia",   "Hanane", "Salma", "Fatima Zahra"};
constexpr std::array kFamilyLatin = {"Alaoui", "Amrani", "Bennani", "El Idrissi", "Chraibi",
                                     "Tazi",   "Ouahbi", "Ait Ali", "Benjelloun", "Hassani"};
constexpr std::array kFirstArabic = {"فاطمة", "خديجة", "عائشة", "الزهرة", "مليكة",
                                     "نعيمة", "رشيدة", "نادية", "حنان",   "فاطمة الزهراء"};
constexpr std::array kFamilyArabic = {"العلوي", "العمراني", "بناني",   "الإدريسي", "الشرايبي",
                                      "التازي", "الوهبي",   "آيت علي", "بنجلون",   "الحسني"};

template <std::size_t N>
std::string one_of(const std::array<const char*, N>& all, Chance& chance) {
  return all[chance.below(N)];
}

std::string digits(std::size_t count, Chance& chance) {
  std::string out;
  while (out.size() < count) out += static_cast<char>('0' + chance.below(10));
  return out;
}

std::string two(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string name(const Screen& screen, const FieldRule& rule, bool arabic, Chance& chance) {
  if (rule.alphabet == Alphabet::arabic) arabic = true;
  if (rule.alphabet == Alphabet::latin || rule.alphabet == Alphabet::gsm7) arabic = false;
  const bool first = screen.name.find("first") != std::string::npos;
  const bool both = !first && screen.name.find("family") == std::string::npos;
  const auto given = arabic ? one_of(kFirstArabic, chance) : one_of(kFirstLatin, chance);
  const auto family = arabic ? one_of(kFamilyArabic, chance) : one_of(kFamilyLatin, chance);
  return first ? given : both ? given + " " + family : family;
}

std::string day(const Date& today, const FieldRule& rule, bool birth, Chance& chance) {
  const int youngest = std::max(rule.age_min, birth ? 18 : 0);
  const int years = static_cast<int>(birth ? chance.below(40) + 2 : chance.below(2)) + youngest;
  const auto year = std::to_string(today.year - years);
  const bool year_alone = rule.type == FieldType::year || rule.type == FieldType::birth;
  if (year_alone || (rule.precision & kDay) == 0) return year;
  return two(1 + chance.below(28)) + two(1 + chance.below(12)) + year;
}

std::string phone(const FieldRule& rule, Chance& chance) {
  const auto& plan = rule.country->phone;
  if (!plan || plan->mobile.empty()) return "0612345678";
  const auto& begin = plan->mobile[chance.below(plan->mobile.size())];
  const auto rest = std::max(plan->digits_max, begin.size()) - begin.size();
  return plan->trunk_prefix + begin + digits(rest, chance);
}

std::string number(const FieldRule& rule, Chance& chance) {
  constexpr std::int64_t kFew = 12;
  const auto low = std::max<std::int64_t>(rule.min, 0);
  const auto high = std::min(rule.max, low > INT64_MAX - kFew ? low : low + kFew);
  return std::to_string(
      low + static_cast<std::int64_t>(chance.below(static_cast<std::size_t>(high - low) + 1)));
}

MadeUp of_type(const Dialog& dialog, const Screen& screen, const Known& known, Chance& chance) {
  const auto& rule = screen.rule;
  const bool arabic = dialog.languages[known.session.language].code.starts_with("ar");
  switch (rule.type) {
    case FieldType::name:
      return {name(screen, rule, arabic, chance), true};
    case FieldType::text:
      return {arabic ? "نسيج الزرابي" : "Tissage", true};
    case FieldType::email:
      return {"fatima" + digits(2, chance) + "@exemple.ma", true};
    case FieldType::national_id: {
      const auto& samples = rule.country->national_id->samples;
      if (samples.empty()) return {};
      return {samples[chance.below(samples.size())]};
    }
    case FieldType::year:
    case FieldType::birth:
      return {day(known.around.today, rule, true, chance)};
    case FieldType::date:
      return {day(known.around.today, rule, chance.happens(0.5), chance)};
    case FieldType::number:
      return {number(rule, chance)};
    case FieldType::age:
      return {std::to_string(std::max(rule.age_min, 18) + static_cast<int>(chance.below(40)))};
    case FieldType::phone:
      return {phone(rule, chance)};
    case FieldType::pin:
      return {digits(rule.length_min, chance)};
    case FieldType::yes_no:
    case FieldType::choice:
    case FieldType::choices:
      break;
  }
  return {"1"};
}

// Is it taken without a question back?
bool taken(const Screen& screen, const Known& known, const std::string& input) {
  const auto verdict = read_answer(screen.rule, normalise(input), given_to(screen.rule, known));
  return verdict.wrong == Wrong::none && !verdict.unusual &&
         !refusing_check(known, screen, verdict.value);
}

}  // namespace

MadeUp made_up_answer(const Dialog& dialog, const Screen& screen, const Known& known,
                      const PersonModel& person, std::uint64_t seed) {
  constexpr int kTries = 40;
  // A PIN is asked twice, on two screens; every other answer is one a screen.
  const auto at = screen.rule.verify != kNone ? screen.rule.verify : screen.field;
  Chance chance(seed, 0x100000ULL + at);
  MadeUp made;
  if (screen.field != kNone) {
    const auto named = person.answers.find(dialog.fields[screen.field].name);
    if (named != person.answers.end() && !named->second.empty()) {
      made.input = named->second[chance.below(named->second.size())];
      made.letters = screen.rule.type == FieldType::name || screen.rule.type == FieldType::text;
      return made;
    }
  }
  for (int i = 0; i < kTries; ++i) {
    made = of_type(dialog, screen, known, chance);
    if (taken(screen, known, made.input)) return made;
  }
  for (const auto& value : typical_values(screen.rule, known.around.today)) {
    if (taken(screen, known, value)) return {value, made.letters};
  }
  return made;
}

}  // namespace jisr::dialogs
