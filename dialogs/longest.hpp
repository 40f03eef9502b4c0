// A text with the longest answers put in that the dialog lets her give: what fits so always fits.
// Private to dialogs/; for the compiler's checks.
#pragma once
#include <string>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

// `language` is an index in Dialog::languages. Typed answers are taken as long as their rule
// allows, in letters that cost what the rest of the text costs; choices and lists by their longest
// label.
std::string filled(const Dialog& dialog, const Template& text, std::size_t language);

// As above, of one language of a text; empty when it has none there.
std::string filled(const Dialog& dialog, const Texts& texts, std::size_t language);

}  // namespace jisr::dialogs
