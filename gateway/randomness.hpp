// Random numbers of the system's cryptographic generator, fetched a page at a time: each answer
// needs two, and a system call for each showed in the profile. What is handed out is wiped from the
// page.
#pragma once
#include <cstddef>
#include <cstdint>

namespace jisr::gateway {

// Any thread; each has its own page. Throws std::runtime_error when libsodium does not start.
void random_fill(unsigned char* out, std::size_t bytes);
std::uint64_t random_bits();

}  // namespace jisr::gateway
