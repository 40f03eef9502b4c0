// What was compiled, in words again: conditions, values and texts as a person who reads YAML would
// say them. For drawings and comparisons, where the source is not at hand. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

// "phone_owner is own or shared, and not (age of birth below 18)"; empty: it always holds.
std::string described(const Dialog& dialog, const Condition& condition);
// "{birth}", "\"yes\"", "age of birth", "today + 280 days".
std::string described(const Dialog& dialog, const Value& value);
// "sms_ok: \"yes\", due: today + 280 days".
std::string described(const Dialog& dialog, const std::vector<Assignment>& set);
// With its placeholders as they are written: "Dossier No {reference}". Forms for numbers and media
// stand one after the other: "[un jour|{n} jours]".
std::string described(const Dialog& dialog, const Template& text);

std::string_view name(Screen::Kind kind);  // "menu", as `kind:` writes it
std::string_view name(Phrase phrase);      // "wrong_choice", as `phrases:` does; compile_texts.cpp

// At most `most` characters, whole words where there are some; ".." says that there was more. Line
// ends become spaces.
std::string first_words(std::string_view text, std::size_t most);

}  // namespace jisr::dialogs
