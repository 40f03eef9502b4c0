// Screens: what each kind may say, and its choices.
#include <algorithm>
#include <iterator>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

struct KindWords {
  const char* name;
  Screen::Kind kind;
  std::vector<std::string> keys;
};

const std::vector<KindWords>& kinds() {
  static const std::vector<KindWords> kKinds = {
      {"menu",
       Screen::Kind::menu,
       {"kind", "text", "field", "choices", "next", "when", "skip_if_answered", "checks", "begin",
        "back", "wrong", "errors", "sensitive", "resume", "several", "min", "max"}},
      {"question",
       Screen::Kind::question,
       {"kind",    "text",    "field",      "type",       "choices", "next",   "when",
        "back",    "wrong",   "errors",     "sensitive",  "example", "min",    "max",
        "age_min", "age_max", "length_min", "length_max", "pattern", "begin",  "skip_if_answered",
        "checks",  "resume",  "alphabet",   "precision",  "line",    "abroad", "verify"}},
      {"list",
       Screen::Kind::list,
       {"kind", "text", "field", "list", "choices", "next", "when", "skip_if_answered", "checks",
        "begin", "back", "wrong", "errors", "sensitive", "resume"}},
      {"message",
       Screen::Kind::message,
       {"kind", "text", "choices", "next", "when", "back", "begin", "resume"}},
      {"language", Screen::Kind::language, {"kind", "text", "next", "when", "wrong", "errors"}},
      {"summary",
       Screen::Kind::summary,
       {"kind", "text", "confirm", "change", "back", "wrong", "errors", "resume"}},
      {"end",
       Screen::Kind::end,
       {"kind", "text", "register", "tags", "sms", "redial", "next", "continue_by"}},
      {"branch", Screen::Kind::branch, {"kind", "ways", "next"}},
      {"set", Screen::Kind::set, {"kind", "set", "when", "next"}},
      {"lookup",
       Screen::Kind::lookup,
       {"kind", "service", "send", "keep", "limit", "when", "next", "not_found", "failed"}},
  };
  return kKinds;
}

// The reasons that `errors:` may name: a check has a text of its own.
std::vector<Wrong> errors_known() {
  std::vector<Wrong> all;
  for (int i = 1; i <= static_cast<int>(kWrongLast); ++i) {
    if (static_cast<Wrong>(i) != Wrong::check) all.push_back(static_cast<Wrong>(i));
  }
  return all;
}

template <typename Words>
std::vector<std::string> names_of(const Words& words) {
  std::vector<std::string> names;
  for (const auto& one : words) names.emplace_back(one.name);
  return names;
}

Choice read_choice(Compilation& c, const Yaml& node, const Screen& screen) {
  Choice choice;
  node.only_keys(c.findings, "a choice",
                 {"key", "text", "value", "next", "when", "set", "traceless"});
  if (!node.is_map()) return choice;
  choice.key = c.key(c.require(node, "key", "a choice")).value_or("");
  const TextSpot spot{TextUse::choice, "choice " + choice.key + " of " + screen.name, "", false};
  choice.label = read_texts(c, c.require(node, "text", "a choice"), spot);
  choice.when = read_condition(c, node["when"]);
  choice.set = read_assignments(c, node["set"]);
  choice.next = c.screen_named(node["next"]);
  read_traceless(c, node, screen, choice);
  const auto value = node["value"];
  auto worked = read_value(c, value);
  if (is_constant(worked)) {
    choice.value = std::move(worked.text);
  } else {
    choice.derived = std::move(worked);
    if (screen.field != kNone) c.notes[screen.field].typed = true;
  }
  if (value.exists() && screen.field == kNone) {
    c.findings.error("E112", value.key_place(), "this value is kept nowhere",
                     "give the screen a `field`, or take the value out", 5);
  } else if (!choice.value.empty()) {
    note_value(c, screen.field, choice.value);
  }
  return choice;
}

