// A session with the longest answers that the dialog lets her give: what fits then always fits.
// Private to dialogs/; for the compiler's checks.
#pragma once
#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

// Open, at the start, in `language` (an index). Typed answers are as long as their rule allows, in
// letters that cost what the rest of the text costs; choices and lists have their longest label.
Session longest_session(const Dialog& dialog, std::uint8_t language);

// The dearest of the forms that a text has for different numbers, as it is worded for `medium`: a
// template without forms.
Template longest_form(const Dialog& dialog, const Session& session, const Template& text,
                      Medium medium);

// The dialog as full as it can ever be: every choice on offer that can be, and of texts with forms
// the longest that `medium` has.
Dialog fullest(const Dialog& dialog, Medium medium = Medium::ussd);

}  // namespace jisr::dialogs
