// Every page that a dialog can show, with sample answers, for eyes: reviewers of a language read
// them, and tools/picture draws them. No proof of anything; check_pages.cpp proves. Pure; any
// thread.
#pragma once
#include <string>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/surroundings.hpp"

namespace jisr::dialogs {

struct GalleryPage {
  std::string language;  // BCP 47
  std::string screen;
  std::string why;  // what brings it out: empty, or "malformed", "check 1", "resume", "keep?", …
  std::size_t page = 0;
  std::size_t pages = 1;
  std::string text;
};

// Screens in their order, languages offered in theirs; a page that was there already is left out.
// Each once with Arabic and once with Latin answers, since both meet in one line.
std::vector<GalleryPage> gallery(const Dialog& dialog, const Surroundings& around);

}  // namespace jisr::dialogs
