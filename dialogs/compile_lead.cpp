// What the head of a dialog says of conversations by SMS that fall silent.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::int64_t kAfterLeastMs = 1'000;
constexpr std::int64_t kAfterMostMs = 30LL * 24 * 3'600'000;

// Whether it holds for her alone who gave a consent: one that says no, or nothing yet, is no lead.
bool needs_consent(const Dialog& dialog, const Condition& condition) {
  const auto needs = [&](const Condition& part) { return needs_consent(dialog, part); };
  const auto& parts = condition.parts;
  switch (condition.kind) {
    case Condition::Kind::field_is:
      return condition.field < dialog.fields.size() && dialog.fields[condition.field].is_consent();
    case Condition::Kind::all:
      return std::any_of(parts.begin(), parts.end(), needs);
    case Condition::Kind::any:
      return !parts.empty() && std::all_of(parts.begin(), parts.end(), needs);
    default:
      return false;
  }
}

}  // namespace

void read_lead(Compilation& c, const Yaml& root) {
  const auto node = root["lead"];
  if (!node.exists()) return;
  c.current = kNone;
  node.only_keys(c.findings, "a lead", {"after", "when", "register", "tags"});
  if (!node.is_map()) return;
  auto& lead = c.dialog.lead;
  lead.place = node.key_place();
  const auto kind = c.require(node, "register", "a lead");
  lead.kind = kind.as_string(c.findings).value_or("");
  if (kind.exists() && (!good_name(lead.kind) || lead.kind == "true" || lead.kind == "false")) {
    c.findings.error("E102", kind.place(), "a lead is registered under a name of its own",
                     "register: lead", kind.width());
  }
  lead.tags = read_tags(c, node["tags"]);
  const auto when = c.require(node, "when", "a lead");
  const auto before = c.findings.all().size();
  lead.when = read_condition(c, when);
  const bool sound = c.findings.all().size() == before;
  if (when.exists() && sound && !needs_consent(c.dialog, lead.when)) {
    c.findings.error("E292", when.key_place(), "a lead of who did not consent",
                     "when: {field: consent, is: accepted}", 4);
  }
  const auto after = c.require(node, "after", "a lead");
  const auto ms = after.as_duration_ms(c.findings);
  if (!ms) return;
  lead.after_ms = *ms;
  if (*ms < kAfterLeastMs || *ms > kAfterMostMs) {
    c.findings.error("E291", after.place(), "a lead is made after 1s to 30d",
                     "2d is usual: she may answer tomorrow", after.width());
  }
}

}  // namespace jisr::dialogs
