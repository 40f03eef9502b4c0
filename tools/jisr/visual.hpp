// Arabic for terminals that know neither its direction nor its joined letters.
#pragma once
#include <string>

namespace jisr::tools {

// Each line in the order in which it is seen from left to right, its letters in their joined forms
// (Unicode 9.1; presentation forms). A line without letters written from the right stays as it is.
std::string visual(const std::string& text);

}  // namespace jisr::tools
