// A page of randomness for each thread.
#include "gateway/randomness.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace jisr::gateway {

namespace {

struct RandomPage {
  std::array<unsigned char, 4096> bytes;
  std::size_t used = sizeof bytes;  // nothing yet

  RandomPage() {
    static const int started = sodium_init();
    if (started < 0) throw std::runtime_error("libsodium does not start");
  }
};

}  // namespace

void random_fill(unsigned char* out, std::size_t bytes) {
  thread_local RandomPage page;
  while (bytes > 0) {
    if (page.used == page.bytes.size()) {
      randombytes_buf(page.bytes.data(), page.bytes.size());
      page.used = 0;
    }
    const auto taken = std::min(bytes, page.bytes.size() - page.used);
    std::memcpy(out, page.bytes.data() + page.used, taken);
    std::memset(page.bytes.data() + page.used, 0, taken);
    page.used += taken;
    out += taken;
    bytes -= taken;
  }
}

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  random_fill(reinterpret_cast<unsigned char*>(&bits), sizeof bits);
  return bits;
}

}  // namespace jisr::gateway
