// What a dialog may register against what the registry accepts: the programme's own pair is sound,
// and each way of parting them is found at its question.
#include "gateway/delivery/prove_payload.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "dialogs/compile.hpp"
#include "gateway/delivery/payload_yaml.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

std::string read(const std::string& path) {
  std::ifstream in(std::string(test::kSourceDir) + "/config/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

struct Case {
  const char* what;
  const char* file;  // which of the three is changed; null: none
  const char* from;
  const char* to;
  const char* found;           // code and screen
  const char* says = nullptr;  // in the sentence or the hint of each
};
constexpr auto kNowhere = std::string::npos;

std::string findings_of(const Case& one) {
  std::string dialog = read("dialogs/jisr.yaml");
  std::string registry = read("registry/jisr.yaml");
  std::string schema = read("registry/jisr.schema.json");
  for (auto* text : {&dialog, &registry, &schema}) {
    const std::string_view file = text == &dialog ? "dialog" : text == &schema ? "schema" : "body";
    if (one.file != nullptr && file == one.file) *text = replaced(*text, one.from, one.to);
  }
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.settings = {{"national_id", "true"}, {"disability", "true"}, {"commune", "true"}};
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read("dialogs/" + path);
  };
  const auto made = dialogs::compile(dialog, "jisr.yaml", options, findings);
  const auto compiled = Schema::compile(schema);
  if (!made || !compiled) return "not compiled";
  RegistryConfig config;
  config.body = payload_of(dialogs::Yaml::parse(registry, "r.yaml", findings)["body"], findings);
  config.schema = *compiled;
  findings = {};
  prove_payloads(*made, config, {2026, 11, 23}, findings);
  std::string found;
  for (const auto& finding : findings.all()) {
    for (const auto& screen : made->screens) {
      if (screen.place.line != finding.place.line) continue;
      found += finding.code + " " + screen.name + "\n";
      if (one.says != nullptr && (finding.sentence + finding.hint).find(one.says) == kNowhere) {
        found += "  says " + finding.sentence + " | " + finding.hint + "\n";
      }
    }
  }
  return found;
}

TEST(ProvePayload, FindsWhatTheRegistryWouldRefuse) {
  const Case cases[] = {
      {"the programme's own pair", nullptr, "", "", ""},
      {"a value that the schema lacks", "schema", "\"trade\", ", "", "E431 sector\n"},
      {"a value that is new in the dialog", "dialog", "value: company", "value: firm",
       "E431 project_kind\n"},
      {"what may be left out is required", "schema", "\"family_name\", \"first_name\"",
       "\"family_name\", \"first_name\", \"commune\"", "E430 commune\n"},
      {"another kind of value", "schema", "\"birth_year\": {\"type\": \"integer\"",
       "\"birth_year\": {\"type\": \"string\"", "E431 birth\n"},
      {"a narrower range", "schema", "\"minimum\": 1900", "\"minimum\": 1950", "E431 birth\n"},
      {"an age that nobody checks", "schema", "\"maximum\": 2100", "\"maximum\": 2000",
       "E431 birth\n"},
      {"shorter names", "schema", "\"maxLength\": 60", "\"maxLength\": 30",
       "E431 family_name\nE431 first_name\n"},
      {"names in capitals", "schema", "^[^0-9<>{}]+$", "^[A-Z]+$",
       "E431 family_name\nE431 first_name\n"},
      {"rows of a table", "schema", "^[0-9]{2}\\\\.[0-9]{3}$", "^1[1-9]\\\\.[0-9]{3}$",
       "E431 province\n"},
      {"a question that some pass over", "dialog", "    next: sector\n\n  sector:",
       "    wrong: {tries: 2, next: first_need}\n    next: sector\n\n  sector:",
       "E430 project_kind\nE430 sector\n"},
      {"a table without one value", "body", "sector: \"{answers.sector}\"",
       "sector: {value: \"{answers.sector}\", map: {agriculture: agriculture}}", "E432 sector\n"},
      {"a body that the schema does not know", "body", "  sector: \"{answers.sector}\"",
       "  sector: \"{answers.sector}\"\n  branch: \"{answers.sector}\"", "E431 done\n"},
      {"a value that branches by another answer", "body", "sector: \"{answers.sector}\"",
       "sector: {when: {answers.project_kind: coop}, value: \"{answers.sector}\", else: 7}",
       "E431 project_kind\n"},
      {"a choice that answers nothing", "dialog",
       "{key: 6, value: other, text: {ar: غيره, fr: Autre}}",
       "{key: 6, text: {ar: غيره, fr: Autre}}", "E430 sector\n", "such as language > "},
      {"a way around a question", "dialog",
       "{key: 1, value: own, text: {ar: \"لي، مع رسالة\", fr: \"à moi, avec SMS\"}, set: {sms_ok: "
       "\"yes\"}}",
       "{key: 1, value: own, text: {ar: \"لي، مع رسالة\", fr: \"à moi, avec SMS\"}, set: {sms_ok: "
       "\"yes\"}, next: first_name}",
       "E430 family_name\n", "phone > first_name"},
      {"another kind, which the mapping does not describe", "dialog", "register: true",
       "register: call_back", "E243 done\n", "\"call_back\""},
      {"tags that the body does not name", "dialog", "register: true",
       "register: true\n    tags: [centre]", "W246 done\n"},
      {"a language that it does not take", "schema", "\"ar\", \"fr\"", "\"fr\"", "E431 done\n"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    EXPECT_EQ(findings_of(one), one.found);
  }
}

TEST(ProvePayload, ALeadNeedsAPlaceAtTheRegistryToo) {
  const auto lead =
      "lead: {after: 1d, register: lead, tags: [silent], when: {field: consent, is: accepted}}\n";
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read("dialogs/" + path);
  };
  const auto dialog =
      dialogs::compile(read("dialogs/jisr.yaml") + lead, "jisr.yaml", options, findings);
  ASSERT_NE(dialog, nullptr);
  RegistryConfig config;
  const auto found = [&] {
    dialogs::Findings told;
    prove_payloads(*dialog, config, {2026, 11, 23}, told);
    return told.all().empty() ? std::string() : told.all().front().code;
  };
  EXPECT_EQ(found(), "E243");
  config.kinds["lead"].body = parse_payload_text("{id}").value();
  EXPECT_EQ(found(), "W246");
  config.kinds["lead"].body = parse_payload_text("{tags}").value();
  EXPECT_EQ(found(), "");
}

TEST(ProvePayload, AKindIsProvedAgainstItsOwnSchema) {
  const std::string dialog_yaml =
      replaced(read("dialogs/jisr.yaml"), "register: true", "register: call_back");
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read("dialogs/" + path);
  };
  const auto dialog = dialogs::compile(dialog_yaml, "jisr.yaml", options, findings);
  ASSERT_NE(dialog, nullptr);
  RegistryConfig config;
  config.schema = Schema::compile(read("registry/jisr.schema.json")).value();
  auto& kind = config.kinds["call_back"];
  kind.body = payload_of(dialogs::Yaml::parse("{who: \"{msisdn}\", age: \"{answers.birth_year}\"}",
                                              "k.yaml", findings),
                         findings);
  const auto proved = [&](const char* schema) {
    kind.schema = Schema::compile(schema).value();
    dialogs::Findings found;
    prove_payloads(*dialog, config, {2026, 11, 23}, found);
    return found.all().empty() ? std::string() : found.all().front().code;
  };
  EXPECT_EQ(proved(R"({"required": ["who", "age"]})"), "");
  EXPECT_EQ(proved(R"({"properties": {"age": {"minimum": 1990}}})"), "E431");
}

