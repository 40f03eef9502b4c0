// Any bytes as a stored registration: refused without showing what they were, or read; and what was
// read is written and read again the same.
#include <cstdint>
#include <string_view>

#include "gateway/delivery/registration.hpp"
#include "tests/fuzz/fail.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jisr::gateway;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto registration = decode_registration(bytes);
  if (!registration) {
    if (registration.error().retryable) jisr::fuzz::fail("a broken entry would be tried for ever");
    return 0;
  }
  const auto stored = encode(*registration);
  const auto again = decode_registration(stored);
  // Escapes may make what was just within the limit longer than it.
  if (!again && stored.size() <= 64 * 1024) jisr::fuzz::fail("it cannot be read again");
  if (again && encode(*again) != stored) jisr::fuzz::fail("it changes when it is stored again");
  (void)registration->answer("family_name");
  return 0;
}
