// What people read: the state of reviews, the table for reviewers, lengths.
#include <boost/json.hpp>
#include <cstdio>
#include <iostream>
#include <stdexcept>

#include "dialogs/catalog.hpp"
#include "dialogs/page_table.hpp"
#include "dialogs/text_table.hpp"
#include "gateway/calendar.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/guarded.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/words_command.hpp"

namespace jisr::tools {

namespace {

using State = dialogs::TextReview::State;

struct Texts {
  std::string file;
  std::string yaml;
  dialogs::Catalog catalog;
  std::shared_ptr<const dialogs::Dialog> dialog;
};

std::string read(const std::string& path) {
  auto text = gateway::read_text(path);
  if (!text) throw std::runtime_error("cannot read " + path);
  return std::move(*text);
}

struct Named {
  std::string file;
  std::map<std::string, std::string> settings;
};

// The dialogs' files: of a gateway.yaml those that it names, with their settings.
std::vector<Named> files_of(const std::string& path) {
  dialogs::Findings own;
  const auto root = dialogs::Yaml::parse(read(path), path, own);
  if (!root["dialogs"].is_map() || root["dialog"].exists()) return {{path, {}}};
  const auto slash = path.find_last_of('/');
  const auto folder = slash == std::string::npos ? std::string() : path.substr(0, slash);
  std::vector<Named> files;
  for (const auto& [name, node] : root["dialogs"].entries()) {
    Named one{gateway::beside(folder, node["file"].text()), {}};
    for (const auto& [key, value] : node["settings"].entries()) one.settings[key] = value.text();
    files.push_back(std::move(one));
  }
  return files;
}

Texts texts_of(const Named& named) {
  Texts texts{named.file, read(named.file), {}, nullptr};
  dialogs::Findings findings;
  auto compile = compile_options(named.file);
  compile.settings = named.settings;
  texts.dialog = dialogs::compile(texts.yaml, named.file, compile, findings);
  if (!texts.dialog) {
    const gateway::Sources sources{{named.file, texts.yaml}};
    print_findings(findings, sources, std::cerr);
    throw Stop{kFindings};
  }
  texts.catalog = dialogs::read_catalog(texts.yaml, named.file, compile, findings);
  return texts;
}

const char* name(State state) {
  switch (state) {
    case State::missing:
      return "missing";
    case State::changed:
      return "changed";
    case State::read:
      return "read";
    case State::unread:
      break;
  }
  return "unread";
}

// What is told of one language of one dialog; what has no words is left out.
struct Counts {
  std::size_t read = 0;
  std::size_t changed = 0;
  std::size_t unread = 0;
  boost::json::object texts;  // those that are not read: their state
};

Counts count(const dialogs::Catalog& catalog, std::size_t language) {
  Counts counts;
  for (const auto& entry : catalog.entries) {
    const auto review = dialogs::review_of(catalog, entry, language);
    if (review.state == State::missing) continue;
    ++(review.state == State::read      ? counts.read
       : review.state == State::changed ? counts.changed
                                        : counts.unread);
    if (review.state != State::read) counts.texts[entry.id] = name(review.state);
  }
  return counts;
}

void print(const dialogs::Language& language, const Counts& counts) {
  std::cout << "  " << language.code << (language.enabled ? "" : ", not offered") << ": "
            << counts.read + counts.changed + counts.unread << " texts, " << counts.read
            << " read by a native speaker, " << counts.changed << " changed since, "
            << counts.unread << " never read\n";
  for (const auto& [id, state] : counts.texts) {
    std::cout << "    " << (state == "changed" ? "◐ " : "○ ") << std::string_view(id) << '\n';
  }
}

int status(const WordsOptions& options) {
  bool whole = true;
  boost::json::array all;
  for (const auto& file : files_of(options.file)) {
    const auto texts = texts_of(file);
    boost::json::object languages;
    if (!options.json) std::cout << texts.file << '\n';
    for (std::size_t i = 0; i < texts.catalog.languages.size(); ++i) {
      const auto& language = texts.catalog.languages[i];
      if (!options.language.empty() && options.language != language.code) continue;
      auto counts = count(texts.catalog, i);
      whole = whole && (!language.enabled || counts.texts.empty());
      if (!options.json) print(language, counts);
      languages[language.code] = {{"offered", language.enabled},
                                  {"read", counts.read},
                                  {"changed", counts.changed},
                                  {"unread", counts.unread},
                                  {"texts", std::move(counts.texts)}};
    }
    all.push_back(boost::json::object{{"file", texts.file},
                                      {"dialog", texts.catalog.dialog},
                                      {"languages", std::move(languages)}});
  }
  if (options.json) {
    std::cout << boost::json::serialize(
                     boost::json::object{{"reviewed", whole}, {"dialogs", std::move(all)}})
              << '\n';
  }
  return whole ? kWell : kFindings;
}

// The names of texts that are meant: a text's own, or all of a screen's.
std::vector<const dialogs::CatalogEntry*> meant(const dialogs::Catalog& catalog,
                                                const std::vector<std::string>& names) {
  std::vector<const dialogs::CatalogEntry*> all;
  std::vector<std::string> known;
  for (const auto& entry : catalog.entries) {
    known.push_back(entry.id);
    if (names.empty()) all.push_back(&entry);
  }
  for (const auto& wanted : names) {
    const auto before = all.size();
    for (const auto& entry : catalog.entries) {
      if (entry.id == wanted || entry.id.starts_with(wanted + ".")) all.push_back(&entry);
    }
    if (all.size() > before) continue;
    throw std::invalid_argument("the dialog has no text \"" + wanted + "\" " +
                                dialogs::did_you_mean(wanted, known));
  }
  return all;
}

int reviewed(const WordsOptions& options) {
  auto texts = texts_of({options.file, {}});
  const auto& catalog = texts.catalog;
  const auto language = catalog.language(options.language);
  if (language == SIZE_MAX) {
    throw std::invalid_argument("the dialog has no language " + options.language);
  }
  const auto today = gateway::date_of(gateway::now_ms(), "Africa/Casablanca");
  dialogs::Review made{options.language, options.by, options.on.empty() ? today : options.on, {}};
  for (const auto* entry : meant(catalog, options.texts)) {
    const auto& forms = entry->words[language].forms;
    if (!forms.empty()) made.texts[entry->id] = dialogs::words_mark(forms);
  }
  const auto count = made.texts.size();
  auto reviews = catalog.reviews;
  dialogs::add_review(reviews, std::move(made));
  const auto yaml = dialogs::with_reviews(texts.yaml, reviews, catalog.languages);
  dialogs::Findings findings;
  const auto after =
      dialogs::read_catalog(yaml, options.file, compile_options(options.file), findings);
  bool same = after.entries.size() == catalog.entries.size() && !findings.has_errors();
  for (std::size_t i = 0; same && i < after.entries.size(); ++i) {
    for (std::size_t k = 0; k < after.languages.size(); ++k) {
      same = same && after.entries[i].words[k].forms == catalog.entries[i].words[k].forms;
    }
  }
  if (!same) {
    const gateway::Sources sources{{options.file, yaml}};
    print_findings(findings, sources, std::cerr);
    std::cerr << "nothing was written\n";
    return kFindings;
  }
  write_whole(options.file, yaml);
  std::cout << count << " texts in " << options.language << " are read by " << options.by
            << "\nnext: jisr texts status " << options.file << '\n';
  return kWell;
}

int table(const WordsOptions& options) {
  std::cout << "# The texts, for who reads them\n"
               "Made by `jisr texts table "
            << options.file
            << "`: change the words in the YAML, not here. docs/translating.md says how to write "
               "down that you have read them.\n\n"
            << dialogs::text_table_legend();
  for (const auto& file : files_of(options.file)) {
    const auto texts = texts_of(file);
    std::cout << '\n' << dialogs::text_chapter(texts.catalog, *texts.dialog, {});
  }
  return kWell;
}

int words(const WordsOptions& options) {
  for (const auto& file : files_of(options.file)) {
    const auto texts = texts_of(file);
    std::cout << texts.file << '\n' << dialogs::word_report(texts.catalog, *texts.dialog);
  }
  return kWell;
}

void print(const dialogs::PageRow& row, bool good) {
  std::printf("%-28s %-4s %-5s %4zu of %-4zu %6zu %12zu%s\n", row.screen.c_str(),
              row.language.c_str(), std::string(dialogs::name(row.encoding)).c_str(), row.units,
              row.limit, row.pages, row.pages_wrong,
              row.list ? "  list"
              : good   ? ""
                       : "  too long");
}

boost::json::object json_of(const std::string& dialog, const dialogs::PageRow& row) {
  return {{"dialog", dialog},         {"screen", row.screen},
          {"language", row.language}, {"encoding", dialogs::name(row.encoding)},
          {"units", row.units},       {"limit", row.limit},
          {"pages", row.pages},       {"pages_with_error", row.pages_wrong},
          {"list", row.list}};
}

int page_rows(const WordsOptions& options) {
  bool whole = true;
  for (const auto& file : files_of(options.file)) {
    const auto texts = texts_of(file);
    if (!options.json) {
      std::printf("%s, with the longest answers\n%-28s %-4s %-18s %6s %12s\n", texts.file.c_str(),
                  "screen", "", "dearest page", "pages", "with error");
    }
    for (const auto& row : dialogs::page_table(*texts.dialog, {})) {
      const bool good = row.list || (row.pages == 1 && row.pages_wrong == 1);
      whole = whole && good;
      if (options.json) {
        std::cout << boost::json::serialize(json_of(texts.catalog.dialog, row)) << '\n';
      } else {
        print(row, good);
      }
    }
  }
  return whole ? kWell : kFindings;
}

}  // namespace

int texts_status(const WordsOptions& options) {
  return guarded([&] { return status(options); });
}
int texts_reviewed(const WordsOptions& options) {
  return guarded([&] { return reviewed(options); });
}
int texts_table(const WordsOptions& options) {
  return guarded([&] { return table(options); });
}
int texts_words(const WordsOptions& options) {
  return guarded([&] { return words(options); });
}
int check_pages(const std::string& file, bool json) {
  WordsOptions options;
  options.file = file;
  options.json = json;
  return guarded([&] { return page_rows(options); });
}

}  // namespace jisr::tools
