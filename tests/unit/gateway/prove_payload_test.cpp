// The real dialog against the real mapping and schema: proved as it is, and refused for each change
// after which a registration could be refused.
#include "gateway/delivery/prove_payload.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "dialogs/compile.hpp"
#include "gateway/config.hpp"

namespace jisr::gateway {
namespace {

const std::string kRoot = JISR_SOURCE_DIR;

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The findings about the dialog with `from` replaced by `to`; "" changes nothing.
std::vector<dialogs::Finding> proved(const std::string& from, const std::string& to) {
  auto yaml = read(kRoot + "/config/dialogs/jisr.yaml");
  if (!from.empty()) {
    const auto at = yaml.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) yaml.replace(at, from.size(), to);
  }
  dialogs::CompileOptions options;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read(kRoot + "/config/dialogs/" + path);
  };
  options.settings = {{"national_id", "true"}, {"disability", "true"}};
  dialogs::Findings findings;
  Sources sources;
  const auto dialog = dialogs::compile(yaml, "jisr.yaml", options, findings);
  const auto registry = read_registry(kRoot + "/config/registry/jisr.yaml", findings, sources);
  for (const auto& one : findings.all()) {
    if (one.severity == dialogs::Severity::error) ADD_FAILURE() << render(one, yaml);
  }
  dialogs::Findings proof;
  if (dialog && registry) prove_payloads(*dialog, *registry, proof);
  return proof.all();
}

TEST(ProvePayloads, TheShippedDialogIsProved) {
  for (const auto& one : proved("", "")) ADD_FAILURE() << one.code << " " << one.sentence;
}

TEST(ProvePayloads, WhatTheRegistryWouldRefuseIsFound) {
  struct Case {
    const char* from;
    const char* to;
    const char* code;
    const char* says;  // in the sentence or the hint
  };
  const Case cases[] = {
      // A choice of her own that leaves the field unanswered.
      {"{key: 6, value: other, text: {ar: غيره, fr: Autre}}",
       "{key: 6, text: {ar: غيره, fr: Autre}}", "E420", "without sector"},
      // A way around a question.
      {"{key: 1, value: own, text: {ar: \"لي، مع رسالة\", fr: \"à moi, avec SMS\"}, set: {sms_ok: "
       "\"yes\"}}",
       "{key: 1, value: own, text: {ar: \"لي، مع رسالة\", fr: \"à moi, avec SMS\"}, set: {sms_ok: "
       "\"yes\"}, next: first_name}",
       "E420", "phone > first_name"},
      // SMS safety is not asked on one way.
      {"fr: à une autre personne}, set: {sms_ok: \"no\"}}", "fr: à une autre personne}}", "E420",
       "without sms_ok"},
      // A question that a setting or an answer may switch off.
      {"  first_need:\n    kind: menu\n",
       "  first_need:\n    kind: menu\n    when: {field: sector, is: crafts}\n", "E420",
       "without first_need"},
      // A value that the registry does not know.
      {"{key: 2, value: crafts,", "{key: 2, value: handicraft,", "E421", "\"handicraft\""},
      {"{key: 1, value: agriculture,", "{key: 1, value: farming,", "E421", "\"farming\""},
      // Bounds that are wider than the registry's.
      {"    field: family_name\n", "    field: family_name\n    length_max: 90\n", "E421",
       "family_name"},
      // Another kind than a registration, which the mapping does not describe.
      {"register: true", "register: call_back", "E243", "\"call_back\""},
      {"register: true", "register: true\n    tags: [centre]", "W246", "tags of done"},
      // A typed answer where the registry wants a word.
      {"    wrong: {tries: 3, next: birth}     #", "    wrong: {tries: 3, next: summary}     #",
       "E420", "national_id > summary"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.from);
    const auto found = proved(one.from, one.to);
    ASSERT_FALSE(found.empty());
    bool said = false;
    std::string all;
    for (const auto& finding : found) {
      all += finding.code + " " + finding.sentence + " | " + finding.hint + "\n";
      said = said || (finding.code == one.code &&
                      (finding.sentence + " " + finding.hint).find(one.says) != std::string::npos);
    }
    EXPECT_TRUE(said) << one.code << " " << one.says << "\n" << all;
  }
}

}  // namespace
}  // namespace jisr::gateway
