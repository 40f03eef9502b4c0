// `jisr texts`: a dialog's texts to a PO file or a sheet, and back into its YAML.
#include <chrono>
#include <ctime>
#include <iostream>
#include <stdexcept>

#include "dialogs/translation.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

std::string read(const std::string& path) {
  auto text = gateway::read_text(path);
  if (!text) throw std::runtime_error("cannot read " + path);
  return std::move(*text);
}

std::string now() {
  const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M+0000", &utc);
  return text;
}

bool is_csv(const TextsOptions& options) {
  return options.format.empty() ? options.file.ends_with(".csv") : options.format == "csv";
}

std::size_t language_of(const dialogs::Catalog& catalog, const std::string& code) {
  const auto index = catalog.language(code);
  if (index == SIZE_MAX) throw std::runtime_error("the dialog has no language \"" + code + "\"");
  return index;
}

int export_texts(const TextsOptions& options) {
  gateway::Sources sources;
  const auto& yaml = sources[options.dialog] = read(options.dialog);
  dialogs::Findings findings;
  const auto compile = compile_options(options.dialog);
  const auto catalog = dialogs::read_catalog(yaml, options.dialog, compile, findings);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  const auto source = options.source.empty() ? std::size_t{catalog.default_language}
                                             : language_of(catalog, options.source);
  std::vector<std::size_t> languages;
  for (const auto& code : options.languages) languages.push_back(language_of(catalog, code));
  for (std::size_t i = 0; i < catalog.languages.size() && options.languages.empty(); ++i) {
    if (i != source) languages.push_back(i);
  }
  std::string out;
  if (is_csv(options)) {
    out = dialogs::write_csv_catalog(catalog, languages, source);
  } else if (languages.size() != 1) {
    std::cerr << "jisr: a PO file holds one language: say which, --language fr\n";
    return kWrongUse;
  } else {
    dialogs::Findings own;
    auto po = dialogs::write_po_catalog(catalog, languages.front(), source, now(), own);
    if (!po) {
      print_findings(own, sources, std::cerr);
      return kFindings;
    }
    out = std::move(*po);
  }
  if (options.file == "-") {
    std::cout << out;
  } else {
    write_whole(options.file, out);
    std::cout << catalog.entries.size() << " texts in " << options.file << '\n';
  }
  return kWell;
}

std::vector<dialogs::Translation> read_translations(const TextsOptions& options,
                                                    const std::string& text,
                                                    const dialogs::Catalog& catalog,
                                                    dialogs::Findings& findings) {
  std::vector<dialogs::Translation> all;
  if (is_csv(options)) {
    all = dialogs::read_csv_catalog(text, options.file, catalog, findings);
  } else if (auto po = dialogs::read_po_catalog(text, options.file, catalog, findings)) {
    all.push_back(std::move(*po));
  }
  for (const auto& one : all) {
    const bool wanted = options.languages.empty() || options.languages.front() == one.language;
    if (wanted) continue;
    findings.error(
        "E258", {options.file, 0, 0},
        "the file is in \"" + one.language + "\", not in \"" + options.languages.front() + "\"");
  }
  return all;
}

int import_file(const TextsOptions& options) {
  gateway::Sources sources;
  const auto yaml = sources[options.dialog] = read(options.dialog);
  const auto& text = sources[options.file] = read(options.file);
  dialogs::Findings findings;
  dialogs::Findings of_dialog;
  const auto compile = compile_options(options.dialog);
  const auto catalog = dialogs::read_catalog(yaml, options.dialog, compile, of_dialog);
  if (of_dialog.has_errors()) {
    print_findings(of_dialog, sources, std::cerr);
    return kFindings;
  }
  const auto translations = read_translations(options, text, catalog, findings);
  dialogs::Imported made;
  if (!findings.has_errors()) {
    made = dialogs::import_texts(yaml, options.dialog, compile, translations, findings);
    for (const auto& [name, words] : made.files) sources[name] = words;  // where findings are
  }
  if (!findings.all().empty()) print_findings(findings, sources, std::cout);
  std::cout << made.changed << " changed, " << made.added << " added, " << made.same
            << " as they were, " << made.fuzzy << " fuzzy, " << made.missing << " missing\n";
  if (!made.good) {
    std::cout << "nothing was written\n";
    return kFindings;
  }
  const bool same = made.changed + made.added == 0;
  if (options.dry_run || same) {
    std::cout << "nothing was written: " << (same ? "there is nothing to change" : "a dry run")
              << '\n';
    return kWell;
  }
  for (const auto& [name, words] : made.files) {
    if (words != catalog.sources.at(name)) write_whole(name, words);
  }
  std::cout << "next: jisr check " << options.dialog << '\n';
  return kWell;
}

}  // namespace

int texts(const TextsOptions& options) {
  return options.what == TextsOptions::What::export_file ? export_texts(options)
                                                         : import_file(options);
}

}  // namespace jisr::tools
