// What the parts of the compiler share while one dialog is read: the dialog so far, the names that
// it declares, and where each text was written. Private to dialogs/; lives for one compile(), on
// one thread.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/compile.hpp"
#include "dialogs/yaml.hpp"

namespace jisr::dialogs {

constexpr std::size_t kScreensMax = 500;
constexpr std::size_t kLanguagesMax = 16;
constexpr std::size_t kFieldsMax = 200;  // as many answers as a session holds
constexpr std::size_t kChoicesMax = 9;

// One of the dialog's `settings:`, with the value that gateway.yaml may have put in its place.
struct Setting {
  enum class Kind { boolean, number, text };
  std::string name;
  Kind kind = Kind::text;
  std::string value;
  Yaml node;
  bool used = false;
};

// One of the dialog's `data:`; `table` is null when the file could not be read.
struct Source {
  std::string name;
  std::string file;
  Yaml node;
  std::shared_ptr<const Table> table;
  std::vector<int> lines;  // of the table's rows
  bool used = false;
};

// What is known of a field besides what the engine needs.
struct FieldNote {
  Yaml asked;                    // the `field:` that asked it first
  std::set<std::string> values;  // of choices, tables and `set:`
  bool typed = false;            // she types it: its values cannot be listed
};

// What a text is for decides which placeholders it may hold and how it is measured.
enum class TextUse { screen, choice, heading, change, error, phrase, sms, label, traceless };

struct TextSpot {
  TextUse use = TextUse::screen;
  std::string what;                     // "the text of consent", for findings
  std::string example;                  // what {example} stands for; empty = nothing
  bool reference = false;               // may {reference} stand here
  std::vector<std::string> given = {};  // names that stand for what the gateway knows: {code}
};

// A part of the dialog that stands in a file of its own.
struct Part {
  Yaml at;  // the scalar that names the file
  Yaml root;
  std::string file;  // as in the places of its nodes
  std::string text;
};

// What a question's `type` names.
struct TypeUse {
  FieldType type = FieldType::text;
  Yaml own;            // the entry under `types`; missing for a type that is known anyway
  bool known = false;  // false: the name leads nowhere (E111)
};

constexpr std::size_t kEveryLanguage = SIZE_MAX;

// One scalar of a text.
struct WrittenWords {
  std::size_t language = kEveryLanguage;  // index
  std::string medium;                     // "ussd" or "sms"; empty: for both
  std::string form;                       // plural category; empty: for all numbers
  Yaml node;
  Template text;
};

// A text as it was written, with its places.
struct WrittenText {
  TextSpot spot;
  std::uint16_t screen = kNone;
  Yaml node;                        // the whole: a scalar, or the map by language
  std::uint16_t count = kNone;      // the field by whose number a form is chosen
  std::vector<WrittenWords> words;  // in the order of the file
  Texts texts;
};

// An answer is shown as a date or a number, or counted: its field must be one.
struct Shaped {
  std::uint16_t field = kNone;
  bool date = false;  // else a number
  std::size_t language = kEveryLanguage;
  Segment::Form form = Segment::Form::words;
  Place place;
  std::size_t width = 1;
};

// A screen reads a field: in a text, a condition or a list.
struct Reading {
  std::uint16_t field = kNone;
  std::uint16_t screen = kNone;
  Place place;
  std::size_t width = 1;
  bool shown = false;  // she sees the answer
};

struct Compilation {
  Compilation(const CompileOptions& given, Findings& collected, Dialog& made, std::string_view text,
              std::string name)
      : options(given), findings(collected), dialog(made), source(text), file(std::move(name)) {}

  const CompileOptions& options;
  Findings& findings;
  Dialog& dialog;
  std::string_view source;
  std::string file;

