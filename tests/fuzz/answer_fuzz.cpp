// Any answers, one a line, on the shipped dialogs: every page fits, every session can be stored,
// and a look-up is answered as the line says.
#include <cstdint>
#include <sstream>

#include "dialogs/step.hpp"
#include "dialogs/text.hpp"
#include "tests/fuzz/fail.hpp"
#include "tests/fuzz/sample_dialog.hpp"

namespace {

using namespace jisr::dialogs;

LookupOutcome outcome_of(const std::string& line) {
  LookupOutcome outcome;
  outcome.kind = static_cast<LookupOutcome::Kind>(line.size() % 3);
  outcome.kept = {line.substr(0, 40), std::nullopt, "2026-12-03"};
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kDialogs = jisr::fuzz::shipped_dialogs();
  if (size == 0) return 0;
  const auto& dialog = *kDialogs[data[0] % kDialogs.size()];
  const Surroundings around{{160, 70}, {2026, 11, 24}, "12345678"};
  std::istringstream lines(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  auto step = begin(dialog, std::nullopt, around);
  for (std::string line; std::getline(lines, line);) {
    step = line == "hang up" ? begin(dialog, step.session, around)
                             : answer(dialog, std::move(step.session), line, around);
    for (int asked = 0; step.lookup && asked < kLookupsMax; ++asked) {
      step = resume(dialog, std::move(step.session), outcome_of(line), around);
    }
    if (step.lookup) step = resume(dialog, std::move(step.session), {}, around);
    const auto page = show(dialog, step.session, around);
    if (page.text.empty() || !fits(page.text, around.limit))
      jisr::fuzz::fail("a page is empty or does not fit");
    const auto stored = decode(encode(step.session));
    if (!stored) jisr::fuzz::fail("a session cannot be stored");
    step.session = *stored;
  }
  return 0;
}
