// Lays a screen out in pages of what one USSD message (or SMS) can carry. Words are not cut, a
// choice is never parted from its key or divided, and the navigation line counts. Pure; any thread.
#pragma once
#include <string>
#include <vector>

#include "dialogs/charset.hpp"

namespace jisr::dialogs {

struct PageChoice {
  std::string key;  // "1"; ignored when Layout::renumber
  std::string label;
};

// What is to be shown. Empty texts take no line.
struct Layout {
  std::string error;    // the line that says what was wrong; first
  std::string heading;  // the question or the notice; may hold line ends
  std::vector<PageChoice> choices;
  bool renumber =
      false;  // long lists: choices are numbered 1.. on each page, at most choices_per_page
  std::size_t choices_per_page = 7;
  std::vector<PageChoice> fixed;  // on every page, after the others, with their own keys
  std::string back;               // "0 Retour"; on every page where it is given
  std::string next;               // "9 Suite"; only on pages that have a next one
  std::string previous;           // "8 Précédent"; only on later pages
  std::string home;               // "00 Début"; only where it fits without making another page
};

struct Page {
  std::string text;              // without a line end at its end
  std::size_t first_choice = 0;  // index of the first choice on this page
  std::size_t choices = 0;       // how many are on it
};

// At least one page; at most kPagesMax (the rest is dropped, and compile() refuses such a screen).
// When everything fits on one page it is one page. When the error and the heading together make the
// screen longer than it is without the error, the error takes the heading's place. Navigation
// entries share one line, separated by a space: "9 Suite 0 Retour"; in Arabic each has its own,
// since a phone may lay the line from either side. A word longer than a page is cut at a character.
// A label longer than a page is shortened with "..".
std::vector<Page> lay_out(const Layout& layout, const Limit& limit);

constexpr std::size_t kPagesMax = 40;

}  // namespace jisr::dialogs
