// The one file that knows the paths; see the header.
#include "tests/support/place/place.hpp"

namespace jisr::test {

const char* const kSourceDir = JISR_SOURCE_DIR;
const char* const kBinaryDir = JISR_BINARY_DIR;

}  // namespace jisr::test
