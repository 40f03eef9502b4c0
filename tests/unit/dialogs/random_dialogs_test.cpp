// What the proofs are good for: random dialogs that pass them are walked at random, and never lead
// to a dead end, a page that does not fit, a text that is missing, or a registration without what
// the registry needs. Without the proofs the same walker finds all of these.
// JISR_RANDOM_STEPS=1000000 walks so many steps in place of the short form's.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "dialogs/known_answers.hpp"
#include "dialogs/page.hpp"
#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/random_dialog.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

constexpr std::size_t kWalkSteps = 60;
constexpr std::size_t kTriesToEnd = 1000;

// What is wrong with a page, or "".
std::string fault_of(const Dialog& dialog, const Call& call) {
  const auto page = call.shown();
  const auto& screen = dialog.screens[call.session.screen];
  if (!fits(page.text, {160, 70})) return "page too long";
  if (page.pages >= kPagesMax) return "page too long";
  if (page.text.empty()) return "text missing";
  const bool own = !call.session.resuming && call.session.state == Session::State::open;
  if (own && screen.text[call.session.language].empty()) return "text missing";
  for (const auto& choice : screen.choices) {
    if (own && choice.label[call.session.language].empty()) return "text missing";
  }
  return {};
}

std::string input(Dice& dice) {
  if (dice.percent(60)) return std::to_string(1 + dice.below(5));
  if (dice.percent(50)) return std::to_string(dice.below(100));
  const char* const odd[] = {"0", "9", "8", "x", "", "00"};
  return odd[dice.below(std::size(odd))];
}

// Whether an end can be found from here by going on: not by beginning anew, turning back, or being
// wrong too often, after which the next call goes on here.
bool ends(Call call, Dice& dice) {
  for (std::size_t i = 0; i < kTriesToEnd; ++i) {
    if (call.session.state == Session::State::ended && !call.session.gave_up) return true;
    if (call.session.state == Session::State::ended) call.dial_again();
    const auto any = call.session.resuming ? 1 : 1 + dice.below(dice.percent(70) ? 5 : 99);
    call.type(std::to_string(any));
  }
  return false;
}

std::string lacks(const Dialog& dialog, const Call& call,
                  const std::vector<std::string>& required) {
  for (const auto& name : required) {
    if (dialog.field(name) != kNone && call.registered(name.c_str()) == "-") return name;
  }
  return {};
}

// The faults that a number of walks meet.
std::set<std::string> walk(const Dialog& dialog, const RandomDialog& made, std::uint64_t seed,
                           std::size_t& steps) {
  std::set<std::string> faults;
  Dice dice(seed);
  for (int women = 0; women < 4; ++women) {
    Call call(dialog);
    if (women % 2 == 1) call.session.language = 1;
    for (std::size_t i = 0; i < kWalkSteps && call.session.state == Session::State::open; ++i) {
      const auto fault = fault_of(dialog, call);
      if (!fault.empty()) faults.insert(fault);
      if (dice.percent(2)) {
        call.dial_again();
      } else {
        call.type(input(dice));
      }
      ++steps;
    }
    if (call.effect && !lacks(dialog, call, made.required).empty()) faults.insert("refused");
    if (call.session.state == Session::State::open && !ends(call, dice)) {
      faults.insert("dead end");
    }
  }
  return faults;
}

bool proved(const Dialog& dialog, const RandomDialog& made) {
  for (const auto& end : registering_ends(dialog)) {
    for (const auto& name : made.required) {
      const auto field = dialog.field(name);
      if (field != kNone && !end.answers[field].always) return false;
    }
  }
  return true;
}

std::shared_ptr<const Dialog> compiled(const RandomDialog& made, bool prove) {
  CompileOptions options;
  options.prove = prove;
  const auto files = sample_files();
  options.read_file = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  };
  Findings findings;
  return compile(made.yaml, "random.yaml", options, findings);
}

std::size_t steps_wanted() {
  const char* given = std::getenv("JISR_RANDOM_STEPS");
  return given == nullptr ? 6'000 : std::strtoul(given, nullptr, 10);
}

TEST(RandomDialogs, ThatPassTheProofsNeverLeadAstray) {
  std::size_t steps = 0;
  std::size_t passed = 0;
  std::size_t registered = 0;
  for (std::uint64_t seed = 1; steps < steps_wanted(); ++seed) {
    ASSERT_LT(seed, 50 * (passed + 100)) << "hardly any random dialog passes";
    const auto made = random_dialog(seed, 99);
    const auto dialog = compiled(made, true);
    if (!dialog || !proved(*dialog, made)) continue;
    ++passed;
    registered += registering_ends(*dialog).size();
    const auto faults = walk(*dialog, made, seed, steps);
    for (const auto& fault : faults) ADD_FAILURE() << fault << ", seed " << seed;
    ASSERT_TRUE(faults.empty()) << made.yaml;
  }
  EXPECT_GT(passed, 15U);
  EXPECT_GT(registered, 10U);
  RecordProperty("dialogs", static_cast<int>(passed));
}

TEST(RandomDialogs, WithoutTheProofsTheWalkerFindsEveryFault) {
  std::map<std::string, std::size_t> met;
  std::size_t steps = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const auto made = random_dialog(seed, 90);
    const auto dialog = compiled(made, false);
    if (!dialog) continue;
    for (const auto& fault : walk(*dialog, made, seed, steps)) ++met[fault];
    if (met.size() == 4) break;
  }
  for (const char* fault : {"page too long", "text missing", "dead end", "refused"}) {
    EXPECT_GT(met[fault], 0U) << fault;
  }
}

}  // namespace
}  // namespace jisr::dialogs
