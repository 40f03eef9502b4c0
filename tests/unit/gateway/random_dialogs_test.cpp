// Dialogs made by chance and walked at random. Those that the compiler and the proofs let through
// never show what must not be; the same walk finds it in those that they refuse, so that this test
// can fail. JISR_RANDOM_STEPS=1000000 for the long form.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>

#include "dialogs/compile.hpp"
#include "gateway/delivery/payload_yaml.hpp"
#include "gateway/delivery/prove_payload.hpp"
#include "tests/unit/gateway/random_walk.hpp"

namespace jisr::test {
namespace {

struct Made {
  RandomDialog source;
  std::shared_ptr<const dialogs::Dialog> dialog;  // null when it is refused
  gateway::RegistryConfig registry;
  std::string findings;
};

Made make(std::uint64_t seed, bool prove) {
  Made made;
  made.source = random_dialog(seed);
  dialogs::Findings findings;
  made.registry.body =
      gateway::payload_of(dialogs::Yaml::parse(made.source.body, "body.yaml", findings), findings);
  auto schema = gateway::Schema::compile(made.source.schema);
  EXPECT_TRUE(schema) << made.source.schema;
  if (schema) made.registry.schema = *schema;
  dialogs::CompileOptions options;
  options.prove = prove;
  options.read_file = [&](const std::string& path) {
    const auto found = made.source.files.find(path);
    return found == made.source.files.end() ? std::nullopt : std::optional(found->second);
  };
  made.dialog = dialogs::compile(made.source.yaml, "random.yaml", options, findings);
  if (made.dialog && prove) {
    prove_payloads(*made.dialog, made.registry, {2026, 11, 23}, findings);
  }
  // Warnings too say what was not proved: a gap in a text, an answer that may be missing.
  for (const auto& finding : findings.all()) {
    made.findings += finding.code + " ";
    const bool doubt = finding.code == "W513" || finding.code == "W516" || finding.code == "W180";
    if (prove && (doubt || finding.severity == dialogs::Severity::error)) made.dialog = nullptr;
  }
  return made;
}

std::size_t steps_in_all() {
  const auto* asked = std::getenv("JISR_RANDOM_STEPS");
  return asked == nullptr ? 100'000 : static_cast<std::size_t>(std::atoll(asked));
}

TEST(RandomDialogs, ThatAreLetThroughStrandNobody) {
  constexpr std::size_t kSteps = 500;
  std::size_t walked = 0;
  std::size_t registered = 0;
  std::size_t refused = 0;
  std::size_t dialogs = 0;
  std::map<dialogs::FieldType, std::size_t> delivered;
  for (std::uint64_t seed = 1; walked < steps_in_all(); ++seed) {
    const auto made = make(seed, true);
    if (!made.dialog) {
      ++refused;
      continue;
    }
    ++dialogs;
    RandomWalk walk(*made.dialog, made.registry.body, made.registry.schema, seed);
    walk.run(kSteps);
    walked += kSteps;
    registered += walk.registered();
    for (const auto& [type, count] : walk.delivered()) delivered[type] += count;
    for (const auto& [what, where] : walk.problems()) {
      ADD_FAILURE() << "seed " << seed << ", " << what << ": " << where << "\n"
                    << made.findings << "\n"
                    << made.source.yaml << made.source.schema;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(registered, walked / 200) << "the walks must come somewhere";
  for (const auto& type : dialogs::answer_types()) {
    EXPECT_GT(delivered[type.type], walked / 20'000)
        << "the walks must come to answers of type " << type.name;
  }
  const auto share = 100 * dialogs / (dialogs + refused);
  RecordProperty("dialogs", static_cast<int>(dialogs));
  RecordProperty("percent_let_through", static_cast<int>(share));
  std::cout << walked << " steps in " << dialogs << " dialogs, " << share << " % of those made\n";
  EXPECT_GE(share, 12u) << "most of what is made must not be refused outright";
}

TEST(RandomDialogs, WithoutTheProofsTheSameWalkFindsWhatIsWrong) {
  std::map<std::string, int> found;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    if (make(seed, true).dialog) continue;
    const auto made = make(seed, false);
    if (!made.dialog) continue;
    RandomWalk walk(*made.dialog, made.registry.body, made.registry.schema, seed);
    walk.run(150);
    for (const auto& [what, where] : walk.problems()) ++found[what];
  }
  for (const auto* what : {"dead end", "gap", "overlong page", "refused payload"}) {
    EXPECT_GE(found[what], 5) << what;
  }
}

}  // namespace
}  // namespace jisr::test
