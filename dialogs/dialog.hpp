// A compiled dialog: an immutable graph of screens, ready to step through. compile.hpp makes it
// from YAML and has checked everything that the engine then takes for granted. Shared between
// threads as const.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/diagnostic.hpp"
#include "dialogs/field.hpp"
#include "dialogs/value.hpp"

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
    given,   // what whoever fills the text in calls `text`: {code}, {first}
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

// One value against others. A value that is nothing compares with nothing: the comparison fails.
struct Comparison {
  enum class Op : std::uint8_t { is, in, at_least, at_most, above, below, matches };
  Value left;
  Op op = Op::is;
  std::vector<Value> right;                 // `in`: any of these; else one
  std::shared_ptr<const re2::RE2> pattern;  // matches: the whole value
};

// What must hold for a screen to be shown or a choice to be offered; an empty condition always
// holds.
struct Condition {
  enum class Kind : std::uint8_t {
    always,
    field_is,
    answered,
    all,
    any,
    negation,
    constant,
    compared,  // every bound of `comparisons`
    known,     // `comparisons[0].left` is something: a real date, an age
  };
  Kind kind = Kind::always;
  std::uint16_t field = kNone;
  std::vector<std::string> values;  // field_is: any of these
  bool value = true;                // constant: a setting compared at compile time
  std::vector<Condition> parts;     // all, any, negation
  std::vector<Comparison> comparisons;
};

struct Assignment {
  std::uint16_t field = kNone;
  Value value;  // nothing: the answer is forgotten
};

struct Choice {
  std::string key;  // what she types; printed before the label
  Texts label;
  std::string value;             // stored in the screen's field, when it has one
  std::optional<Value> derived;  // stored in place of `value`: what is known already
  std::uint16_t next = kNone;    // kNone: the screen's own next
  std::uint8_t language = 0xFF;  // on a language screen
  std::vector<Assignment> set;
  Condition when;
  enum class Act : std::uint8_t { go, confirm, change } act = Act::go;  // of a summary
  // A page that is shown in passing, on a call only, and leaves nothing: she stays where she is,
  // and any key leads back there. It is no screen, so it has no name to be stored or counted.
  Texts traceless;
  [[nodiscard]] bool is_traceless() const { return !traceless.empty(); }
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
  // Rows that are made on the day: the next ten months, the last three years.
  enum class Made : std::uint8_t { table, days, months, years, numbers };

  std::shared_ptr<const Table> table;  // null when `made` is not `table`
  Made made = Made::table;
  std::int32_t from = 0;  // counted from today (numbers: from 0), both ends included
  std::int32_t to = 0;    // below `from`: backwards
  std::size_t value_column = 0;
  std::vector<std::size_t> label_columns;  // by language index
  std::vector<Where> where;
  std::vector<Where> first;  // rows for which these hold come before the others
  bool by_letters = true;    // typing the first letters narrows it
  bool skip_single = false;  // one row only: taken without asking
};

// What an end says of SMS in her name.
enum class SmsConsent : std::uint8_t {
  unsaid,
  stop,   // no SMS reaches her unasked any more
  start,  // they may again
};

struct Effects {
  bool registers = false;         // the answers become a registration
  std::string kind;               // what is registered: empty = a registration; "call_back", …
  std::vector<std::string> tags;  // go with the registration, and are counted
  std::uint16_t sms_to = kNone;   // the field with the number of the one who is registered
  std::uint16_t sms_language = kNone;  // the field with her language; else that of the call
  Texts sms;           // confirmation, sent once the registry has accepted; empty = none
  Texts sms_discreet;  // sent instead when `sms_discreet_when` holds
  Condition sms_when;  // may an SMS be sent at all
  Condition sms_discreet_when;
  SmsConsent consent = SmsConsent::unsaid;
  bool by_sms = false;  // the conversation goes on by SMS, where she came from or at `redial`
};

// One way out of a branch: the first whose condition holds is taken.
struct Way {
  Condition when;
  std::uint16_t next = kNone;
};

// An answer that is of its type, but cannot be: refused with a text of its own when `when` holds.
struct Check {
  Condition when;
  Texts text;
};

