// What is another thing for the women when one version of a dialog takes the place of the other:
// words, pages, ways, rules, and where those would be who are in the middle of it. Pure; any
// thread.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/compile.hpp"
#include "dialogs/dialog.hpp"
#include "dialogs/figures.hpp"

namespace jisr::dialogs {

// A dialog and what the compiler put into it.
struct DialogVersion {
  std::shared_ptr<const Dialog> dialog;
  std::vector<std::pair<std::string, std::string>> settings;  // by name, as they stand
  std::vector<std::pair<std::string, std::string>> data;      // by name: "28 rows, no. 3021"
};
// Nothing when there are errors.
std::optional<DialogVersion> read_dialog_version(std::string_view yaml, const std::string& file,
                                                 const CompileOptions& options, Findings& findings);

struct Difference {
  enum class Kind : std::uint8_t {
    dialog,  // what is said at its head: consent_version, limits, languages
    setting,
    added,  // a screen
    removed,
    renamed,  // by what it says and does
    way,      // leads elsewhere, or is there or not
    text,
    rule,  // what is taken, kept, sent or shown on a screen
    field,
    phrase,  // the engine's own words
  };
  Kind kind = Kind::dialog;
  std::string where;     // the screen, field or phrase; of a screen its new name
  std::string what;      // "choice 1", "text", "consent_version"
  std::string language;  // of a text
  std::string before;    // empty: there was none
  std::string after;     // empty: there is none
};
std::string_view name(Difference::Kind kind);  // "renamed"

// What a screen takes on the air, with the longest answers put in.
struct PageCost {
  std::string screen;  // its new name
  std::string language;
  std::string before;  // "1 page, ucs2 60"; the dearest page
  std::string after;
};

struct LongestWay {
  std::string language;
  std::optional<WayFigures> before;
  std::optional<WayFigures> after;
};

// Where those would be who stand on a screen of the old version, if it were lost.
struct Landing {
  std::string to;         // a screen of the new version
  std::size_t kept = 0;   // answers
  std::size_t given = 0;  // of so many, on the shortest way there
  bool anew = false;      // she begins again
};
struct Standing {
  std::string screen;             // of the old version
  std::vector<Landing> landings;  // each other place or loss once; empty: no sample call came
};

struct Comparing {
  std::vector<Difference> differences;
  std::vector<PageCost> pages;      // of screens with other words
  std::vector<LongestWay> longest;  // by language that both offer
  bool consent_changed = false;     // then everybody begins anew
  std::vector<Standing> standings;  // by screen of the old version
  [[nodiscard]] bool same() const { return differences.empty(); }
};

// `today` for lists and ages; `page` is what one page may carry.
Comparing compared(const DialogVersion& before, const DialogVersion& after, const Limit& page,
                   const Date& today);

}  // namespace jisr::dialogs
