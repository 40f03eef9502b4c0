// What a fuzz target says when something that must hold does not.
#pragma once
#include <cstdio>
#include <cstdlib>

namespace jisr::fuzz {

[[noreturn]] inline void fail(const char* what) {
  std::fprintf(stderr, "fuzz: %s\n", what);
  std::abort();
}

}  // namespace jisr::fuzz