// Asks a service outside, which gateway.yaml describes. The screen is never seen.
struct LookupSource {
  struct Sent {
    std::string name;
    Value value;
  };
  struct Kept {
    std::uint16_t field = kNone;
    std::string pointer;  // RFC 6901, into the service's JSON answer
  };
  std::string service;
  std::vector<Sent> sent;
  std::vector<Kept> kept;
  std::int64_t limit_ms = 2000;     // then it counts as failed
  std::uint16_t not_found = kNone;  // the service knows nothing of it; kNone: `next`
  std::uint16_t failed = kNone;     // late, away or broken
};

struct Screen {
  enum class Kind : std::uint8_t {
    menu,
    question,
    message,
    end,
    language,
    list,
    summary,
    branch,  // never seen: leads on by conditions
    set,     // never seen: works values out
    lookup,  // never seen: asks a service
  };
  // What a new call finds, when the last one broke off here.
  enum class Resume : std::uint8_t { ask, go_on, never };
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
  Condition when;                 // false: passed over to `next`
  bool skip_if_answered = false;  // passed over when there is an answer, which is kept
  std::vector<Check> checks;      // in order; of a question, menu or list
  std::vector<Way> ways;          // of a branch; otherwise `next`
  std::vector<Assignment> set;    // of a set screen, in order
  LookupSource lookup;
  std::uint16_t begins = kNone;  // a look-up that may be begun while she reads this screen
  std::uint16_t redial = kNone;  // of an end: where the next call goes on, with these answers
  std::uint16_t next = kNone;
  std::uint8_t wrong_max = 0;        // 0: the dialog's
  std::uint16_t wrong_next = kNone;  // after wrong_max tries: go on here instead of giving up
  bool back = true;                  // may she go back from here
  Resume resume = Resume::ask;
  Effects effects;  // of an end

  // A menu on which she picks several choices at once.
  [[nodiscard]] bool several() const { return rule.type == FieldType::choices; }
  [[nodiscard]] const Choice* traceless() const {  // the one such choice that a menu may have
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [](const Choice& choice) { return choice.is_traceless(); });
    return found == choices.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool invisible() const {
    return kind == Kind::branch || kind == Kind::set || kind == Kind::lookup;
  }
};

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  std::uint16_t screen =
      kNone;               // where it is asked; its choices or list give the words for a value
  bool sensitive = false;  // never read back, in an SMS or logged

  // By its name: what she consents to is the programme's whole contract with her.
  [[nodiscard]] bool is_consent() const { return name == "consent" || name.ends_with("_consent"); }
};

// The engine's own words, in each language.
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
  busy,  // she should dial again: Redis is away or the gateway is full
  // Only needed where a question can give that answer.
  wrong_alphabet,
  wrong_not_mobile,
  wrong_abroad,
  wrong_too_simple,
  wrong_pin_differs,
  wrong_too_few,
  wrong_too_many,
  count_  // how many there are
};

// How another call goes on from one that broke off, where others may have the phone.
struct ResumeRule {
  // When what she answered before is not shown to whoever calls now. Nothing written: always.
  Condition withhold;
  std::uint16_t proof = kNone;  // of what she answered here she tells two digits, or the whole PIN
  Texts proof_text;             // asks for it: {first}, {second}
};

// One discreet SMS after a call that broke off; none when there is no text.
struct ReminderRule {
  Texts text;                       // {code}: what she dials
  Condition when;                   // an SMS to this phone is safe
  std::int64_t after_ms = 600'000;  // since she was last heard
};

// What is registered of a conversation by SMS that fell silent; nothing when there is no kind.
struct LeadRule {
  std::string kind;
  std::vector<std::string> tags;
  Condition when;             // she consented
  std::int64_t after_ms = 0;  // since she was last heard
  Place place;
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
  std::vector<Texts> phrases;     // by Phrase
  std::uint16_t turns_max = 200;  // answers in one session, then `give_up`
  ResumeRule resume;
  ReminderRule reminder;
  LeadRule lead;
  std::int64_t time_max_ms = 0;  // from her first page on, over all calls; 0 = no bound

  [[nodiscard]] std::uint16_t screen(std::string_view screen_name) const;  // or kNone
  [[nodiscard]] std::uint16_t field(std::string_view field_name) const;    // or kNone
};

}  // namespace jisr::dialogs
