// What comes back from translators, checked text by text against the dialog as it is now, then
// written into a copy of its YAML, which must compile and hold what was asked for and nothing else.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "dialogs/compilation.hpp"
#include "dialogs/locale.hpp"
#include "dialogs/translation.hpp"
#include "dialogs/yaml_edit.hpp"

namespace jisr::dialogs {

namespace {

using Words = std::vector<std::string>;

// The names in the braces of a text, in all its forms; also a block's <parameters>.
std::set<std::string> placeholders(const Words& forms, const std::string& code) {
  std::set<std::string> names;
  for (const auto& text : forms) {
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open)) {
      if (text.compare(open, 2, "{{") == 0) {
        open += 2;
        continue;
      }
      const auto end = text.find_first_of(":}", open);
      if (end == std::string::npos) break;
      names.insert(without_language(text.substr(open + 1, end - open - 1), code));
      open = end;
    }
    for (auto open = text.find('<'); open != std::string::npos; open = text.find('<', open + 1)) {
      const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", open + 1);
      if (end != std::string::npos && text[end] == '>' && end > open + 1) {
        names.insert(text.substr(open, end - open + 1));
      }
    }
  }
  return names;
}

std::string braced(const std::vector<std::string>& categories, const Words& forms) {
  std::string out = "{";
  for (std::size_t i = 0; i < forms.size() && i < categories.size(); ++i) {
    out += (i > 0 ? ", " : "") + categories[i] + ": " + YamlEdit::written(forms[i]);
  }
  return out + "}";
}

std::string ids(const std::vector<std::string>& all) {
  constexpr std::size_t kNamed = 5;
  std::string out;
  for (std::size_t i = 0; i < all.size() && i < kNamed; ++i) out += (i > 0 ? ", " : "") + all[i];
  return out + (all.size() > kNamed ? ", …" : "");
}

class Importer {
 public:
  Importer(const Catalog& catalog, Findings& findings) : catalog_(catalog), findings_(findings) {
    for (const auto& [name, source] : catalog.sources) edits_.emplace(name, YamlEdit(source));
    for (const auto& entry : catalog.entries) {
      auto& words = wanted_.emplace_back();
      for (const auto& one : entry.words) words.push_back(one.forms);
    }
  }

  void take(const Translation& translation) {
    from_ = &translation;
    language_ = catalog_.language(translation.language);
    source_ = catalog_.language(translation.source);
    if (!is_ours()) return;
    std::set<std::string> seen;
    std::vector<std::string> fuzzy;
    std::vector<std::string> missing;
    for (auto text : translation.texts) {
      for (auto& form : text.forms) form.resize(form.find_last_not_of("\r\n") + 1);
      const auto* entry = known(text);
      if (entry == nullptr) continue;
      if (!seen.insert(text.id).second) {
        refuse("E259", text, "\"" + text.id + "\" stands twice in this file");
        continue;
      }
      if (!same_source(text, *entry)) continue;
      const bool blank = std::any_of(text.forms.begin(), text.forms.end(), [](const auto& form) {
        return form.find_first_not_of(" \t\r\n") == std::string::npos;
      });
      if (blank) {
        missing.push_back(text.id);
      } else if (text.fuzzy) {
        fuzzy.push_back(text.id);
      } else {
        put(text, *entry);
      }
    }
    for (const auto& entry : catalog_.entries) {
      if (!seen.contains(entry.id)) missing.push_back(entry.id);
    }
    report(fuzzy, missing);
  }

