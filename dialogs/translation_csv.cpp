// Catalog ⇄ a sheet. A text with plural forms has a row for each; whoever translates sees the words
// of the source beside her own column.
#include <algorithm>
#include <map>

#include "dialogs/csv.hpp"
#include "dialogs/locale.hpp"
#include "dialogs/translation.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::string_view kSource = " (source)";

const std::vector<std::string>& categories(const Language& language) {
  static const std::vector<std::string> kOther = {"other"};
  return language.locale ? language.locale->plurals() : kOther;
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

// The columns of a sheet that is read.
struct Columns {
  std::size_t id = SIZE_MAX;
  std::size_t form = SIZE_MAX;
  std::size_t source = SIZE_MAX;
  std::string source_code;
  std::vector<std::pair<std::string, std::size_t>> languages;
};

std::optional<Columns> columns_of(const Table& table, const std::string& file,
                                  const Catalog& catalog, Findings& findings) {
  Columns found;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string_view name = table.columns[i];
    if (name == "id") {
      found.id = i;
    } else if (name == "form") {
      found.form = i;
    } else if (name.ends_with(kSource)) {
      found.source = i;
      found.source_code = name.substr(0, name.size() - kSource.size());
    } else if (catalog.language(name) != SIZE_MAX) {
      found.languages.emplace_back(name, i);
    } else if (name != "place" && !name.ends_with(" room")) {
      findings.error("E258", {file, 1, 1},
                     "the column \"" + std::string(name) + "\" is no language of this dialog",
                     "id, form, place, XX (source), and a column for each language");
      return std::nullopt;
    }
  }
  if (found.id == SIZE_MAX || found.form == SIZE_MAX || found.source == SIZE_MAX ||
      found.languages.empty()) {
    findings.error("E258", {file, 1, 1}, "this sheet is not one that `jisr texts export` wrote",
                   "it needs the columns id, form, XX (source), and one for each language");
    return std::nullopt;
  }
  return found;
}

std::size_t index_of(const std::vector<std::string>& all, std::string_view one) {
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), one) - all.begin());
}

// Puts the rows of one language together: those of one text may stand anywhere, since people sort.
class Rows {
 public:
  Rows(const Columns& columns, const Catalog& catalog, Translation& out, Findings& findings)
      : columns_(columns),
        forms_(csv_forms(catalog)),
        own_(categories(catalog.languages[catalog.language(out.language)])),
        out_(out),
        findings_(findings) {}

  void take(const std::vector<std::string>& row, std::size_t column, int line) {
    const auto& form = row[columns_.form];
    const auto words = without_returns(row[column]);
    const auto source = without_returns(row[columns_.source]);
    if (form.empty()) {
      out_.texts.push_back({row[columns_.id], {source}, {words}, false, line});
      return;
    }
    const auto at = index_of(forms_, form);
    const auto own = index_of(own_, form);
    if (at == forms_.size() || (own == own_.size() && !words.empty())) {
      findings_.error("E253", {out_.file, line, 1},
                      out_.language + " has no form \"" + form + "\"");
      return;
    }
    auto& text = of(row[columns_.id], line);
    text.source[at] = source;
    if (own < own_.size()) text.forms[own] = words;
  }

  void finish() {  // only `other`: one text for all numbers
    for (auto& text : out_.texts) {
      const bool alone = std::all_of(text.forms.begin(), text.forms.end() - 1,
                                     [](const std::string& words) { return words.empty(); });
      if (alone) text.forms = {text.forms.back()};
    }
  }

 private:
  TranslatedText& of(const std::string& id, int line) {
    const auto [found, is_new] = places_.emplace(id, out_.texts.size());
    if (is_new) {
      out_.texts.push_back({id, std::vector<std::string>(forms_.size()),
                            std::vector<std::string>(own_.size()), false, line});
    }
    return out_.texts[found->second];
  }

  const Columns& columns_;
  std::vector<std::string> forms_;  // of all languages
  const std::vector<std::string>& own_;
  Translation& out_;
  Findings& findings_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

std::vector<std::string> csv_forms(const Catalog& catalog) {
  std::vector<std::string> all;
  for (const auto* form : {"zero", "one", "two", "few", "many", "other"}) {
    for (const auto& language : catalog.languages) {
      const auto& own = categories(language);
      const bool new_one = std::find(all.begin(), all.end(), form) == all.end();
      if (new_one && std::find(own.begin(), own.end(), form) != own.end()) all.emplace_back(form);
    }
  }
  return all;
}

std::vector<std::string> csv_cells(const CatalogEntry& entry, std::size_t language,
                                   const Catalog& catalog) {
  const auto& words = entry.words[language].forms;
  if (!entry.plural) return {words.empty() ? std::string() : words.front()};
  std::vector<std::string> cells;
  const auto& own = categories(catalog.languages[language]);
  for (const auto& form : csv_forms(catalog)) {
    const auto at = static_cast<std::size_t>(std::find(own.begin(), own.end(), form) - own.begin());
    if (words.size() == 1) {
      cells.push_back(form == "other" ? words.front() : "");
    } else {
      cells.push_back(at < words.size() ? words[at] : "");
    }
  }
  return cells;
}

std::string write_csv_catalog(const Catalog& catalog, const std::vector<std::size_t>& languages,
                              std::size_t source) {
  std::string out(kCsvMark);
  std::vector<std::string> header = {"id", "form", "place",
                                     catalog.languages[source].code + std::string(kSource)};
  for (const auto language : languages) {
    header.push_back(catalog.languages[language].code);
    header.push_back(catalog.languages[language].code + " room");
  }
  add_csv_row(out, header);
  for (const auto& entry : catalog.entries) {
    const auto forms = entry.plural ? csv_forms(catalog) : std::vector<std::string>{""};
    const auto from = csv_cells(entry, source, catalog);
    std::vector<std::vector<std::string>> cells;
    for (const auto language : languages) cells.push_back(csv_cells(entry, language, catalog));
    const auto place = entry.place.file.substr(entry.place.file.find_last_of('/') + 1) + ":" +
                       std::to_string(entry.place.line);
    for (std::size_t i = 0; i < forms.size(); ++i) {
      std::vector<std::string> row = {entry.id, forms[i], place, from[i]};
      for (std::size_t j = 0; j < languages.size(); ++j) {
        row.push_back(cells[j][i]);
        row.push_back(i == 0 ? entry.words[languages[j]].room : "");
      }
      add_csv_row(out, row);
    }
  }
  return out;
}

std::vector<Translation> read_csv_catalog(std::string_view text, const std::string& file,
                                          const Catalog& catalog, Findings& findings) {
  constexpr std::size_t kCellBytesMax = 16 << 10;
  const auto header = text.substr(0, text.find('\n'));
  const bool semicolons =
      header.find(';') != std::string_view::npos && header.find(',') == std::string_view::npos;
  const auto csv = read_csv(text, file, findings, {semicolons ? ';' : ',', kCellBytesMax});
  if (!csv) return {};
  const auto columns = columns_of(csv->table, file, catalog, findings);
  if (!columns) return {};
  std::vector<Translation> all;
  for (const auto& [code, column] : columns->languages) {
    all.push_back({file, "", code, columns->source_code, {}});
    Rows rows(*columns, catalog, all.back(), findings);
    for (std::size_t i = 0; i < csv->table.rows.size(); ++i) {
      rows.take(csv->table.rows[i], column, csv->lines[i]);
    }
    rows.finish();
  }
  return all;
}

}  // namespace jisr::dialogs