void read_choices(Compilation& c, const Yaml& node, Screen& screen) {
  const auto choices = node["choices"];
  if (choices.exists() && !choices.is_list()) {
    c.findings.error("E102", choices.place(), "choices must be a list");
  }
  for (const auto& item : choices.items()) {
    screen.choices.push_back(read_choice(c, item, screen));
    const auto& key = screen.choices.back().key;
    const auto same = [&](const Choice& other) { return !key.empty() && other.key == key; };
    if (std::count_if(screen.choices.begin(), screen.choices.end(), same) > 1) {
      c.findings.error("E114", item["key"].place(), "two choices have the key " + key, "",
                       item["key"].width());
    }
  }
  if (screen.choices.size() > kChoicesMax) {
    c.findings.error("E116", choices.key_place(), "a screen has at most 9 choices",
                     "part it in two screens, or use a list", 7);
  }
}

void read_errors(Compilation& c, const Yaml& node, const std::string& example, Screen& screen) {
  if (!node.exists()) return;
  std::vector<std::string> known = {"any"};
  for (const auto wrong : errors_known()) known.emplace_back(name(wrong));
  node.only_keys(c.findings, "errors", known);
  const auto read = [&](const std::string& reason) {
    const TextSpot spot{TextUse::error, "the error " + reason + " of " + screen.name, example,
                        false};
    return read_texts(c, node[reason], spot);
  };
  for (const auto wrong : errors_known()) {
    const std::string reason(name(wrong));
    if (node[reason].exists() && !screen.errors.contains(wrong)) {
      screen.errors[wrong] = read(reason);
    }
  }
  if (!node["any"].exists()) return;
  const auto any = read("any");
  for (const auto wrong : errors_known()) screen.errors.try_emplace(wrong, any);
}

void read_wrong(Compilation& c, const Yaml& node, Screen& screen) {
  if (!node.exists()) return;
  node.only_keys(c.findings, "wrong", {"tries", "next"});
  if (!node.is_map()) return;
  if (const auto tries = node["tries"].as_integer(c.findings, 1, 9)) {
    screen.wrong_max = static_cast<std::uint8_t>(*tries);
  }
  screen.wrong_next = c.screen_named(c.require(node, "next", "wrong"));
}

// The enabled languages, numbered, each by its own name.
void offer_languages(Compilation& c, const Yaml& node, Screen& screen) {
  const auto& languages = c.dialog.languages;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (!languages[i].enabled) continue;
    Choice choice;
    choice.key = std::to_string(screen.choices.size() + 1);
    Segment label;
    label.text = languages[i].name;
    choice.label.assign(languages.size(), Template{std::move(label)});
    choice.language = static_cast<std::uint8_t>(i);
    screen.choices.push_back(std::move(choice));
  }
  if (screen.choices.size() > kChoicesMax) {
    c.findings.error("E116", node.key_place(), "a language screen offers at most 9 languages");
  }
}

// Gives the question's type, where it has one.
TypeUse read_field(Compilation& c, const Yaml& node, Screen& screen) {
  const bool question = screen.kind == Screen::Kind::question;
  const bool compares = question && node["verify"].exists();  // may keep nothing
  const bool needed = (question && !compares) || screen.kind == Screen::Kind::list;
  const auto field = needed ? c.require(node, "field", "a " + node["kind"].text()) : node["field"];
  TypeUse use;
  use.type = node["several"].text() == "true" ? FieldType::choices : FieldType::choice;
  if (screen.kind == Screen::Kind::question) {
    use = read_type(c, c.require(node, "type", "a question"));
    screen.rule = read_rule(c, node, use);
    if (!use.known) c.broken.insert(c.current);
  }
  const bool sensitive = node["sensitive"].as_boolean(c.findings).value_or(false);
  if (!field.is_scalar()) {
    c.expect_text(field);
    return use;
  }
  screen.field = c.dialog.field(field.text());
  if (screen.field == kNone) return use;  // one field too many
  note_asked(c, screen.field, use.type, field);
  if (sensitive || use.type == FieldType::pin) c.dialog.fields[screen.field].sensitive = true;
  return use;
}