  // Does the file as changed say what was asked for, and nothing else?
  [[nodiscard]] bool holds(const Catalog& after) const {
    if (after.entries.size() != wanted_.size()) return false;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (after.entries[i].id != catalog_.entries[i].id) return false;
      for (std::size_t j = 0; j < wanted_[i].size(); ++j) {
        if (after.entries[i].words[j].forms != wanted_[i][j]) return false;
      }
    }
    return true;
  }

  Imported done() {
    for (const auto& [name, edit] : edits_) out_.files[name] = edit.result();
    return std::move(out_);
  }

 private:
  void refuse(const char* code, const TranslatedText& text, const std::string& sentence,
              const std::string& hint = {}) {
    findings_.error(code, {from_->file, text.line, 1}, sentence, hint);
  }

  bool is_ours() {
    const Place whole{from_->file, 0, 0};
    std::vector<std::string> codes;
    for (const auto& language : catalog_.languages) codes.push_back(language.code);
    if (!from_->dialog.empty() && from_->dialog != catalog_.dialog) {
      findings_.error("E258", whole,
                      "these are texts of the dialog \"" + from_->dialog + "\", not of \"" +
                          catalog_.dialog + "\"");
      return false;
    }
    for (const auto& code : {from_->language, from_->source}) {
      if (catalog_.language(code) != SIZE_MAX) continue;
      findings_.error("E258", whole, "the dialog has no language \"" + code + "\"",
                      did_you_mean(code, codes));
      return false;
    }
    return true;
  }

  const CatalogEntry* known(const TranslatedText& text) {
    if (const auto* entry = catalog_.entry(text.id)) return entry;
    std::vector<std::string> all;
    for (const auto& entry : catalog_.entries) all.push_back(entry.id);
    const auto likely = did_you_mean(text.id, all);
    refuse("E259", text, "the dialog has no text \"" + text.id + "\"",
           likely.empty() ? "its name has changed since the export: export again" : likely);
    return nullptr;
  }

  bool same_source(const TranslatedText& text, const CatalogEntry& entry) {
    if (text.source == po_source(entry, source_, catalog_) ||
        text.source == csv_cells(entry, source_, catalog_)) {
      return true;
    }
    refuse("E260", text,
           "the " + from_->source + " words of " + text.id + " have changed since the export",
           "export again, and merge: msgmerge for PO");
    return false;
  }

  void put(const TranslatedText& text, const CatalogEntry& entry) {
    const auto at = static_cast<std::size_t>(&entry - catalog_.entries.data());
    const auto& now = entry.words[language_].forms;
    if (text.forms == now) {
      ++out_.same;
      return;
    }
    if (text.forms.size() > 1 && !entry.plural) {
      refuse("E259", text, text.id + " has no forms for different numbers");
      return;
    }
    const auto shown = placeholders(text.forms, from_->language);
    const auto model = placeholders(entry.words[source_].forms, from_->source);
    if (shown != model && shown != placeholders(now, from_->language)) {
      std::string lost;
      for (const auto& name : model) {
        if (!shown.contains(name)) lost += " {" + name + "}";
      }
      refuse("E257", text,
             lost.empty()
                 ? text.id + " shows something that the " + from_->source + " text does not"
                 : text.id + " has lost" + lost,
             "the same placeholders as in the " + from_->source + " text");
      return;
    }
    if (!write(text, entry)) {
      refuse("E263", text, text.id + " cannot be written back into the YAML", "write it by hand");
      return;
    }
    ++(now.empty() ? out_.added : out_.changed);
    wanted_[at][language_] = text.forms;
  }

  bool write(const TranslatedText& text, const CatalogEntry& entry) {
    const auto& own = entry.words[language_];
    const auto& locale = catalog_.languages[language_].locale;
    const auto categories = locale ? locale->plurals() : std::vector<std::string>{"other"};
    const bool plain = text.forms.size() == 1;
    if (own.nodes.empty()) {
      return add(entry, plain ? text.forms.front() : braced(categories, text.forms), !plain);
    }
    if (own.nodes.size() == 1 && !plain) {
      return edit(own.nodes.front()).replace_raw(own.nodes.front(), braced(categories, text.forms));
    }
    // From several forms to one: they all say the same then, until somebody takes them out.
    if (plain && own.nodes.size() > 1) return false;
    for (std::size_t i = 0; i < own.nodes.size(); ++i) {
      const bool same = own.forms[i] == text.forms[i];
      if (!same && !edit(own.nodes[i]).replace(own.nodes[i], text.forms[i])) return false;
    }
    return true;
  }

  bool add(const CatalogEntry& entry, const std::string& words, bool raw) {
    const auto& code = catalog_.languages[language_].code;
    Yaml beside;  // the last language there is, if its words are one scalar
    for (const auto& [name, node] : entry.map.entries()) {
      const bool language = catalog_.language(name) != SIZE_MAX;
      if (language && (node.is_scalar() || !beside.exists())) beside = node;
    }
    return beside.exists() && edit(beside).add(entry.map, beside, code, words, raw);
  }

  YamlEdit& edit(const Yaml& node) { return edits_.at(node.place().file); }

  void report(const std::vector<std::string>& fuzzy, const std::vector<std::string>& missing) {
    const Place whole{from_->file, 0, 0};
    const auto count = [](const std::vector<std::string>& all) {
      return std::to_string(all.size()) + (all.size() == 1 ? " text is" : " texts are");
    };
    out_.fuzzy += fuzzy.size();
    out_.missing += missing.size();
    if (!fuzzy.empty()) {
      findings_.warning("W553", whole, count(fuzzy) + " marked fuzzy and not taken: " + ids(fuzzy),
                        "confirm them in the translation program");
    }
    if (!missing.empty()) {
      findings_.warning(
          "W554", whole,
          count(missing) + " not translated into " + from_->language + ": " + ids(missing));
    }
  }

  const Catalog& catalog_;
  Findings& findings_;
  std::map<std::string, YamlEdit> edits_;  // by file
  Imported out_;
  std::vector<std::vector<Words>> wanted_;  // by entry, then language
  const Translation* from_ = nullptr;
  std::size_t language_ = 0;
  std::size_t source_ = 0;
};

