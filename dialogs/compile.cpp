// The order of compiling: parse, declare names, read, then check the whole. Reading goes on after a
// mistake, so that one run shows all of them; what a mistake spoils is left out of the later
// checks.
#include "dialogs/compile.hpp"

#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/review.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::string_view kFormat =
    "jisr dialog 1";  // raise it when the same YAML means something else

// FNV-1a, 64 bits: a name for a version, not a protection against anybody.
class Hash {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) mix(static_cast<unsigned char>(byte));
    mix(0xFF);  // never in UTF-8, so "ab","c" and "a","bc" differ
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3; }
  std::uint64_t value_ = 0xcbf29ce484222325;
};

// Line ends and a byte order mark are the editor's, not the author's.
std::string normalised(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

std::uint64_t content_hash(const Compilation& c) {
  Hash hash;
  hash.add(kFormat);
  hash.add(normalised(c.source));
  for (const auto& setting : c.settings) {
    hash.add(setting.name);
    hash.add(setting.value);
  }
  for (const auto& text : c.read_files) hash.add(normalised(text));
  for (const auto& source : c.sources) {
    if (!source.table) continue;
    hash.add(source.name);
    for (const auto& name : source.table->columns) hash.add(name);
    for (const auto& row : source.table->rows) {
      for (const auto& cell : row) hash.add(cell);
    }
  }
  return hash.value();
}

void read_all(Compilation& c, const Yaml& root) {
  root.only_keys(c.findings, "a dialog",
                 {"dialog",  "version",     "consent_version", "languages", "default_language",
                  "keys",    "wrong_tries", "give_up",         "resume",    "reminder",
                  "lead",    "limits",      "start",           "settings",  "data",
                  "country", "types",       "phrases",         "blocks",    "reviewed",
                  "screens"});
  if (!root.is_map()) return;
  read_settings(c, root);
  read_languages(c, root);
  read_reviews(root, c.dialog.languages, c.findings);
  read_head(c, root);
  read_sources(c, root);
  read_types(c, root);
  declare_names(c, root);
  read_phrases(c, root);
  read_screens(c);
  check_traceless(c);
  check_phrases(c);
  read_links(c, root);
  read_resume_rule(c, root);
  read_reminder(c, root);
  read_lead(c, root);
  check_names(c);
  if (!c.options.prove) return;
  check_graph(c);
  check_lists(c);
  check_texts(c);
  check_keys(c);
  check_by_sms(c);
  check_pages(c);
  check_translations(c);
  check_proofs(c);
}

// In the order of the file; what was found in each language, or on each way, is said once.
Findings sorted(Findings found) {
  found.sort();
  Findings once;
  const Finding* last = nullptr;
  for (const auto& one : found.all()) {
    // An alias has no value: that it is not what is expected there goes without saying.
    const bool same = last != nullptr && (last->code == one.code || last->code == "E105") &&
                      last->place.file == one.place.file && last->place.line == one.place.line &&
                      last->place.column == one.place.column;
    last = &one;
    if (same) continue;
    if (one.severity == Severity::error) {
      once.error(one.code, one.place, one.sentence, one.hint, one.width);
    } else {
      once.warning(one.code, one.place, one.sentence, one.hint, one.width);
    }
  }
  return once;
}

}  // namespace

std::shared_ptr<const Dialog> compile(std::string_view yaml, const std::string& file,
                                      const CompileOptions& options, Findings& findings) {
  return compile_and(yaml, file, options, findings, [](const Compilation&, const Yaml&) {});
}

std::shared_ptr<const Dialog> compile_and(
    std::string_view yaml, const std::string& file, const CompileOptions& options,
    Findings& findings, const std::function<void(const Compilation&, const Yaml&)>& also) {
  const auto dialog = std::make_shared<Dialog>();
  Findings own;  // whatever else was found elsewhere says nothing about this dialog
  Compilation c(options, own, *dialog, yaml, file);
  const auto refused = [&] {
    return std::any_of(own.all().begin(), own.all().end(), [&](const Finding& one) {
      const bool proof = one.code == "E300" || one.code == "E304" || one.code == "E305" ||
                         one.code.starts_with("E4");
      return one.severity == Severity::error && (options.prove || !proof);
    });
  };
  const auto root = Yaml::parse(yaml, file, own);
  if (root.exists()) read_all(c, root);
  dialog->hash = content_hash(c);
  also(c, root);
  findings.append(sorted(own));
  return refused() ? nullptr : dialog;
}

}  // namespace jisr::dialogs
