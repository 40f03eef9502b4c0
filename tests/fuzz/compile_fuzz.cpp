// Any bytes as a dialog file: findings, or a dialog that can be begun and shown in every language;
// never a crash. Tables and phrases that it names are small ones.
#include <cstdint>

#include "dialogs/compile.hpp"
#include "dialogs/step.hpp"
#include "tests/fuzz/fail.hpp"

namespace {

using namespace jisr::dialogs;

std::optional<std::string> read_file(const std::string& path) {
  if (path.ends_with(".csv")) {
    return "region_code,province_code,province_ar,province_fr,code,name\n"
           "10,10.1,كلميم,Guelmim,a,A\n10,10.2,طانطان,Tan-Tan,b,B\n";
  }
  return "back: B\nhome: H\nnext: N\nprevious: P\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  CompileOptions options;
  options.read_file = read_file;
  Findings findings;
  const std::string yaml(reinterpret_cast<const char*>(data), size);
  const auto dialog = compile(yaml, "fuzz.yaml", options, findings);
  for (const auto& finding : findings.all()) (void)render(finding, yaml);
  if (!dialog) return 0;
  const Surroundings around{{160, 70}, {2026, 11, 24}, "12345678"};
  auto step = begin(*dialog, std::nullopt, around);
  for (const char* typed : {"1", "1", "x", "2", "9", "0", "1", "00", "1", "1"}) {
    if (!fits(show(*dialog, step.session, around).text, around.limit))
      jisr::fuzz::fail("a page of a fresh dialog does not fit");
    step = answer(*dialog, std::move(step.session), typed, around);
  }
  return 0;
}
