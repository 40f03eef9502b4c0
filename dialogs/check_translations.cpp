// What the languages of one text must have in common: the same placeholders, the same options and
// codes to type. And whether an answer that is shown as a date or counted as a number is one.
#include <algorithm>
#include <set>

#include "dialogs/charset.hpp"
#include "dialogs/compilation.hpp"
#include "dialogs/locale.hpp"

namespace jisr::dialogs {

namespace {

bool is_number(const Compilation& c, std::uint16_t field) {
  const auto type = c.dialog.fields[field].type;
  if (type == FieldType::number || type == FieldType::year) return true;
  const auto& note = c.notes[field];
  const auto digits = [](const std::string& value) {
    return !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
  };
  const bool of_service = note.typed && type == FieldType::choice;  // known when it is asked
  return of_service || (!note.typed && std::all_of(note.values.begin(), note.values.end(), digits));
}

// Says whether it is what it is written as.
bool check_shape(Compilation& c, const Shaped& shaped) {
  const auto& field = c.dialog.fields[shaped.field];
  const bool of_service = field.type == FieldType::choice && c.notes[shaped.field].typed;
  const bool date = of_service || field.type == FieldType::date || field.type == FieldType::birth;
  if (shaped.date ? date : is_number(c, shaped.field)) return true;
  c.findings.error("E255", shaped.place,
                   "\"" + field.name + "\" is no " + (shaped.date ? "date" : "number"),
                   shaped.date ? "only a `date` or a `birth` can be written so"
                               : "only a whole number can be counted or written so",
                   shaped.width);
  return false;
}

// août and février are one character away from a page of 160.
void check_months(Compilation& c, const Shaped& shaped) {
  if (shaped.form != Segment::Form::long_date || shaped.language == kEveryLanguage) return;
  const auto& language = c.dialog.languages[shaped.language];
  if (!language.enabled || language.transliterate || !language.locale) return;
  std::vector<std::string> dear;
  for (int month = 1; month <= 12; ++month) {
    const std::string two = (month < 10 ? "0" : "") + std::to_string(month);
    const auto date = language.locale->date("2022-" + two + "-22");
    if (cost(date).encoding == Encoding::ucs2) dear.push_back(date);
  }
  if (dear.empty() || dear.size() > 6) return;  // a language that is never written in GSM-7
  const auto culprit = first_outside_gsm7(dear.front());
  c.findings.warning("W550", shaped.place,
                     "a date as \"" + dear.front() +
                         "\" is not in the GSM alphabet: the page then "
                         "has only " +
                         std::to_string(c.options.ussd.ucs2) + " characters",
                     "`gsm7: transliterate` for " + language.code + " writes \"" +
                         culprit->character + "\" as \"" + culprit->substitute +
                         "\"; or use {…:short}",
                     shaped.width);
}

// The answers and numbers that a text shows, each as often as it stands there. A field for each
// language, clinic_ar and clinic_fr, is one: "clinic_*".
std::multiset<std::string> placeholders(const Compilation& c, const WrittenWords& words) {
  std::multiset<std::string> all;
  const auto& code = c.dialog.languages[words.language].code;
  for (const auto& segment : words.text) {
    if (segment.kind == Segment::Kind::field) {
      all.insert(without_language(c.dialog.fields[segment.field].name, code));
    }
    if (segment.kind == Segment::Kind::reference) all.insert("reference");
    if (segment.kind == Segment::Kind::page) all.insert("page");
    if (segment.kind == Segment::Kind::pages) all.insert("pages");
    if (segment.kind == Segment::Kind::given) all.insert(segment.text);
  }
  return all;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What a text tells her to type: codes (*555#), and options that begin two lines or more ("1 Oui",
// "2) Non"); a single number there is more likely an age or a date.
std::multiset<std::string> options(std::string_view text) {
  std::multiset<std::string> all;
  std::multiset<std::string> codes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '*' && !is_digit(text[at])) continue;
    const auto end = std::min(text.find_first_not_of("0123456789*#", at), text.size());
    const auto word = text.substr(at, end - at);
    const bool begins = at == 0 || text[at - 1] == '\n';
    const bool option = begins && word.size() <= 2 && end < text.size() &&
                        std::string_view(" .):-").find(text[end]) != std::string_view::npos;
    const bool code = word.size() > 2 && word.find_first_of("*#") != std::string_view::npos;
    if (code) codes.emplace(word);
    if (option || code) all.emplace(word);
    at = end;
  }
  return all.size() < codes.size() + 2 ? codes : all;
}

template <typename Set>
std::string first_missing(const Set& wanted, const Set& there) {
  for (const auto& one : wanted) {
    if (there.count(one) < wanted.count(one)) return one;
  }
  return {};
}

// Compares the words of a language with those of the default one, of the same medium and form where
// there are such.
void check_pair(Compilation& c, const WrittenText& written, const WrittenWords& model,
                const WrittenWords& words) {
  const auto& code = c.dialog.languages[words.language].code;
  const auto& model_code = c.dialog.languages[model.language].code;
  const auto shown = placeholders(c, words);
  const auto wanted = placeholders(c, model);
  // "One member" need not say how many: a form may leave its number out.
  auto name = first_missing(wanted, shown);
  const bool counted = written.count != kNone && name == c.dialog.fields[written.count].name;
  if (!name.empty() && !(counted && !words.form.empty())) {
    c.findings.warning(
        "W551", words.node.place(),
        "the " + code + " text does not show {" + name + "}, the " + model_code + " text does", "",
        words.node.width());
  }
  const auto extra = first_missing(shown, wanted);
  const bool may = written.count != kNone && extra == c.dialog.fields[written.count].name;
  if (!extra.empty() && !(may && !model.form.empty())) {
    c.findings.warning(
        "W551", words.node.place(),
        "the " + code + " text shows {" + extra + "}, the " + model_code + " text does not", "",
        words.node.width());
  }
  const auto typed = options(words.node.text());
  const auto model_typed = options(model.node.text());
  auto odd = first_missing(model_typed, typed);
  const bool lacks = !odd.empty();
  if (!lacks) odd = first_missing(typed, model_typed);
  if (odd.empty()) return;
  c.findings.warning("W552", words.node.place(),
                     "the " + code + " text " + (lacks ? "does not offer \"" : "offers \"") + odd +
                         "\", the " + model_code + " text " + (lacks ? "does" : "does not"),
                     "what she can type must be the same in every language", words.node.width());
}

const WrittenWords* model_of(const WrittenText& written, const WrittenWords& words,
                             std::size_t language) {
  const WrittenWords* best = nullptr;
  for (const auto& one : written.words) {
    if (one.language != language || one.medium != words.medium) continue;
    if (best == nullptr || one.form == words.form || one.form == "other") best = &one;
    if (one.form == words.form) break;
  }
  return best;
}

}  // namespace

void check_translations(Compilation& c) {
  for (const auto& shaped : c.shaped) {
    if (check_shape(c, shaped)) check_months(c, shaped);
  }
  if (c.findings.has_errors()) return;  // a placeholder that is none would be missed here as well
  for (const auto& written : c.written) {
    for (const auto& words : written.words) {
      if (words.language == kEveryLanguage || words.language == c.dialog.default_language) continue;
      const auto* model = model_of(written, words, c.dialog.default_language);
      if (model != nullptr) check_pair(c, written, *model, words);
    }
  }
}

}  // namespace jisr::dialogs
