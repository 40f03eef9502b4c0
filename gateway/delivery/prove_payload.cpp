// Bodies are built and checked by the code that sends them, of registrations that may come.
#include "gateway/delivery/prove_payload.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "dialogs/prove.hpp"
#include "gateway/delivery/answers.hpp"

namespace jisr::gateway {

namespace {

using dialogs::Dialog;
using dialogs::PossibleAnswer;
using dialogs::PossibleRegistration;
constexpr std::string_view kAnswers = "answers.";

// Where each value of the body comes from: names by JSON pointer.
using Origins = std::map<std::string, std::set<std::string>>;

std::string token(std::string_view name) {
  std::string escaped;
  for (const char c : name) escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return escaped;
}

void read_origins(const PayloadTemplate& body, const std::string& place, Origins& origins) {
  auto& names = origins[place];
  if (!body.field.name.empty()) names.insert(body.field.name);
  for (const auto& [words, field] : body.parts) {
    if (field) names.insert(field->name);
  }
  for (const auto& test : body.tests) names.insert(test.name);
  if (body.kind == PayloadTemplate::Kind::chosen) {  // both of them stand here
    for (const auto& member : body.members) read_origins(member.value, place, origins);
    return;
  }
  std::size_t number = 0;
  for (const auto& member : body.members) {
    const bool list = body.kind == PayloadTemplate::Kind::list;
    read_origins(member.value, place + '/' + (list ? std::to_string(number++) : token(member.name)),
                 origins);
  }
}

using Values = std::vector<std::optional<std::string>>;  // by field; nullopt: no answer

// Of the registrations of one kind.
class Prover {
 public:
  Prover(const Dialog& dialog, const PayloadTemplate& body, const Schema& schema,
         dialogs::Findings& findings)
      : dialog_(dialog), body_(body), schema_(schema), findings_(findings) {
    read_origins(body, "", origins_);
  }

  void prove(const PossibleRegistration& possible, bool exact) {
    end_ = possible.end;
    const auto base = ordinary(possible);
    exact_ = exact;
    possible_ = &possible;
    std::set<std::string> wrong;
    for (const auto& violation : violations(base)) {
      wrong.insert(to_string(violation));
      report(violation, origin_field(violation.instance));
    }
    for (std::size_t i = 0; i < possible.answers.size(); ++i) {
      const auto field = static_cast<std::uint16_t>(i);
      const auto& answer = possible.answers[i];
      if (answer.open && answer.values.empty() && answer.typed.empty()) continue;
      for (const auto& value : answer.values) vary(base, field, value, wrong);
      for (const auto& value : answer.typed) vary(base, field, value, wrong);
      if (answer.missing) vary(base, field, std::nullopt, wrong);
    }
  }

 private:
  // Something for every field that may have something.
  static Values ordinary(const PossibleRegistration& possible) {
    Values values;
    for (const auto& answer : possible.answers) {
      std::optional<std::string> value;
      if (!answer.typed.empty()) value = answer.typed.front();
      if (!answer.values.empty()) value = answer.values.front();
      values.push_back(std::move(value));
    }
    return values;
  }

  void vary(Values values, std::uint16_t field, const std::optional<std::string>& value,
            const std::set<std::string>& wrong) {
    if (!tried_.emplace(field, value).second) return;
    values[field] = value;
    for (const auto& violation : violations(values)) {
      if (!wrong.contains(to_string(violation))) report(violation, field, value);
    }
  }

