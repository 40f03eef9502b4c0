// What the proofs cost on a dialog of 300 screens in five languages: counted, since time depends on
// the machine. docs/benchmark.md has the seconds.
#include <gtest/gtest.h>

#include "dialogs/prove_explore.hpp"
#include "tests/unit/dialogs/large_dialog.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

constexpr std::size_t kSections = 29;
constexpr std::size_t kLanguages = 5;

TEST(ProveCost, OfALargeDialogStaysBounded) {
  const auto large = large_dialog(kSections, kLanguages);
  const auto made = compile_text(large.yaml, large.files);
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  EXPECT_FALSE(made.findings.has_errors());
  EXPECT_GE(made.dialog->screens.size(), 290U);
  EXPECT_EQ(made.dialog->languages.size(), kLanguages);
  PossiblePool pool;
  const Proof proof{*made.dialog, pool, false};
  const auto ahead = explore_ahead(proof);
  const auto found = explore_turning(proof, ahead);
  EXPECT_TRUE(found.exact);
  EXPECT_LE(ahead.steps, 10'000U);
  EXPECT_LE(found.steps, 40'000U);
  EXPECT_LE(found.arrivals, 500'000U);
}

}  // namespace
}  // namespace jisr::dialogs
