// The two screens with a life of their own: the summary, where she confirms or changes what she
// said, and the end, which may register her and send an SMS.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

Choice summary_choice(Compilation& c, const Yaml& node, const Screen& screen, const char* name) {
  Choice choice;
  choice.key = c.key(c.require(node, "key", name)).value_or("");
  const TextSpot spot{TextUse::choice, std::string(name) + " of " + screen.name, "", false};
  choice.label = read_texts(c, c.require(node, "text", name), spot);
  return choice;
}

Change read_change(Compilation& c, const Yaml& node, const Screen& screen) {
  Change change;
  const auto clears = node["clears"];
  node.only_keys(c.findings, "a change", {"text", "from", "clears", "when"});
  if (!node.is_map()) return change;
  const TextSpot spot{TextUse::change, "a change of " + screen.name, "", false};
  change.label = read_texts(c, c.require(node, "text", "a change"), spot);
  change.from = c.screen_named(c.require(node, "from", "a change"));
  change.when = read_condition(c, node["when"]);
  if (c.require(node, "clears", "a change").exists() && !clears.is_list()) {
    c.findings.error("E102", clears.place(), "clears must be a list of fields");
  }
  for (const auto& item : clears.items()) {
    const auto field = c.field_named(item);
    if (field != kNone) change.clears.push_back(field);
  }
  return change;
}

void read_changes(Compilation& c, const Yaml& node, Screen& screen) {
  node.only_keys(c.findings, "change", {"key", "text", "heading", "what"});
  if (!node.is_map()) return;
  auto choice = summary_choice(c, node, screen, "change");
  choice.act = Choice::Act::change;
  if (!choice.key.empty() && choice.key == screen.choices.front().key) {
    c.findings.error("E114", node["key"].place(), "two choices have the key " + choice.key, "",
                     node["key"].width());
  }
  screen.choices.push_back(std::move(choice));
  const TextSpot spot{TextUse::heading, "the heading of " + screen.name, "", false};
  screen.change_heading = read_texts(c, c.require(node, "heading", "change"), spot);
  const auto what = c.require(node, "what", "change");
  if (what.exists() && (!what.is_list() || what.items().empty())) {
    c.findings.error("E102", what.place(), "what must be a list of things to change");
  }
  for (const auto& item : what.items()) screen.changes.push_back(read_change(c, item, screen));
  if (screen.changes.size() > kChoicesMax) {
    c.findings.error("E116", what.key_place(), "a screen has at most 9 choices",
                     "clear several fields by one change", 4);
  }
}

}  // namespace

void read_summary(Compilation& c, const Yaml& node, Screen& screen) {
  const auto confirm = c.require(node, "confirm", "a summary");
  Choice choice;
  choice.act = Choice::Act::confirm;
  if (confirm.exists()) {
    confirm.only_keys(c.findings, "confirm", {"key", "text", "next"});
    choice = summary_choice(c, confirm, screen, "confirm");
    choice.act = Choice::Act::confirm;
    choice.next = c.screen_named(c.require(confirm, "next", "confirm"));
  }
  if (choice.next == kNone) c.broken.insert(c.current);
  screen.choices.push_back(std::move(choice));
  if (node["change"].exists()) read_changes(c, node["change"], screen);
}

namespace {

// `register: true`, or the name of what is registered in place of a registration.
void read_registering(Compilation& c, const Yaml& node, Effects& effects) {
  const bool name = node.is_scalar() && good_name(node.text()) && node.text() != "true" &&
                    node.text() != "false" && node.text() != "yes" && node.text() != "no";
  if (name) effects.kind = node.text();
  effects.registers = name || node.as_boolean(c.findings).value_or(false);
}

// The field that tells where the SMS goes, or in which language.
std::uint16_t read_reader(Compilation& c, const Yaml& node) {
  if (!node.exists()) return kNone;
  const auto field = c.field_named(node);
  if (field != kNone) {
    c.readings.push_back({field, c.current, node.place(), node.width(), false});
  }
  return field;
}

// `sms: stop` and `sms: start`, where she has said so on the screens before.
void read_consent(Compilation& c, const Yaml& node, Screen& screen) {
  const auto word = c.word(node["sms"], "a word for SMS at an end", {"stop", "start"});
  if (!word) return;
  screen.effects.consent = *word == 0 ? SmsConsent::stop : SmsConsent::start;
  if (screen.redial == kNone) return;
  c.findings.error("E112", node["redial"].key_place(), "this end is none: she is to go on",
                   "say `sms` at an end without `redial`", 6);
}

}  // namespace