  std::vector<Setting> settings;
  std::vector<Source> sources;
  std::vector<std::string> read_files;  // texts of other YAML files, as read
  std::vector<Part> parts;              // the same, as parsed
  std::vector<Yaml> screen_nodes;       // by screen
  Yaml phrases;
  Yaml types;                              // the dialog's `types:`
  std::set<std::string> typed;             // those of them that a question names
  Yaml country_name;                       // the dialog's `country:`
  std::shared_ptr<const Country> country;  // read when the first answer needs it
  bool country_read = false;
  std::vector<FieldNote> notes;  // by field
  std::vector<WrittenText> written;
  std::vector<Reading> readings;
  std::vector<Shaped> shaped;
  std::vector<std::pair<std::uint16_t, Yaml>> compared;  // field, a value that it is compared with
  std::vector<std::pair<std::uint16_t, Yaml>> verified;  // field, the `verify` that names it
  std::uint16_t current = kNone;                         // the screen that is being read
  Screen::Resume resume = Screen::Resume::ask;           // of screens that say nothing else
  std::vector<std::string> scopes;               // by screen: the uses that it stands in, "a.b."
  std::map<std::string, std::string> entrances;  // of a use, by its name: the block's first screen
  std::set<std::string> spoilt;                  // uses that could not be unfolded
  std::map<std::string, Yaml> returns;           // of a use, by its scope: where `return` leads

  // A name that leads nowhere spoils what the graph can say about its screen: `broken` screens
  // count as having a way on, and a likely meant target counts as reached.
  std::set<std::uint16_t> broken;
  std::set<std::pair<std::uint16_t, std::uint16_t>> likely_ways;  // from kNone: from outside
  bool lost = false;  // a target that is like no screen: nothing can be said about what is reached

  // The place of a byte of a scalar's text, also inside a block scalar; the scalar's own place when
  // its lines were folded and the byte cannot be found again in the source.
  [[nodiscard]] Place within(const Yaml& node, std::size_t offset) const;

  // What a map says, or, where a path stands in its place, the file says: relative to the folder of
  // the dialog. E109 when it cannot be read; then a missing node.
  Yaml map_or_file(const Yaml& node);

  // Reports a node that is not a text (E102) where its value is not wanted here.
  void expect_text(const Yaml& node);
  // A map's value; E110 at the map when there is none.
  Yaml require(const Yaml& map, std::string_view key, const std::string& what);
  // One of `words` by index, or E111 with "did you mean"; nullopt also when missing.
  std::optional<std::size_t> word(const Yaml& node, const std::string& what,
                                  const std::vector<std::string>& words);
  // A key to type: one to three digits. YAML would read 010 as 8, so such a key must be quoted
  // (E113).
  std::optional<std::string> key(const Yaml& node);

  std::uint16_t screen_named(const Yaml& node);  // E210
  std::uint16_t field_named(const Yaml& node);   // E211; notes nothing
  Setting* setting_named(std::string_view name, const Place& place, std::size_t width);  // E212
  Source* source_named(const Yaml& node);                                                // E214
  // Of a table that was read. E215.
  std::optional<std::size_t> column(const Source& from, const std::string& name, const Place& place,
                                    std::size_t width);
  std::uint16_t field_at(std::string_view name, const Place& place, std::size_t width);

  // The screen that a name means where the current screen stands: in its own block first. "return"
  // leads out of the block. kNone when there is none.
  [[nodiscard]] std::uint16_t screen_meant(const std::string& name) const;