// One question, and what the registry says of its answer.
std::string proved(const std::string& question, const std::string& rule) {
  const auto yaml =
      "dialog: d\nversion: \"1\"\nconsent_version: \"1\"\nlanguages: {fr: {name: F}}\n"
      "default_language: fr\ngive_up: sorry\nstart: q\nphrases: p.yaml\n"
      "screens:\n  q: {kind: question, field: q, text: x, next: done, " +
      question + "}\n  done: {kind: end, text: x, register: true}\n  sorry: {kind: end, text: x}\n";
  std::string phrases = read("phrases.yaml");
  for (auto at = phrases.find("{ar: "); at != kNowhere; at = phrases.find("{ar: ")) {
    phrases.replace(at, phrases.find("fr:", at) - at, "{");
  }
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.prove = false;
  options.read_file = [&](const std::string& path) {
    return path == "p.yaml" ? std::optional(phrases) : std::nullopt;
  };
  const auto dialog = dialogs::compile(yaml, "d.yaml", options, findings);
  if (!dialog) return render(findings.all().front(), yaml);
  RegistryConfig config;
  config.body =
      payload_of(dialogs::Yaml::parse("{q: \"{answers.q}\"}", "b.yaml", findings), findings);
  config.schema = Schema::compile("{\"properties\":{\"q\":" + rule + "}}").value();
  findings = {};
  prove_payloads(*dialog, config, {2026, 11, 23}, findings);
  return findings.all().empty() ? "" : findings.all().front().code;
}