std::vector<std::string> read_tags(Compilation& c, const Yaml& node) {
  std::vector<std::string> tags;
  if (node.exists() && !node.is_list()) {
    c.findings.error("E102", node.place(), "tags must be a list", "tags: [centre]");
  }
  for (const auto& item : node.items()) {
    if (auto tag = item.as_string(c.findings)) tags.push_back(std::move(*tag));
  }
  return tags;
}

void read_end(Compilation& c, const Yaml& node, Screen& screen) {
  auto& effects = screen.effects;
  read_registering(c, node["register"], effects);
  effects.tags = read_tags(c, node["tags"]);
  if (node["tags"].exists() && !effects.registers) {
    c.findings.error("E112", node["tags"].key_place(), "these tags go with nothing",
                     "they follow a registration: add `register: true`", 4);
  }
  screen.redial = c.screen_named(node["redial"]);
  if (c.word(node["continue_by"], "a medium to go on by", {"sms"})) effects.by_sms = true;
  const auto sms = node["sms"];
  if (effects.by_sms && (effects.registers || sms.exists())) {
    c.findings.error("E112", node["continue_by"].key_place(), "this end is none: she is to go on",
                     "it cannot register, nor say `sms`", 11);
  }
  const bool leads_on = effects.by_sms || screen.redial != kNone;
  if (node["next"].exists() && (leads_on || sms.is_scalar())) {
    c.findings.error("E112", node["next"].key_place(), "this end leads on in another way already",
                     "`next` stands without `redial`, `continue_by`, and `sms: stop` or `start`",
                     4);
  }
  if (!sms.exists()) return;
  if (sms.is_scalar()) {
    read_consent(c, node, screen);
    return;
  }
  if (!effects.registers) {
    c.findings.error("E112", sms.key_place(), "this SMS is never sent",
                     "it follows a registration: add `register: true`", 3);
  }
  sms.only_keys(c.findings, "sms", {"text", "when", "to", "language", "discreet", "discreet_when"});
  if (!sms.is_map()) return;
  effects.sms_to = read_reader(c, sms["to"]);
  effects.sms_language = read_reader(c, sms["language"]);
  const TextSpot spot{TextUse::sms, "the SMS of " + screen.name, "", true};
  effects.sms = read_texts(c, c.require(sms, "text", "sms"), spot);
  effects.sms_when = read_condition(c, sms["when"]);
  const bool same = sms["discreet"].is_scalar() && sms["discreet"].text() == "same";
  if (sms["discreet"].exists() && !same) {
    const TextSpot quiet{TextUse::sms, "the discreet SMS of " + screen.name, "", true};
    effects.sms_discreet = read_texts(c, sms["discreet"], quiet);
    effects.sms_discreet_when =
        read_condition(c, c.require(sms, "discreet_when", "sms with `discreet`"));
  } else if (sms["discreet_when"].exists()) {
    c.require(sms, "discreet", "sms with `discreet_when`");
  } else if (!same && !sms["to"].exists()) {  // whoever she registers has a phone that nobody knows
    c.findings.warning("W289", sms.key_place(), "this SMS has no discreet text",
                       "others may read her phone: add `discreet` and `discreet_when`, or "
                       "`discreet: same` where the text tells nothing",
                       3);
  }
}

}  // namespace jisr::dialogs
