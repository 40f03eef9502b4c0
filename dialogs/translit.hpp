// Spelling a text in the letters of the GSM alphabet, where a dialog asks for it: a page of
// "Réseau, êtes-vous là…" then holds 160 characters and not 70. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

namespace jisr::dialogs {

// é è à ù stay, since they are in the alphabet; ê → e, ç → c, œ → oe, ’ → ', … → ..., and any other
// letter loses its accent. A character that has no such spelling (Arabic, Tifinagh) stays.
std::string to_gsm7(std::string_view utf8);

}  // namespace jisr::dialogs
