// Whether the words of a consent are other ones under the same version: then nobody could say later
// what a woman has accepted. Pure; any thread.
#pragma once
#include <string>
#include <vector>

#include "dialogs/compare.hpp"

namespace jisr::dialogs {

// The screens of `after`, by name, whose words differ although `consent_version` is the same: those
// that ask for a consent (a field "consent", or one that ends with "_consent"), and those that they
// lead to and that lead back, such as "my rights".
std::vector<std::string> consent_texts_changed(const Comparing& compared, const Dialog& after);

}  // namespace jisr::dialogs
