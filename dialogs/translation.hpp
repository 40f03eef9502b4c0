// A dialog's texts on their way to translators and back: as a gettext PO file, one language a file,
// or as a CSV sheet. And the import, which changes the dialog's YAML in place or refuses.
// docs/translating.md says how people work with it. Pure; any thread.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/catalog.hpp"

namespace jisr::dialogs {

// What a file says that one text should be.
struct TranslatedText {
  std::string id;                   // as in CatalogEntry
  std::vector<std::string> source;  // the words that it was translated from, as exported
  std::vector<std::string> forms;   // one, or by Locale::plurals(); an empty one: not translated
  bool fuzzy = false;
  int line = 0;  // in the file
};

struct Translation {
  std::string file;
  std::string dialog;    // its name; empty when the file does not tell
  std::string language;  // BCP 47, of the words
  std::string source;    // BCP 47, of what they were translated from
  std::vector<TranslatedText> texts;
};

// `date` as gettext writes it, "2026-11-24 09:30+0000". E262 when no plural rule is known for the
// language and there is a text that needs one.
std::optional<std::string> write_po_catalog(const Catalog& catalog, std::size_t language,
                                            std::size_t source, const std::string& date,
                                            Findings& findings);
std::optional<Translation> read_po_catalog(std::string_view text, const std::string& file,
                                           const Catalog& catalog, Findings& findings);

// UTF-8 with a byte order mark, CRLF, every cell quoted: what spreadsheets open without questions.
std::string write_csv_catalog(const Catalog& catalog, const std::vector<std::size_t>& languages,
                              std::size_t source);
// With commas or semicolons, one translation for each language column. E220, E258.
std::vector<Translation> read_csv_catalog(std::string_view text, const std::string& file,
                                          const Catalog& catalog, Findings& findings);

struct Imported {
  // The dialog's file and its parts as they would be, by name; also when `good` is false, to show
  // findings in them.
  std::map<std::string, std::string> files;
  std::size_t changed = 0;
  std::size_t added = 0;  // texts that the language did not have
  std::size_t same = 0;
  std::size_t fuzzy = 0;    // not taken
  std::size_t missing = 0;  // not translated, or not in the file
  bool good = false;        // false: nothing must be written; the findings say why
};

// Refuses whole files rather than half: another dialog or language (E258), a text that the dialog
// does not have (E259), source words that have changed since the export (E260), a lost placeholder
// (E257), a text that takes more pages or messages than before (E256), and whatever the compiler
// refuses in the result.
Imported import_texts(std::string_view yaml, const std::string& file, const CompileOptions& options,
                      const std::vector<Translation>& translations, Findings& findings);

// The words of a language as they are exported: msgid and msgid_plural, or the cells of a sheet.
std::vector<std::string> po_source(const CatalogEntry& entry, std::size_t language,
                                   const Catalog& catalog);
std::vector<std::string> csv_cells(const CatalogEntry& entry, std::size_t language,
                                   const Catalog& catalog);
// The plural categories that a sheet has rows for: those of all languages, in CLDR's order.
std::vector<std::string> csv_forms(const Catalog& catalog);

}  // namespace jisr::dialogs
