// A screen's ways, rules and words, each under a name that stays the same when others change.
#include "dialogs/portrait.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <iterator>

#include "dialogs/describe.hpp"
#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

using Kind = Difference::Kind;

std::string words_of(bool value) {
  return value ? "yes" : "no";
}

std::map<std::string, std::string> by_language(const Dialog& dialog, const Texts& texts) {
  std::map<std::string, std::string> words;
  for (std::size_t i = 0; i < texts.size() && i < dialog.languages.size(); ++i) {
    auto text = described(dialog, texts[i]);
    if (!text.empty()) words[dialog.languages[i].code] = std::move(text);
  }
  return words;
}

std::string rule_of(const Dialog& dialog, const FieldRule& rule) {
  const auto& type = answer_type(rule.type);
  const auto plain = plain_rule(rule.type);
  std::string text(type.name.empty() ? "choice" : type.name);
  const auto say = [&](const char* what, const auto& value, const auto& usual) {
    if (value != usual) text += ", " + std::string(what) + " " + std::to_string(value);
  };
  say("min", rule.min, plain.min);
  say("max", rule.max, plain.max);
  say("age_min", rule.age_min, plain.age_min);
  say("age_max", rule.age_max, plain.age_max);
  say("length_min", rule.length_min, plain.length_min);
  say("length_max", rule.length_max, plain.length_max);
  constexpr std::string_view kAlphabets[] = {"any", "latin", "arabic", "gsm7"};
  if (rule.alphabet != plain.alphabet) {
    text += ", alphabet " + std::string(kAlphabets[static_cast<int>(rule.alphabet)]);
  }
  constexpr std::pair<Precision, const char*> kPrecisions[] = {
      {kDay, "day"}, {kMonth, "month"}, {kYear, "year"}};
  for (const auto& [bit, word] : kPrecisions) {
    if ((rule.precision & bit) != (plain.precision & bit)) {
      text += (rule.precision & bit) != 0 ? ", precision " : ", no precision ";
      text += word;
    }
  }
  if (!rule.example.empty()) text += ", example " + rule.example;
  if (rule.pattern) text += ", pattern " + rule.pattern->pattern();
  if (!rule.normalise.empty()) {
    text += ", " + std::to_string(rule.normalise.size()) + " rewritings before";
  }
  if (rule.mobile) text += ", mobile";
  if (rule.abroad) text += ", abroad too";
  if (rule.verify < dialog.fields.size())
    text += ", the same as " + dialog.fields[rule.verify].name;
  return text;
}

std::string list_of(const Dialog& dialog, const ListSource& list) {
  constexpr std::string_view kMade[] = {"", "days", "months", "years", "numbers"};
  std::string text;
  if (list.table) {
    text = "rows of " + list.table->name + ", keeps " + list.table->columns[list.value_column];
    for (const auto column : list.label_columns) text += ", shows " + list.table->columns[column];
  } else {
    text = std::string(kMade[static_cast<int>(list.made)]) + " from " + std::to_string(list.from) +
           " to " + std::to_string(list.to);
  }
  const auto add = [&](const std::vector<ListSource::Where>& all, const char* how) {
    for (const auto& one : all) {
      text += how + (list.table ? list.table->columns[one.column] : std::string()) + " is ";
      text += one.field < dialog.fields.size() ? dialog.fields[one.field].name : one.constant;
    }
  };
  add(list.where, ", where ");
  add(list.first, ", first where ");
  if (!list.by_letters) text += ", not by letters";
  if (list.skip_single) text += ", one row is taken unasked";
  return text;
}

std::string lookup_of(const Dialog& dialog, const LookupSource& lookup) {
  std::string text = lookup.service + " within " + std::to_string(lookup.limit_ms) + " ms";
  for (const auto& one : lookup.sent) {
    text += ", sends " + one.name + " " + described(dialog, one.value);
  }
  for (const auto& one : lookup.kept) {
    text += ", keeps " + one.pointer + " as " + dialog.fields[one.field].name;
  }
  return text;
}

class Portraitist {
 public:
  Portraitist(const Dialog& dialog, const Screen& screen, const Called& called)
      : dialog_(dialog), screen_(screen), called_(called) {}

  Portrait paint() {
    rule("kind", std::string(name(screen_.kind)));
    if (screen_.field < dialog_.fields.size()) rule("field", dialog_.fields[screen_.field].name);
    const bool typed = screen_.kind == Screen::Kind::question || screen_.several();
    if (typed) rule("answer", rule_of(dialog_, screen_.rule));
    const bool listed = screen_.kind == Screen::Kind::list;
    if (listed) rule("list", list_of(dialog_, screen_.list));
    if (!screen_.lookup.service.empty()) rule("look-up", lookup_of(dialog_, screen_.lookup));
    rule("sets", described(dialog_, screen_.set));
    rule("shown when", described(dialog_, screen_.when));
    rule("skipped if answered", screen_.skip_if_answered ? "yes" : "");
    rule("back", screen_.back ? "" : "no");
    constexpr std::string_view kResume[] = {"", "go on", "never"};
    rule("resume", std::string(kResume[static_cast<int>(screen_.resume)]));
    if (screen_.wrong_max > 0) rule("wrong tries", std::to_string(screen_.wrong_max));
    if (screen_.begins < dialog_.screens.size()) rule("begins", called_(screen_.begins));
    text("text", screen_.text);
    text("change heading", screen_.change_heading);
    for (const auto& [wrong, texts] : screen_.errors) {
      text("error " + std::string(name(wrong)), texts);
    }
    for (std::size_t i = 0; i < screen_.checks.size(); ++i) {
      const auto what = "check " + std::to_string(i + 1);
      rule(what, "refused when " + described(dialog_, screen_.checks[i].when));
      text(what, screen_.checks[i].text);
    }
    for (const auto& choice : screen_.choices) paint(choice);
    paint_changes();
    paint_effects();
    for (const auto& way : ways_out(screen_)) paint(way);
    return std::move(portrait_);
  }