// The dialog's own way unless the screen has another.
void read_resume(Compilation& c, const Yaml& node, Screen& screen) {
  screen.resume = c.resume;
  if (const auto way = c.word(node, "a way to resume", resume_words())) {
    screen.resume = static_cast<Screen::Resume>(*way);
  }
}

void read_screen(Compilation& c, const Yaml& node, Screen& screen) {
  if (!node.is_map()) {
    node.only_keys(c.findings, "a screen", {});
    c.broken.insert(c.current);
    return;
  }
  const auto kind = c.word(c.require(node, "kind", "the screen " + screen.name), "a kind of screen",
                           names_of(kinds()));
  if (!kind) {
    c.broken.insert(c.current);  // but its ways on are good for what they are
    screen.next = c.screen_named(node["next"]);
    for (const auto& item : node["choices"].items()) {
      screen.choices.emplace_back().next = c.screen_named(item["next"]);
    }
    return;
  }
  screen.kind = kinds()[*kind].kind;
  node.only_keys(c.findings, std::string("a ") + kinds()[*kind].name, kinds()[*kind].keys);
  const auto use = read_field(c, node, screen);
  const auto& example = screen.rule.example;
  const bool registers = screen.kind == Screen::Kind::end && node["register"].exists() &&
                         node["register"].text() != "false";
  if (!screen.invisible()) {
    const TextSpot spot{TextUse::screen, "the text of " + screen.name, example, registers};
    screen.text = read_texts(c, c.require(node, "text", "the screen " + screen.name), spot);
  }
  screen.when = read_condition(c, node["when"]);
  screen.next = c.screen_named(node["next"]);
  screen.back = node["back"].as_boolean(c.findings).value_or(true);
  screen.skip_if_answered = node["skip_if_answered"].as_boolean(c.findings).value_or(false);
  screen.begins = c.screen_named(node["begin"]);
  screen.checks = read_checks(c, node, screen);
  read_resume(c, node["resume"], screen);
  read_choices(c, node, screen);
  read_errors(c, node["errors"], example, screen);
  read_errors(c, use.own["errors"], example, screen);
  read_wrong(c, node["wrong"], screen);
  switch (screen.kind) {
    case Screen::Kind::menu:
      if (c.require(node, "choices", "a menu").exists() && screen.choices.empty()) {
        c.findings.error("E110", node["choices"].key_place(), "a menu needs at least one choice");
      }
      if (screen.choices.empty()) c.broken.insert(c.current);
      read_several(c, node, screen);
      break;
    case Screen::Kind::list:
      screen.list = read_list(c, c.require(node, "list", "a list screen"), screen.field);
      break;
    case Screen::Kind::language:
      screen.resume = Screen::Resume::never;  // nothing has been answered yet
      offer_languages(c, node, screen);
      break;
    case Screen::Kind::summary:
      read_summary(c, node, screen);
      break;
    case Screen::Kind::end:
      screen.resume = Screen::Resume::never;
      read_end(c, node, screen);
      break;
    case Screen::Kind::branch:
      read_branch(c, node, screen);
      break;
    case Screen::Kind::set:
      c.require(node, "set", "a set screen");
      screen.set = read_assignments(c, node["set"]);
      break;
    case Screen::Kind::lookup:
      read_lookup(c, node, screen);
      break;
    case Screen::Kind::question:
    case Screen::Kind::message:
      break;
  }
}

}  // namespace

void read_screens(Compilation& c) {
  for (std::size_t i = 0; i < c.screen_nodes.size(); ++i) {
    c.current = static_cast<std::uint16_t>(i);
    read_screen(c, c.screen_nodes[i], c.dialog.screens[i]);
  }
}

}  // namespace jisr::dialogs
