// The engine: session + input → session, page, effects. Total and pure: a wrong key is a screen,
// never an error, and the same arguments give the same result. Any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/charset.hpp"
#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"
#include "dialogs/surroundings.hpp"

namespace jisr::dialogs {

struct SmsText {
  std::string text;
  bool discreet = false;
  std::string to;  // E.164 as she gave it; empty = the caller
};

// The dialog is done and asks for a registration; the session carries the answers.
struct Register {
  std::string reference;
  std::string kind;  // empty = a registration; else what the dialog calls it
  std::vector<std::string> tags;
  std::vector<Answer> answers;          // by field index
  std::string language;                 // BCP 47
  std::optional<SmsText> confirmation;  // only if she said that SMS is safe
};

// A service is to be asked. Values are as the dialog's `send` names them; one that is nothing is
// left out.
struct Lookup {
  std::uint16_t screen = kNone;
  std::string service;
  std::vector<std::pair<std::string, std::string>> sent;
  std::int64_t limit_ms = 0;
};

// What became of it. `kept` has the values for the dialog's `keep`, in its order.
struct LookupOutcome {
  enum class Kind : std::uint8_t { found, not_found, failed } kind = Kind::failed;
  std::vector<std::optional<std::string>> kept;
};

struct Step {
  Session session;
  std::optional<Register> effect;
  std::optional<Lookup> lookup;   // to be answered by resume() before there is a page to show
  std::optional<Lookup> prepare;  // may be asked while she reads: it will probably be wanted next
  std::optional<Session> left;    // another's, maybe: to be kept beside the new one
  // For whoever counts (screen_count.hpp).
  bool refused = false;         // the screen did not take her answer
  bool gave_up = false;         // and that was once too often
  std::uint16_t ended = kNone;  // the end that she sees now for the first time
};

// Opens the dialog. With the session of an earlier, dropped call of the same dialog version, and
// where the dialog says so, the first screen asks "go on or start again" and shows nothing she
// answered.
Step begin(const Dialog& dialog, const std::optional<Session>& earlier, const Surroundings& around);

// Takes one input. `raw` is as the operator gave it; an ended session stays as it is.
Step answer(const Dialog& dialog, Session session, std::string_view raw,
            const Surroundings& around);

// Goes on from a look-up. One turn may ask several in a row, at most kLookupsMax: whoever calls
// stops there and takes the next as failed.
Step resume(const Dialog& dialog, Session session, const LookupOutcome& outcome,
            const Surroundings& around);
constexpr int kLookupsMax = 3;

// The page she sees now.
struct Shown {
  std::string text;
  bool ends = false;        // the call is over after this page
  std::string_view screen;  // name, for logs and metrics
  std::size_t page = 0;     // from 0
  std::size_t pages = 1;
};
Shown show(const Dialog& dialog, const Session& session, const Surroundings& around);

// The words for an answer in her language: a choice's label, a list's cell, the value itself.
std::string words(const Dialog& dialog, const Session& session, std::uint16_t field);
// The engine's own words in a language, for the gateway's busy page.
std::string phrase(const Dialog& dialog, std::uint8_t language, Phrase phrase);

}  // namespace jisr::dialogs