 private:
  void rule(const std::string& what, std::string value) {
    if (!value.empty()) portrait_.aspects.push_back({Kind::rule, what, std::move(value)});
  }
  void text(const std::string& what, const Texts& texts) {
    auto words = by_language(dialog_, texts);
    if (!words.empty()) portrait_.texts.push_back({what, std::move(words)});
  }

  void paint(const Choice& choice) {
    const auto what = "choice " + choice.key;
    std::string does = choice.value;
    if (choice.derived) does += " " + described(dialog_, *choice.derived);
    if (!choice.set.empty()) does += " sets " + described(dialog_, choice.set);
    if (choice.language < dialog_.languages.size()) {
      does += "language " + dialog_.languages[choice.language].code;
    }
    if (choice.act == Choice::Act::change) does += "asks what to change";
    rule(what, does);
    text(what, choice.label);
    text(what + ", traceless", choice.traceless);
  }

  // By what they lead to, since nothing else names them.
  void paint_changes() {
    for (const auto& change : screen_.changes) {
      const auto what = "change from " + called_(change.from);
      std::string clears;
      for (const auto field : change.clears) {
        clears += (clears.empty() ? "clears " : ", ") + dialog_.fields[field].name;
      }
      rule(what, clears);
      text(what, change.label);
    }
  }

  void paint_effects() {
    const auto& effects = screen_.effects;
    if (screen_.kind != Screen::Kind::end) return;
    rule("registers", words_of(effects.registers));
    rule("registered as", effects.kind);
    std::string tags;
    for (const auto& tag : effects.tags) tags += (tags.empty() ? "" : ", ") + tag;
    rule("tags", tags);
    const auto field = [&](const char* what, std::uint16_t at) {
      if (at < dialog_.fields.size()) rule(what, dialog_.fields[at].name);
    };
    field("SMS goes to", effects.sms_to);
    field("SMS in the language of", effects.sms_language);
    if (!effects.sms.empty()) rule("SMS when", described(dialog_, effects.sms_when));
    rule("discreet SMS when", described(dialog_, effects.sms_discreet_when));
    text("SMS", effects.sms);
    text("discreet SMS", effects.sms_discreet);
  }

  void paint(const WayOut& way) {
    using Way = WayOut::Kind;
    static constexpr std::string_view kNames[] = {"choice ", "answer",    "skipped", "way ",
                                                  "else",    "then",      "found",   "not found",
                                                  "failed",  "too wrong", "change ", "next call"};
    if (way.to >= dialog_.screens.size()) return;
    std::string what(kNames[static_cast<int>(way.kind)]);
    std::string leads = called_(way.to);
    const auto when = way.when == nullptr ? std::string() : described(dialog_, *way.when);
    if (way.kind == Way::choice) what += screen_.choices[way.index].key;
    if (way.kind == Way::change) what += "from " + called_(way.to);
    if (way.kind == Way::way) what += std::to_string(way.index + 1);
    if (!when.empty() && way.kind != Way::passed) leads += ", when " + when;
    portrait_.aspects.push_back({Kind::way, what, std::move(leads)});
  }

  const Dialog& dialog_;
  const Screen& screen_;
  const Called& called_;
  Portrait portrait_;
};

}  // namespace

Portrait portrait_of(const Dialog& dialog, const Screen& screen, const Called& called) {
  return Portraitist(dialog, screen, called).paint();
}

Portrait portrait_of_head(const Dialog& dialog, const Called& called) {
  Portrait head;
  const auto say = [&](const char* what, std::string value) {
    head.aspects.push_back({Kind::dialog, what, std::move(value)});
  };
  say("dialog", dialog.name);
  say("version", dialog.version);
  say("consent_version", dialog.consent_version);
  for (const auto& language : dialog.languages) {
    std::string how = language.name + (language.enabled ? "" : ", not offered");
    if (language.transliterate) how += ", in GSM letters";
    head.aspects.push_back({Kind::dialog, "language " + language.code, std::move(how)});
  }
  say("default_language", dialog.languages[dialog.default_language].code);
  say("key back", dialog.keys.back);
  say("key home", dialog.keys.home);
  say("key next", dialog.keys.next);
  say("key previous", dialog.keys.previous);
  say("wrong_tries", std::to_string(dialog.wrong_max));
  say("most answers of a session", std::to_string(dialog.turns_max));
  say("most seconds of a session",
      dialog.time_max_ms > 0 ? std::to_string(dialog.time_max_ms / 1000) : "any");
  say("start", called(dialog.start));
  say("give_up", called(dialog.give_up));
  return head;
}

std::vector<TextAspect> phrases_of(const Dialog& dialog) {
  std::vector<TextAspect> all;
  for (std::size_t i = 0; i < dialog.phrases.size(); ++i) {
    auto words = by_language(dialog, dialog.phrases[i]);
    if (words.empty()) continue;
    all.push_back({std::string(name(static_cast<Phrase>(i))), std::move(words)});
  }
  return all;
}

}  // namespace jisr::dialogs
