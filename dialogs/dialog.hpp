// A compiled dialog: an immutable graph of screens, ready to step through. compile.hpp makes it
// from YAML and has checked everything that the engine then takes for granted. Shared between
// threads as const.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/diagnostic.hpp"
#include "dialogs/field.hpp"

namespace jisr::dialogs {

constexpr std::uint16_t kNone = 0xFFFF;

class Locale;  // dialogs/locale.hpp

// On what kind of line she is. A text may have words of its own for one of them.
enum class Medium : std::uint8_t { ussd, sms };

// A text with its placeholders found: literal, then field (or special) in turn. A text with plural
// forms, or with words of its own for a medium, is one segment that holds the templates to choose
// from.
struct Segment {
  enum class Kind : std::uint8_t {
    literal,
    field,
    reference,
    page,
    pages,
    setting,
    plural,  // `forms` by Locale::plurals(), chosen by the answer to `field`
    medium,  // `forms` by Medium
  };
  // How an answer is written: its words, {birth:short}, {birth:date}, {income:number}.
  enum class Form : std::uint8_t { words, short_date, long_date, number };
  Kind kind = Kind::literal;
  std::string text;  // the literal, or the setting's value already put in
  std::uint16_t field = kNone;
  std::size_t length_max = 0;  // {name:12} shortens to 12 characters; 0 = whole
  Form form = Form::words;
  std::vector<std::vector<Segment>> forms;
};
using Template = std::vector<Segment>;
using Texts = std::vector<Template>;  // by language index; empty where a language has none

struct Language {
  std::string code;            // BCP 47: "ar", "fr", "zgh"
  std::string name;            // in itself, for the language screen
  bool enabled = true;         // a disabled language is checked but not offered
  bool transliterate = false;  // `gsm7: transliterate`: spelt in the letters of the GSM alphabet
  std::shared_ptr<const Locale> locale;  // null: ICU knows no such language
};

// A table from a CSV file with a header row; cells are UTF-8.
struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

// What must hold for a screen to be shown or a choice to be offered; an empty condition always
// holds.
struct Condition {
  enum class Kind : std::uint8_t { always, field_is, answered, all, any, negation, constant };
  Kind kind = Kind::always;
  std::uint16_t field = kNone;
  std::vector<std::string> values;  // field_is: any of these
  bool value = true;                // constant: a setting compared at compile time
  std::vector<Condition> parts;     // all, any, negation
};

struct Assignment {
  std::uint16_t field = kNone;
  std::string value;
};

struct Choice {
  std::string key;  // what she types; printed before the label
  Texts label;
  std::string value;             // stored in the screen's field, when it has one
  std::uint16_t next = kNone;    // kNone: the screen's own next
  std::uint8_t language = 0xFF;  // on a language screen
  std::vector<Assignment> set;
  Condition when;
  enum class Act : std::uint8_t { go, confirm, change } act = Act::go;  // of a summary
};

// One entry of the summary's "what is to be changed" list: these answers are forgotten, and the
// dialog goes on from `from`, passing over what is still answered, until the summary again.
struct Change {
  Texts label;
  std::uint16_t from = kNone;
  std::vector<std::uint16_t> clears;
  Condition when;  // offered only when it holds
};

// A long list out of a table: the rows where each `where` column equals a field's answer or a
// constant.
struct ListSource {
  struct Where {
    std::size_t column = 0;
    std::uint16_t field = kNone;  // kNone: compare with `constant`
    std::string constant;
  };
  std::shared_ptr<const Table> table;
  std::size_t value_column = 0;
  std::vector<std::size_t> label_columns;  // by language index
  std::vector<Where> where;
  bool by_letters = true;    // typing the first letters narrows it
  bool skip_single = false;  // one row only: taken without asking
};

struct Effects {
  bool registers = false;  // the answers become a registration
  Texts sms;               // confirmation, sent once the registry has accepted; empty = none
  Texts sms_discreet;      // sent instead when `sms_discreet_when` holds
  Condition sms_when;      // may an SMS be sent at all
  Condition sms_discreet_when;
};

struct Screen {
  enum class Kind : std::uint8_t { menu, question, message, end, language, list, summary };
  std::string name;
  Kind kind = Kind::message;
  Place place;
  Texts text;
  std::uint16_t field = kNone;
  FieldRule rule;
  std::map<Wrong, Texts> errors;  // over the dialog's phrases
  std::vector<Choice> choices;  // of a menu; extra choices of a question or list ("8 none with me")
  std::vector<Change> changes;  // of a summary
  Texts change_heading;
  ListSource list;
  Condition when;  // false: passed over to `next`
  std::uint16_t next = kNone;
  std::uint8_t wrong_max = 0;        // 0: the dialog's
  std::uint16_t wrong_next = kNone;  // after wrong_max tries: go on here instead of giving up
  bool back = true;                  // may she go back from here
  bool resumable = true;
  Effects effects;  // of an end
};

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  std::uint16_t screen =
      kNone;               // where it is asked; its choices or list give the words for a value
  bool sensitive = false;  // never read back, in an SMS or logged
};

// The engine's own words; each language must have all of them.
enum class Phrase : std::uint8_t {
  back,
  home,
  next,
  previous,  // navigation labels without their key
  wrong_choice,
  wrong_empty,
  wrong_malformed,
  wrong_too_short,
  wrong_too_long,
  wrong_out_of_range,
  wrong_under_age,
  wrong_over_age,
  wrong_future,
  wrong_example,
  unusual,  // "Unusual number. 1 Correct 2 Keep" without choices
  correct,
  keep,
  resume,  // "You have an unfinished file" : names no programme and shows no answer
  resume_go_on,
  resume_start_again,
  busy,   // she should dial again: Redis is away or the gateway is full
  count_  // how many there are
};

struct Keys {
  std::string back = "0";
  std::string home = "00";
  std::string next = "9";
  std::string previous = "8";
};

struct Dialog {
  std::string name;
  std::string version;          // a person's word for it, goes into the registration
  std::string consent_version;  // which consent text was shown
  std::uint64_t hash = 0;       // of everything the compiler read
  std::vector<Language> languages;
  std::uint8_t default_language = 0;
  Keys keys;
  std::uint8_t wrong_max = 3;
  std::uint16_t give_up = kNone;  // the end that a bound on wrong tries leads to
  std::uint16_t start = 0;
  std::vector<Screen> screens;
  std::vector<Field> fields;
  std::vector<Texts> phrases;  // by Phrase
  bool resume_asks = true;     // an unfinished session of another call: ask; else begin anew

  [[nodiscard]] std::uint16_t screen(std::string_view screen_name) const;  // or kNone
  [[nodiscard]] std::uint16_t field(std::string_view field_name) const;    // or kNone
};

}  // namespace jisr::dialogs
