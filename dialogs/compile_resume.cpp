// What the head of a dialog says of calls that break off: what is shown again and to whom, and the
// SMS that reminds her.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::int64_t kAfterLeastMs = 1'000;
constexpr std::int64_t kAfterMostMs = 24LL * 3'600'000;

// Of a year of birth, or of the phone in her hand, others know the digits.
bool can_be_proof(FieldType type) {
  return type == FieldType::national_id || type == FieldType::pin || type == FieldType::number ||
         type == FieldType::text;
}

Condition read_withhold(Compilation& c, const Yaml& node) {
  if (!node.is_scalar()) return read_condition(c, node);
  const auto word = c.word(node, "a time to withhold answers", {"always", "never"});
  Condition condition;
  if (word == 1) condition.kind = Condition::Kind::constant;
  condition.value = word != 1;
  return condition;
}

void read_proof(Compilation& c, const Yaml& node, ResumeRule& to) {
  if (!node.exists()) return;
  node.only_keys(c.findings, "a proof", {"field", "text"});
  if (!node.is_map()) return;
  const auto named = c.require(node, "field", "a proof");
  to.proof = c.field_named(named);
  const TextSpot spot{TextUse::phrase, "the text of the proof", "", false, {"first", "second"}};
  to.proof_text = read_texts(c, c.require(node, "text", "a proof"), spot);
  if (to.proof == kNone) return;
  c.readings.push_back({to.proof, kNone, named.place(), named.width(), false});
  const auto& field = c.dialog.fields[to.proof];
  if (can_be_proof(field.type) && field.screen != kNone) return;
  c.findings.error("E288", named.place(), field.name + " proves nothing",
                   "a question of type national_id, pin, number or text: something that others who "
                   "have the phone do not know",
                   named.width());
}

// What is in the text of a reminder besides its letters.
void check_words(Compilation& c) {
  const auto written = std::find_if(c.written.rbegin(), c.written.rend(), [&](const auto& one) {
    return one.spot.what == "the text of the reminder";
  });
  if (written == c.written.rend()) return;
  const auto names_code = [](const WrittenWords& words) {
    return std::any_of(words.text.begin(), words.text.end(),
                       [](const Segment& segment) { return segment.kind == Segment::Kind::given; });
  };
  for (const auto& words : written->words) {
    if (names_code(words)) continue;
    c.findings.warning("W288", words.node.place(), "the reminder does not say what to dial",
                       "write {code} where the code should stand", words.node.width());
  }
  // The dialog's name is a word for staff, but often the programme's too.
  std::string programme = c.dialog.name;
  const auto lower = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char b) { return b >= 'A' && b <= 'Z' ? char(b + 32) : char(b); });
    return text;
  };
  for (const auto& words : written->words) {
    if (programme.empty() || lower(words.node.text()).find(lower(programme)) == std::string::npos)
      continue;
    c.findings.error("E289", words.node.place(), "the reminder names \"" + programme + '"',
                     "others may read it: say only what to dial", words.node.width());
  }
}

}  // namespace

void read_resume_rule(Compilation& c, const Yaml& root) {
  const auto node = root["resume"];
  if (!node.is_map()) return;
  c.current = kNone;
  node.only_keys(c.findings, "resume", {"way", "withhold", "proof"});
  c.dialog.resume.withhold = read_withhold(c, node["withhold"]);
  read_proof(c, node["proof"], c.dialog.resume);
}

void read_reminder(Compilation& c, const Yaml& root) {
  const auto node = root["reminder"];
  if (!node.exists()) return;
  c.current = kNone;
  node.only_keys(c.findings, "a reminder", {"text", "when", "after"});
  if (!node.is_map()) return;
  auto& reminder = c.dialog.reminder;
  const TextSpot spot{TextUse::phrase, "the text of the reminder", "", false, {"code"}};
  reminder.text = read_texts(c, c.require(node, "text", "a reminder"), spot);
  reminder.when = read_condition(c, c.require(node, "when", "a reminder"));
  const auto after = node["after"];
  if (const auto ms = after.as_duration_ms(c.findings)) {
    reminder.after_ms = *ms;
    if (*ms < kAfterLeastMs || *ms > kAfterMostMs) {
      c.findings.error("E290", after.place(), "a reminder comes after 1s to 24h",
                       "10m is usual: she may only have been cut off for a moment", after.width());
    }
  }
  check_words(c);
}

}  // namespace jisr::dialogs
