// The list. Whoever adds a built-in look-up adds its line here and a row in
// docs/dialog-language.md.
#include "gateway/builtin_shape.hpp"

#include <algorithm>
#include <string>

namespace jisr::gateway {

namespace {

using Names = std::vector<std::string_view>;

bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "params/*" gives whatever stands one step below.
bool is_given(const Names& gives, std::string_view name) {
  return std::any_of(gives.begin(), gives.end(), [name](std::string_view one) {
    if (!one.ends_with("/*")) return one == name;
    const auto above = one.substr(0, one.size() - 1);
    return name.starts_with(above) && name.size() > above.size() &&
           name.find('/', above.size()) == name.npos;
  });
}

std::string listed(const Names& names) {
  std::string all;
  for (const auto name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  return all.empty() ? "nothing" : all;
}

std::string hint_for(std::string_view name, const Names& names) {
  const std::vector<std::string> known(names.begin(), names.end());
  auto hint = dialogs::did_you_mean(std::string(name), known);
  return hint.empty() ? "it knows: " + listed(names) : hint;
}

}  // namespace

const std::vector<BuiltinShape>& builtin_shapes() {
  static const std::vector<BuiltinShape> kShapes = {
      // Agents of a centre (docs/agents.md). `forget` is never given: keep it in the field of the
      // PIN, which is then forgotten.
      {"agent_sign_in", {"code", "pin"}, {}, {"state", "name", "centre", "role", "forget"}},
      {"agent_signed_in", {}, {}, {"code", "name", "centre", "province", "role"}},
      {"agent_sign_out", {}, {}, {}},
      {"agent_new_pin", {"pin"}, {"again"}, {"state", "forget"}},
      {"agent_today", {}, {}, {"count"}},
      {"agent_known", {"person"}, {}, {}},
      {"agent_once", {"person"}, {}, {}},
      {"agent_unlock", {"code"}, {}, {"state", "name"}},
      // What is kept of registrations (docs/registry.md).
      {"own_status", {"reference"}, {"check"}, {"status", "at", "params/*"}, true},
      {"own_person", {"id"}, {}, {"reference"}, true},
  };
  return kShapes;
}

const BuiltinShape* builtin_shape(std::string_view name) {
  const auto& all = builtin_shapes();
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const auto& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

void check_builtin(const dialogs::Screen& screen, const BuiltinShape& shape,
                   dialogs::Findings& findings) {
  const auto whose = "screen " + screen.name + ": the gateway's own \"" + std::string(shape.name);
  auto known = shape.needs;
  known.insert(known.end(), shape.takes.begin(), shape.takes.end());
  Names sent;
  for (const auto& one : screen.lookup.sent) {
    sent.push_back(one.name);
    if (among(known, one.name)) continue;
    findings.error("E241", screen.place, whose + "\" has no use for \"" + one.name + '"',
                   hint_for(one.name, known));
  }
  for (const auto name : shape.needs) {
    if (among(sent, name)) continue;
    findings.error("E242", screen.place, whose + "\" needs \"" + std::string(name) + '"',
                   "add it under `send`");
  }
  for (const auto& one : screen.lookup.kept) {
    const auto name = std::string_view(one.pointer).substr(one.pointer.starts_with('/') ? 1 : 0);
    if (one.pointer.starts_with('/') && is_given(shape.gives, name)) continue;
    findings.error("E226", screen.place, whose + "\" gives no " + one.pointer,
                   "it gives: " + listed(shape.gives));
  }
}

}  // namespace jisr::gateway