// Findings that were not there before: a text that has grown too long says so in its own words.
void refuse_longer(const Findings& before, const Findings& after, Findings& findings) {
  std::set<std::string> known;
  for (const auto& one : before.all()) known.insert(one.code + one.sentence);
  for (const auto& one : after.all()) {
    const bool length = one.code == "W500" || one.code == "W501" || one.code == "W503";
    if (!length || known.contains(one.code + one.sentence)) continue;
    findings.error("E256", one.place, "too long: " + one.sentence, "shorten the translation",
                   one.width);
  }
}

// The compiler measures what is offered. In a language that is not offered yet, half its screens
// may still be in another one, so more pages than before are told and not refused.
void tell_more_pages(const Dialog& before, const Dialog& after, const CompileOptions& options,
                     Findings& findings) {
  const auto then = pages_taken(before, options.ussd);
  const auto now = pages_taken(after, options.ussd);
  for (std::size_t i = 0; i < now.size() && i < then.size(); ++i) {
    for (std::size_t j = 0; j < after.languages.size(); ++j) {
      if (after.languages[j].enabled || now[i][j] <= then[i][j]) continue;
      const auto& screen = after.screens[i];
      findings.warning("W555", screen.place,
                       "the screen " + screen.name + " takes more pages in " +
                           after.languages[j].code + " than before",
                       "shorten its texts before the language is offered", screen.name.size());
    }
  }
}

}  // namespace

Imported import_texts(std::string_view yaml, const std::string& file, const CompileOptions& options,
                      const std::vector<Translation>& translations, Findings& findings) {
  Findings before;
  const auto dialog = compile(yaml, file, options, before);
  Findings own;
  const auto catalog = read_catalog(yaml, file, options, own);
  if (!dialog) {
    findings.append(before);
    return {};
  }
  const auto errors = findings.errors();
  Importer importer(catalog, findings);
  for (const auto& translation : translations) importer.take(translation);
  auto out = importer.done();
  if (findings.errors() > errors) return out;

  CompileOptions with_edits = options;
  with_edits.read_file = [&](const std::string& path) -> std::optional<std::string> {
    const auto folder = std::filesystem::path(file).parent_path();
    const auto found = out.files.find((folder / path).lexically_normal().string());
    if (found != out.files.end()) return found->second;
    return options.read_file ? options.read_file(path) : std::nullopt;
  };
  Findings after;
  const auto& text = out.files.at(file);
  const auto changed = compile(text, file, with_edits, after);
  if (!changed) {
    findings.append(after);
    return out;
  }
  Findings again;
  if (!importer.holds(read_catalog(text, file, with_edits, again))) {
    findings.error("E263", {file, 0, 0}, "the texts cannot be written back into the YAML",
                   "write them by hand");
    return out;
  }
  refuse_longer(before, after, findings);
  tell_more_pages(*dialog, *changed, options, findings);
  out.good = findings.errors() == errors;
  return out;
}

}  // namespace jisr::dialogs
