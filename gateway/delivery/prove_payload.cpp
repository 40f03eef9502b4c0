// One sample registration for each question that the proof asks.
#include "gateway/delivery/prove_payload.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "dialogs/known_answers.hpp"
#include "gateway/delivery/answers.hpp"

namespace jisr::gateway {

using dialogs::Dialog;
using dialogs::Findings;
using dialogs::KnownAnswer;

namespace {

constexpr dialogs::Date kToday{2026, 11, 24};  // ages are checked by the dialog, not here

using Answers = std::map<std::uint16_t, std::string>;

class Proof {
 public:
  Proof(const Dialog& dialog, const RegistryConfig& registry, Findings& findings)
      : dialog_(dialog), registry_(registry), findings_(findings) {
    for (std::size_t i = 0; i < dialog.fields.size(); ++i) {
      values_.push_back(possible_values(dialog, static_cast<std::uint16_t>(i), kToday));
    }
  }

  void prove(const dialogs::RegisteringEnd& end) {
    const auto& screen = dialog_.screens[end.screen];
    if (!takes_kind(registry_, screen.effects.kind)) {
      findings_.error("E243", screen.place,
                      "the registry's file does not know what to send for \"" +
                          screen.effects.kind + "\", which " + screen.name + " registers",
                      "describe it there under `kinds`", screen.name.size());
      return;
    }
    kind_ = screen.effects.kind;
    tags_ = screen.effects.tags;
    const auto* kind = kind_named(registry_, kind_);
    const auto& body = kind != nullptr ? kind->body : registry_.body;
    if (!tags_.empty() && !names_in(body).contains("tags")) {
      findings_.warning("W246", screen.place,
                        "the tags of " + screen.name + " are not sent to the registry",
                        "put {tags} into its body", screen.name.size());
    }
    Answers all;
    for (const auto& answer : end.answers) {
      if (answer.ever) all[answer.field] = values_[answer.field].front();
    }
    const auto always_wrong = wrong(all);
    for (const auto& answer : end.answers) {
      prove_presence(screen, answer, all, always_wrong);
      if (answer.ever) prove_values(answer.field, all, always_wrong);
    }
    for (const auto& violation : always_wrong) {
      if (said_.contains(violation)) continue;
      findings_.error("E420", screen.place,
                      "what " + screen.name + " registers is refused by the registry: " + violation,
                      "ask it, or mend the registry's mapping or schema", screen.name.size());
    }
  }

 private:
  using Violations = std::set<std::string>;

  // What the schema says of a registration with these answers.
  [[nodiscard]] Violations wrong(const Answers& answers) const {
    Registration registration;
    registration.id = "0190c6e2-7d5c-7b4a-9f21-3c6f0a9d1e55";
    registration.kind = kind_;
    registration.tags = tags_;
    registration.reference = "48271936";
    registration.dialog = dialog_.name;
    registration.dialog_version = dialog_.version;
    registration.channel = "ussd";
    registration.language = dialog_.languages[dialog_.default_language].code;
    registration.msisdn = "+212612345678";
    registration.completed_at = "2026-11-24T10:00:00Z";
    registration.consent_version = dialog_.consent_version;
    for (const auto& [field, value] : answers) {
      add_answer(registration, dialog_.fields[field], value);
    }
    const auto* kind = kind_named(registry_, kind_);
    const auto body = build_payload(kind != nullptr ? kind->body : registry_.body, registration);
    if (!body) return {body.error().context};
    Violations all;
    const auto& schema = kind != nullptr ? kind->schema : registry_.schema;
    for (const auto& violation : schema.validate(*body)) {
      all.insert(to_string(violation));
    }
    return all;
  }

  // What goes wrong with this change that does not go wrong without it.
  [[nodiscard]] std::string first_new(const Answers& changed, const Violations& before) const {
    for (const auto& violation : wrong(changed)) {
      if (!before.contains(violation)) return violation;
    }
    return {};
  }

  void prove_presence(const dialogs::Screen& screen, const KnownAnswer& answer, const Answers& all,
                      const Violations& before) {
    if (answer.always || !answer.ever) return;
    auto without = all;
    without.erase(answer.field);
    const auto violation = first_new(without, before);
    if (violation.empty()) return;
    std::string way;
    for (const auto& name : answer.way_without) way += (way.empty() ? "" : " > ") + name;
    findings_.error("E420", screen.place,
                    screen.name + " may register without " + dialog_.fields[answer.field].name +
                        ", which the registry needs (" + violation + ")",
                    "for example on the way " + way, screen.name.size());
  }

  void prove_values(std::uint16_t field, const Answers& all, const Violations& before) {
    if (!proved_.emplace(kind_, field).second) return;
    auto changed = all;
    for (const auto& value : values_[field]) {
      changed[field] = value;
      const auto violation = first_new(changed, before);
      if (violation.empty()) continue;
      const auto asked = dialog_.fields[field].screen;
      const auto& screen = dialog_.screens[asked < dialog_.screens.size() ? asked : dialog_.start];
      findings_.error("E421", screen.place,
                      "the registry refuses \"" + value.substr(0, 40) + "\" as " +
                          dialog_.fields[field].name + " (" + violation + ")",
                      "mend the value or its bounds here, or the registry's schema",
                      screen.name.size());
      said_.insert(violation);
      return;
    }
    // Its very first value may be what is wrong in every sample.
    for (std::size_t i = 1; i < values_[field].size(); ++i) {
      changed[field] = values_[field][i];
      const auto after = wrong(changed);
      for (const auto& violation : before) {
        if (after.contains(violation)) continue;
        const auto asked = dialog_.fields[field].screen;
        const auto& screen =
            dialog_.screens[asked < dialog_.screens.size() ? asked : dialog_.start];
        findings_.error("E421", screen.place,
                        "the registry refuses \"" + values_[field].front().substr(0, 40) +
                            "\" as " + dialog_.fields[field].name + " (" + violation + ")",
                        "mend the value or its bounds here, or the registry's schema",
                        screen.name.size());
        said_.insert(violation);
        return;
      }
    }
  }

  const Dialog& dialog_;
  const RegistryConfig& registry_;
  Findings& findings_;
  std::vector<std::vector<std::string>> values_;  // by field
  std::string kind_;                              // of the end that is looked at
  std::vector<std::string> tags_;
  std::set<std::pair<std::string, std::uint16_t>> proved_;  // by kind
  Violations said_;
};

}  // namespace

void prove_payloads(const Dialog& dialog, const RegistryConfig& registry, Findings& findings) {
  Proof proof(dialog, registry, findings);
  for (const auto& end : registering_ends(dialog)) proof.prove(end);
}

}  // namespace jisr::gateway