  [[nodiscard]] Registration registration(const Values& values) const {
    const auto& effects = dialog_.screens[end_].effects;
    Registration made;
    made.kind = effects.kind;
    made.tags = effects.tags;
    made.id = "018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee";
    made.reference = "12345678";
    made.dialog = dialog_.name;
    made.dialog_version = dialog_.version;
    made.channel = "ussd";
    made.language = dialog_.languages[dialog_.default_language].code;
    made.msisdn = "+212600000000";
    made.completed_at = "2026-01-01T12:00:00Z";
    made.consent_version = dialog_.consent_version;
    made.due = "2026-01-02T08:30:00.000Z";
    made.due_until = "2026-01-02T16:30:00.000Z";
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] && !values[i]->empty()) add_answer(made, dialog_.fields[i], *values[i]);
    }
    return made;
  }

  // What the registry would not take; a table without this value has the keyword "map".
  [[nodiscard]] std::vector<Violation> violations(const Values& values) const {
    const auto built = build_payload(body_, registration(values));
    if (!built) return {{built.error().context, "map"}};
    auto found = schema_.validate(*built);
    std::erase_if(found, [&](const Violation& one) { return not_ours(one.instance); });
    return found;
  }

  // Does the place depend on what is not known here?
  [[nodiscard]] bool not_ours(const std::string& place) const {
    const auto found = origins_.find(place);
    if (found == origins_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const std::string& name) {
      if (name == "msisdn" || name == "channel") return true;
      if (possible_ == nullptr || !name.starts_with(kAnswers)) return false;
      const auto field = field_of_answer(dialog_, name.substr(kAnswers.size()));
      if (field == dialogs::kNone) return false;
      const auto& answer = possible_->answers[field];
      return answer.open && answer.values.empty() && answer.typed.empty();
    });
  }

  [[nodiscard]] std::uint16_t origin_field(const std::string& place) const {
    const auto found = origins_.find(place);
    if (found == origins_.end()) return dialogs::kNone;
    for (const auto& name : found->second) {
      if (!name.starts_with(kAnswers)) continue;
      const auto field = field_of_answer(dialog_, name.substr(kAnswers.size()));
      if (field != dialogs::kNone) return field;
    }
    return dialogs::kNone;
  }

  void report(const Violation& violation, std::uint16_t field,
              const std::optional<std::string>& value = {}) {
    if (!told_.insert(to_string(violation) + std::to_string(field)).second) return;
    const auto& end = dialog_.screens[end_];
    const auto asked = field == dialogs::kNone ? dialogs::kNone : dialog_.fields[field].screen;
    const auto& at = asked == dialogs::kNone ? end : dialog_.screens[asked];
    const auto name =
        field == dialogs::kNone ? std::string("the body") : dialog_.fields[field].name;
    const auto tell = [&](const char* code, const std::string& sentence, const std::string& hint) {
      findings_.error(code, at.place, sentence, hint, at.name.size());
    };
    if (violation.keyword == "map") {
      tell("E432", violation.instance,
           "add the value to the table in the registry's file, or `else`");
    } else if (violation.keyword == "required" && !exact_) {
      findings_.warning("W516", at.place,
                        "it is not proved that everybody at " + end.name + " has answered " + name +
                            ", which the registry requires",
                        "too many conditions to follow each way: make the last ones simpler",
                        at.name.size());
    } else if (violation.keyword == "required") {
      tell("E430",
           "the registry requires " + violation.instance + ", and not everybody at " + end.name +
               " has answered " + name,
           hint_of_missing(field));
    } else {
      const bool choice = value && possible_ != nullptr && field != dialogs::kNone &&
                          std::binary_search(possible_->answers[field].values.begin(),
                                             possible_->answers[field].values.end(), *value);
      tell("E431",
           "the registry refuses " + (choice ? "\"" + *value + "\" of " : "an answer to ") + name +
               ": " + to_string(violation),
           "see the `" + violation.keyword + "` there in the registry's schema");
    }
  }

  // One way without the answer, by the names of its screens.
  [[nodiscard]] std::string hint_of_missing(std::uint16_t field) const {
    std::string way;
    if (field != dialogs::kNone) {
      for (const auto& name : dialogs::way_without(dialog_, end_, field)) {
        way += (way.empty() ? "" : " > ") + name;
      }
    }
    return way.empty() ? "ask it on each way" : "ask it on each way, such as " + way;
  }

  const Dialog& dialog_;
  const PayloadTemplate& body_;
  const Schema& schema_;
  dialogs::Findings& findings_;
  Origins origins_;
  std::uint16_t end_ = 0;
  bool exact_ = true;  // no ways were joined that could not be kept apart
  const PossibleRegistration* possible_ = nullptr;
  std::set<std::pair<std::uint16_t, std::optional<std::string>>> tried_;
  std::set<std::string> told_;
};

// Who registers something: an end, or the lead of who falls silent.
struct Registering {
  std::string name;
  const std::string& kind;
  const std::vector<std::string>& tags;
  const dialogs::Place& place;
};

// Whether the registry can be told what is registered.
bool is_known_there(const Registering& by, const RegistryConfig& registry,
                    dialogs::Findings& findings) {
  if (!takes_kind(registry, by.kind)) {
    findings.error("E243", by.place,
                   "the registry's file does not know what to send for \"" + by.kind +
                       "\", which " + by.name + " registers",
                   "describe it there under `kinds`", by.name.size());
    return false;
  }
  const auto* kind = kind_named(registry, by.kind);
  const auto& body = kind != nullptr ? kind->body : registry.body;
  if (!by.tags.empty() && !names_in(body).contains("tags")) {
    findings.warning("W246", by.place, "the tags of " + by.name + " are not sent to the registry",
                     "put {tags} into its body", by.name.size());
  }
  return true;
}

}  // namespace

std::set<std::string> fields_read(const RegistryConfig& registry) {
  auto names = names_in(registry.body);
  for (const auto& [kind, sent] : registry.kinds) names.merge(names_in(sent.body));
  for (const auto& [header, text] : registry.headers) names.merge(names_in(text));
  names.merge(names_in(registry.due.by));
  std::set<std::string> fields;
  for (const auto& name : names) {
    if (!name.starts_with(kAnswers)) continue;
    const auto answer = name.substr(kAnswers.size());
    fields.insert(answer);
    for (const auto ending : kAnswerEndings) {
      if (answer.ends_with(ending)) fields.insert(answer.substr(0, answer.size() - ending.size()));
    }
  }
  return fields;
}

void prove_payloads(const Dialog& dialog, const RegistryConfig& registry,
                    const dialogs::Date& today, dialogs::Findings& findings) {
  std::set<std::uint16_t> known;
  for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
    const auto& screen = dialog.screens[i];
    const auto& effects = screen.effects;
    const Registering end{screen.name, effects.kind, effects.tags, screen.place};
    if (effects.registers && is_known_there(end, registry, findings)) {
      known.insert(static_cast<std::uint16_t>(i));
    }
  }
  const auto& lead = dialog.lead;
  const Registering silence{"lead", lead.kind, lead.tags, lead.place};
  if (!lead.kind.empty()) is_known_there(silence, registry, findings);
  std::map<const RegistryKind*, Prover> provers;  // null: of the main body
  const auto possible = dialogs::possible_registrations(dialog, today);
  for (const auto& one : possible.all) {
    if (!known.contains(one.end)) continue;
    const auto* kind = kind_named(registry, dialog.screens[one.end].effects.kind);
    const auto& body = kind != nullptr ? kind->body : registry.body;
    const auto& schema = kind != nullptr ? kind->schema : registry.schema;
    provers.try_emplace(kind, dialog, body, schema, findings)
        .first->second.prove(one, possible.exact);
  }
}

}  // namespace jisr::gateway