TEST(ProvePayload, TriesTheBordersOfEachType) {
  const std::string mobile = R"({"pattern": "^[+]212[67]"})";
  EXPECT_EQ(proved("type: phone", mobile), "E431") << "a landline";
  EXPECT_EQ(proved("type: phone, line: mobile", mobile), "");
  EXPECT_EQ(proved("type: phone, line: mobile, abroad: true", mobile), "E431");
  EXPECT_EQ(proved("type: phone, abroad: true", R"({"maxLength": 15})"), "E431");
  EXPECT_EQ(proved("type: phone, abroad: true", R"({"maxLength": 16})"), "");
  EXPECT_EQ(proved("type: email, length_max: 120", R"({"maxLength": 119})"), "E431");
  EXPECT_EQ(proved("type: email, length_max: 120", R"({"maxLength": 120})"), "");
  EXPECT_EQ(proved("type: email", R"({"minLength": 7})"), "E431");
  const std::string dates = "type: date, precision: [month, year]";
  EXPECT_EQ(proved(dates, R"({"pattern": "^[0-9]{4}-[0-9]{2}$"})"), "E431") << "a year alone";
  EXPECT_EQ(proved(dates, R"({"pattern": "^[0-9]{4}(-[0-9]{2})?$"})"), "");
  const std::string code = "type: text, length_min: 3, length_max: 7, pattern: \"[A-Z]+[0-9]+\"";
  EXPECT_EQ(proved(code, R"({"maxLength": 6})"), "E431") << "the longest that the pattern takes";
  EXPECT_EQ(proved(code, R"({"minLength": 4})"), "E431");
  EXPECT_EQ(proved(code, R"({"minLength": 3, "maxLength": 7})"), "");
}

TEST(ProvePayload, KnowsWhatTheRegistryReads) {
  dialogs::Findings findings;
  RegistryConfig registry;
  registry.body =
      payload_of(dialogs::Yaml::parse(
                     "a: \"{answers.birth_year}\"\nb: [\"x {answers.name}\", {c: \"{id}\"}]\n",
                     "body.yaml", findings),
                 findings);
  registry.kinds["call_back"].body = payload_of(
      dialogs::Yaml::parse("{who: \"{answers.whom}\"}", "kind.yaml", findings), findings);
  const auto fields = fields_read(registry);
  EXPECT_TRUE(fields.contains("birth"));
  EXPECT_TRUE(fields.contains("name"));
  EXPECT_TRUE(fields.contains("whom"));
  EXPECT_FALSE(fields.contains("id"));
}

}  // namespace
}  // namespace jisr::gateway
