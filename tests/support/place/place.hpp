// Where this checkout and its build are. Only place.cpp is told by the compiler's command line, so
// that all other tests compile alike in every work tree and a compiler cache serves a second one.
#pragma once

namespace jisr::test {

// Absolute paths without a slash at the end; set before any other global is made.
extern const char* const kSourceDir;
extern const char* const kBinaryDir;

}  // namespace jisr::test
