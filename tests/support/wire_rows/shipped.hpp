// The providers' pages that are shipped, each with its recorded traffic: for the fuzzers and for
// those who send broken forms of that traffic. In the order of their names. Reads files.
#pragma once
#include <string>
#include <vector>

#include "gateway/wire_cases.hpp"

namespace jisr::test {

// Ends the program when a page or its traffic cannot be read: other tests say why.
std::vector<gateway::WireFile> shipped_traffic();

}  // namespace jisr::test
