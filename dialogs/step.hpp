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

namespace jisr::dialogs {

// What the world gives to one turn.
struct Surroundings {
  Limit limit;  // of one page on this channel
  Date today;
  std::string_view reference;    // drawn beforehand; used only if this turn registers
  Medium medium = Medium::ussd;  // of the line she is on
};

struct SmsText {
  std::string text;
  bool discreet = false;
};

// The dialog is done and asks for a registration; the session carries the answers.
struct Register {
  std::string reference;
  std::vector<Answer> answers;          // by field index
  std::string language;                 // BCP 47
  std::optional<SmsText> confirmation;  // only if she said that SMS is safe
};

struct Step {
  Session session;
  std::optional<Register> effect;
};

// Opens the dialog. With the session of an earlier, dropped call of the same dialog version, and
// where the dialog says so, the first screen asks "go on or start again" and shows nothing she
// answered.
Step begin(const Dialog& dialog, const std::optional<Session>& earlier, const Surroundings& around);

// Takes one input. `raw` is as the operator gave it; an ended session stays as it is.
Step answer(const Dialog& dialog, Session session, std::string_view raw,
            const Surroundings& around);

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
