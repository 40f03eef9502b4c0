// Catalog ⇄ PO. gettext chooses a plural form by a C expression; each that we know is held against
// the language's CLDR rule before it is written.
#include <algorithm>
#include <array>

#include "dialogs/locale.hpp"
#include "dialogs/po.hpp"
#include "dialogs/translation.hpp"

namespace jisr::dialogs {

namespace {

struct PluralRule {
  const char* expression;
  std::size_t (*form)(int n);
};
constexpr PluralRule kRules[] = {
    {"0", [](int) { return std::size_t{0}; }},
    {"(n > 1)", [](int n) { return std::size_t{n > 1}; }},
    {"(n != 1)", [](int n) { return std::size_t{n != 1}; }},
    {"(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
     [](int n) {
       return std::size_t(n <= 2 ? n : n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5);
     }},
    {"(n==1 ? 0 : n==2 ? 1 : 2)", [](int n) { return std::size_t(n == 1   ? 0
                                                                 : n == 2 ? 1
                                                                          : 2); }},
    {"(n<=1 || (n>=11 && n<=99) ? 0 : 1)",
     [](int n) { return std::size_t(n <= 1 || (n >= 11 && n <= 99) ? 0 : 1); }},
    {"(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
     [](int n) {
       const bool few = n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
       return std::size_t(n % 10 == 1 && n % 100 != 11 ? 0 : few ? 1 : 2);
     }},
};

// "nplurals=2; plural=(n > 1);", or empty when none of the rules is the language's.
std::string plural_forms(const Language& language) {
  if (!language.locale) return "nplurals=1; plural=0;";
  for (const auto& rule : kRules) {
    bool same = true;
    for (int n = 0; n < 1000 && same; ++n) {
      same = language.locale->plural(std::to_string(n)) == rule.form(n);
    }
    if (!same) continue;
    return "nplurals=" + std::to_string(language.locale->plurals().size()) +
           "; plural=" + rule.expression + ";";
  }
  return {};
}

std::string file_name(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::size_t forms_of(const Language& language) {
  return language.locale ? language.locale->plurals().size() : 1;
}

PoEntry po_entry(const Catalog& catalog, const CatalogEntry& entry, std::size_t language,
                 std::size_t source) {
  PoEntry out;
  const auto& own = entry.words[language];
  out.comments.push_back("In " + entry.what + (own.room.empty() ? "" : ": " + own.room));
  out.reference = file_name(entry.place.file) + ":" + std::to_string(entry.place.line);
  out.context = entry.id;
  const auto words = po_source(entry, source, catalog);
  out.id = words.front();
  if (entry.plural) {
    out.id_plural = words.back();
    out.texts.resize(forms_of(catalog.languages[language]));
    for (std::size_t i = 0; i < out.texts.size() && !own.forms.empty(); ++i) {
      out.texts[i] = own.forms[std::min(i, own.forms.size() - 1)];
    }
  } else {
    out.texts = own.forms;
  }
  return out;
}

}  // namespace

std::vector<std::string> po_source(const CatalogEntry& entry, std::size_t language,
                                   const Catalog& catalog) {
  const auto& own = entry.words[language].forms;
  const auto& words = own.empty() ? entry.words[catalog.default_language].forms : own;
  if (words.empty()) return {entry.id};
  if (!entry.plural) return {words.front()};
  const auto& from = catalog.languages[own.empty() ? catalog.default_language : language];
  if (words.size() == 1 || !from.locale) return {words.front(), words.back()};
  const auto& categories = from.locale->plurals();
  const auto one = std::find(categories.begin(), categories.end(), "one") - categories.begin();
  const auto singular = std::min(static_cast<std::size_t>(one), words.size() - 1);
  return {words[singular], words.back()};
}

std::optional<std::string> write_po_catalog(const Catalog& catalog, std::size_t language,
                                            std::size_t source, const std::string& date,
                                            Findings& findings) {
  Po po;
  const auto& own = catalog.languages[language];
  const auto rule = plural_forms(own);
  const bool needed = std::any_of(catalog.entries.begin(), catalog.entries.end(),
                                  [](const CatalogEntry& entry) { return entry.plural; });
  if (rule.empty() && needed) {
    const auto& place = catalog.entries.front().place;
    findings.error("E262", {place.file, 0, 0},
                   "no gettext rule is known for the plural forms of " + own.code,
                   "export it as CSV");
    return std::nullopt;
  }
  po.header = {{"Project-Id-Version", catalog.dialog + " " + catalog.version},
               {"PO-Revision-Date", date},
               {"Last-Translator", "nobody yet"},
               {"Language-Team", own.name},
               {"Language", own.code},
               {"MIME-Version", "1.0"},
               {"Content-Type", "text/plain; charset=UTF-8"},
               {"Content-Transfer-Encoding", "8bit"}};
  if (!rule.empty()) po.header.emplace_back("Plural-Forms", rule);
  po.header.emplace_back("X-Jisr-Dialog", catalog.dialog);
  po.header.emplace_back("X-Jisr-Source", catalog.languages[source].code);
  for (const auto& entry : catalog.entries) {
    po.entries.push_back(po_entry(catalog, entry, language, source));
  }
  return write_po(po);
}

std::optional<Translation> read_po_catalog(std::string_view text, const std::string& file,
                                           const Catalog& catalog, Findings& findings) {
  const auto po = read_po(text, file, findings);
  if (!po) return std::nullopt;
  Translation out{
      file, po->field("X-Jisr-Dialog"), po->field("Language"), po->field("X-Jisr-Source"), {}};
  if (out.dialog.empty() || out.language.empty() || out.source.empty()) {
    findings.error("E258", {file, 0, 0}, "the header does not say which texts these are",
                   "X-Jisr-Dialog, X-Jisr-Source and Language, as `jisr texts export` writes them");
    return std::nullopt;
  }
  for (const auto& entry : po->entries) {
    TranslatedText one{entry.context, {entry.id}, entry.texts, entry.fuzzy, entry.line};
    if (!entry.id_plural.empty()) one.source.push_back(entry.id_plural);
    const auto* known = catalog.entry(one.id);
    const auto language = catalog.language(out.language);
    // A language that needs no forms here is exported with the same words in all of them.
    const bool alike = std::all_of(one.forms.begin(), one.forms.end(),
                                   [&](auto& form) { return form == one.forms.front(); });
    if (known != nullptr && language != SIZE_MAX && alike && one.forms.size() > 1 &&
        known->words[language].forms.size() <= 1) {
      one.forms.resize(1);
    }
    out.texts.push_back(std::move(one));
  }
  return out;
}

}  // namespace jisr::dialogs
