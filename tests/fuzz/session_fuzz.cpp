// Any bytes as a stored session: refused, or read; and what was read is written and read again the
// same, and can be shown and answered on the real dialog.
#include <cstdint>

#include "dialogs/session.hpp"
#include "dialogs/step.hpp"
#include "tests/fuzz/fail.hpp"
#include "tests/fuzz/sample_dialog.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jisr::dialogs;
  static const auto dialog = jisr::fuzz::shipped_dialog("jisr.yaml");
  const auto session = decode({reinterpret_cast<const char*>(data), size});
  if (!session) return 0;
  const auto bytes = encode(*session);
  const auto again = decode(bytes);
  if (!again || encode(*again) != bytes)
    jisr::fuzz::fail("a session changes when it is stored again");
  const Surroundings around{{160, 70}, {2026, 11, 24}, "12345678"};
  (void)show(*dialog, *session, around);
  (void)begin(*dialog, *session, around);
  auto step = answer(*dialog, *session, "1", around);
  (void)show(*dialog, step.session, around);
  return 0;
}
