// Screens and fields are named before they are read, so that a text may speak of a field that is
// asked further down. Afterwards: are values and fields used as what they are?
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

void check_name(Compilation& c, const std::string& name, const Place& place, const char* what) {
  static const std::set<std::string> kSpecial = {"reference", "page", "pages", "example"};
  if (!good_name(name)) {
    c.findings.error("E121", place, "\"" + name + "\" cannot be the name of a " + what,
                     "small letters, digits and _, beginning with a letter", name.size());
  } else if (kSpecial.contains(name)) {
    c.findings.error("E121", place, "{" + name + "} has a meaning of its own in texts",
                     "choose another name", name.size());
  }
}

void declare_field(Compilation& c, const std::string& name, const Place& place) {
  if (c.dialog.field(name) != kNone) return;
  check_name(c, name, place, "field");
  if (c.dialog.fields.size() == kFieldsMax) {
    c.findings.error("E116", place, "a dialog has at most 200 fields");
  }
  if (c.dialog.fields.size() >= kFieldsMax) return;
  Field field;
  field.name = name;
  field.type = FieldType::choice;
  c.dialog.fields.push_back(std::move(field));
  c.notes.emplace_back();
}

void check_compared(Compilation& c) {
  for (const auto& [field, node] : c.compared) {
    const auto& note = c.notes[field];
    if (note.typed || note.values.contains(node.text())) continue;
    const auto hint = did_you_mean(node.text(), {note.values.begin(), note.values.end()});
    c.findings.error("E217", node.place(),
                     c.dialog.fields[field].name + " is never \"" + node.text() + "\"", hint,
                     node.width());
  }
}

// A PIN is known from a question, or as its digest from a service.
void check_verified(Compilation& c) {
  for (const auto& [field, node] : c.verified) {
    const auto& known = c.dialog.fields[field];
    const bool of_service = known.type == FieldType::choice && c.notes[field].typed;
    if (known.type == FieldType::pin || of_service) continue;
    c.findings.error("E143", node.place(), known.name + " is no PIN",
                     "name the field of a question of type `pin`", node.width());
  }
}

void check_sensitive(Compilation& c) {
  for (const auto& reading : c.readings) {
    const auto& field = c.dialog.fields[reading.field];
    if (!reading.shown || !field.sensitive) continue;
    c.findings.error("E223", reading.place, field.name + " is sensitive and is never read back",
                     "take it out of the text", reading.width);
  }
}

void check_used(Compilation& c) {
  if (c.findings.has_errors()) return;  // what a mistake hides may use it
  const auto unused = [&](const std::string& name, const Yaml& node, const char* what,
                          const char* code = "W506") {
    c.findings.warning(code, node.key_place(), std::string(what) + " " + name + " is never used",
                       "take it out, or use it", name.size());
  };
  for (const auto& setting : c.settings) {
    if (!setting.used) unused(setting.name, setting.node, "the setting");
  }
  for (const auto& source : c.sources) {
    if (!source.used) unused(source.name, source.node, "the table");
  }
  for (const auto& [name, node] : c.types.entries()) {
    if (!c.typed.contains(name)) unused(name, node, "the type", "W540");
  }
}

}  // namespace

void declare_names(Compilation& c, const Yaml& root) {
  for (const auto& [name, node] : unfold_blocks(c, root)) {
    if (c.screen_nodes.size() == kScreensMax) {
      c.findings.error("E116", node.key_place(), "a dialog has at most 500 screens");
      break;
    }
    const auto scope = name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1;
    check_name(c, name.substr(scope), node.key_place(), "screen");
    c.scopes.push_back(name.substr(0, scope));
    Screen screen;
    screen.name = name;
    screen.place = node.key_place();
    c.dialog.screens.push_back(std::move(screen));
    c.screen_nodes.push_back(node);
    const auto field = node["field"];
    if (field.is_scalar()) declare_field(c, field.text(), field.place());
    for (const auto& choice : node["choices"].items()) {
      for (const auto& [set, value] : choice["set"].entries()) {
        declare_field(c, set, value.key_place());
      }
    }
    for (const auto* key : {"set", "keep"}) {
      for (const auto& [set, value] : node[key].entries()) {
        declare_field(c, set, value.key_place());
      }
    }
  }
}

void note_asked(Compilation& c, std::uint16_t field, FieldType type, const Yaml& at) {
  auto& note = c.notes[field];
  auto& known = c.dialog.fields[field];
  if (!note.asked.exists()) {
    note.asked = at;
    note.typed = type != FieldType::choice && type != FieldType::choices;
    known.type = type;
    known.screen = c.current;
    if (type == FieldType::yes_no) {
      note.typed = false;
      note.values.insert({"yes", "no"});
    }
  } else if (known.type != type) {
    c.findings.error("E218", at.place(), known.name + " is asked as another type elsewhere",
                     "first on line " + std::to_string(note.asked.place().line), at.width());
  }
}

void note_value(Compilation& c, std::uint16_t field, const std::string& value) {
  c.notes[field].values.insert(value);
}

// A copy has the values of what it copies, which are not followed here.
void note_assigned(Compilation& c, std::uint16_t field, const Value& value) {
  using Kind = Value::Kind;
  if (is_constant(value)) {
    note_value(c, field, value.text);
    return;
  }
  c.notes[field].typed = true;
  auto& known = c.dialog.fields[field];
  if (c.notes[field].asked.exists() || known.type != FieldType::choice) return;
  const bool date = value.kind == Kind::date || value.kind == Kind::shifted;
  const bool number = value.kind == Kind::age || value.kind == Kind::days_until ||
                      value.kind == Kind::sum || value.kind == Kind::part;
  if (date) known.type = FieldType::date;
  if (number) known.type = FieldType::number;
}

void check_names(Compilation& c) {
  check_compared(c);
  check_verified(c);
  check_several(c);
  check_sensitive(c);
  check_used(c);
}

}  // namespace jisr::dialogs