  // "{setting.age_min}" in a scalar that is no text: the setting's name, empty when it is something
  // else.
  static std::string setting_reference(const Yaml& node);
};

// compile(), and then `also` with all that was read, also after errors; `root` is the file's.
std::shared_ptr<const Dialog> compile_and(
    std::string_view yaml, const std::string& file, const CompileOptions& options,
    Findings& findings, const std::function<void(const Compilation& c, const Yaml& root)>& also);

// Is nearly everything in this language (an index) written in GSM-7, so that a character outside
// stands out? (check_texts.cpp)
bool written_in_gsm7(const Compilation& c, std::size_t language);

// clinic_fr as "clinic_*" for fr: what a text of that language calls a field that each language
// has.
std::string without_language(const std::string& name, const std::string& code);

// Is this a name that placeholders can hold: a-z first, then a-z 0-9 _, 40 characters at most?
bool good_name(std::string_view name);

// The parts of the compiler, each in its own file, in the order in which compile() calls them.
void read_settings(Compilation& c, const Yaml& root);   // compile_head.cpp
void read_languages(Compilation& c, const Yaml& root);  //   "
void read_head(Compilation& c, const Yaml& root);       //   "
void read_sources(Compilation& c, const Yaml& root);    //   "
void read_types(Compilation& c, const Yaml& root);      // compile_types.cpp
std::vector<std::pair<std::string, Yaml>> unfold_blocks(Compilation& c, const Yaml& root);
// compile_blocks.cpp
void declare_names(Compilation& c, const Yaml& root);     // compile_names.cpp
void read_phrases(Compilation& c, const Yaml& root);      // compile_texts.cpp
void read_screens(Compilation& c);                        // compile_screens.cpp
void check_phrases(Compilation& c);                       // compile_texts.cpp
void read_links(Compilation& c, const Yaml& root);        // compile_head.cpp
void read_resume_rule(Compilation& c, const Yaml& root);  // compile_resume.cpp
void read_reminder(Compilation& c, const Yaml& root);     //   "
void read_lead(Compilation& c, const Yaml& root);         // compile_lead.cpp
// An end's, and a lead's.
std::vector<std::string> read_tags(Compilation& c, const Yaml& node);  // compile_summary.cpp
void check_names(Compilation& c);                                      // compile_names.cpp
void check_graph(Compilation& c);                                      // check_graph.cpp
void check_lists(Compilation& c);                                      // check_lists.cpp
void check_texts(Compilation& c);                                      // check_texts.cpp
void check_translations(Compilation& c);                               // check_translations.cpp
void check_keys(Compilation& c);                                       // check_keys.cpp
void check_by_sms(Compilation& c);                                     // check_by_sms.cpp
void check_traceless(Compilation& c);                                  // compile_traceless.cpp
void check_pages(Compilation& c);                                      // check_pages.cpp
void check_proofs(Compilation& c);                                     // check_proofs.cpp

// Pieces of a screen.
Texts read_texts(Compilation& c, const Yaml& node, const TextSpot& spot);  // compile_texts.cpp
Template read_template(Compilation& c, const Yaml& node,
                       const TextSpot& spot);                               // compile_template.cpp
Condition read_condition(Compilation& c, const Yaml& node);                 // compile_condition.cpp
TypeUse read_type(Compilation& c, const Yaml& node);                        // compile_types.cpp
FieldRule read_rule(Compilation& c, const Yaml& node, const TypeUse& use);  // compile_rule.cpp
// The country's file, for an answer of this type at `at`; null for types that need none. What it
// lacks is a finding.
std::shared_ptr<const Country> country_for(Compilation& c, FieldType type,
                                           const Yaml& at);  // compile_country.cpp
// The number to call for help, of the country's file; empty and E142 when it has none.
std::string helpline_for(Compilation& c, const Yaml& at, const Place& place, std::size_t width);
std::vector<Rewrite> read_rewrites(Compilation& c, const Yaml& node);         //   "
ListSource read_list(Compilation& c, const Yaml& node, std::uint16_t field);  // compile_list.cpp
void read_traceless(Compilation& c, const Yaml& node, const Screen& screen,
                    Choice& choice);                                  // compile_traceless.cpp
void read_summary(Compilation& c, const Yaml& node, Screen& screen);  // compile_summary.cpp
void read_end(Compilation& c, const Yaml& node, Screen& screen);      //   "

// Values, and the scalars in which they stand.
Value read_value(Compilation& c, const Yaml& node);                          // compile_value.cpp
Value read_field_or_value(Compilation& c, const Yaml& node);                 //   "
Value read_call_word(Compilation& c, const Yaml& node);                      //   "
std::vector<Assignment> read_assignments(Compilation& c, const Yaml& node);  //   "
const std::vector<std::string>& resume_words();                              // compile_head.cpp
const std::vector<std::string>& value_words();                               //   "
bool is_constant(const Value& value);                                        //   "
std::shared_ptr<const re2::RE2> read_pattern_text(Compilation& c, const Yaml& node);  // _rule.cpp
void read_several(Compilation& c, const Yaml& node, Screen& screen);  // compile_several.cpp
void check_several(Compilation& c);                                   //   "
void read_branch(Compilation& c, const Yaml& node, Screen& screen);   // compile_unseen.cpp
void read_lookup(Compilation& c, const Yaml& node, Screen& screen);   //   "
std::vector<Check> read_checks(Compilation& c, const Yaml& node, const Screen& screen);  //   "

// A field is asked or set, for check_names and the values that conditions may name.
void note_asked(Compilation& c, std::uint16_t field, FieldType type, const Yaml& at);
void note_value(Compilation& c, std::uint16_t field, const std::string& value);
void note_assigned(Compilation& c, std::uint16_t field, const Value& value);

}  // namespace jisr::dialogs
