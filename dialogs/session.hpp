// Where one subscriber is in a dialog, with her answers. A value: the engine makes a new one of an
// old one and an input. Its bytes are stored in Redis (sealed), so the codec is compact and
// versioned.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/field.hpp"

namespace jisr::dialogs {

// Indices are those of the compiled dialog whose `hash` the session names; they mean nothing in
// another.
struct Answer {
  std::uint16_t field = 0;
  std::string value;  // canonical; empty when she said that she gives none ("8 I don't have it")
  // Given in an earlier call, and not to be shown in this one: another may have the phone.
  bool withheld = false;
};

struct Session {
  enum class State : std::uint8_t { open = 0, ended = 1 };

  std::uint64_t dialog = 0;  // content hash of the dialog version that it began with
  State state = State::open;
  std::uint16_t screen = 0;
  std::uint8_t page = 0;
  std::uint8_t language = 0;   // index in Dialog::languages
  std::uint8_t wrong = 0;      // wrong tries on this screen
  Wrong notice = Wrong::none;  // the error line that the screen shows now
  bool changing = false;  // came from the summary: answered screens are passed over on the way back
  bool resuming = false;  // shows "go on or start again" in front of `screen`
  bool doubtful = false;  // shows "correct or keep" for `pending`
  bool choosing_change = false;  // the summary shows what may be changed
  bool aside = false;            // shows the traceless page of `screen`, which any key leaves
  bool proving = false;  // shows the question by which she proves that it is her, before `screen`
  std::uint8_t proofs_failed = 0;  // wrong answers to that, over all calls: dialogs/proof.hpp
  bool gave_up = false;  // ended by too many wrong tries: the answers stay, another call may go on
  std::uint8_t check = 0;            // notice `check`: which of the screen's checks refused
  std::uint16_t turns = 0;           // answers taken since it began
  std::string pending;               // the unusual answer she is asked about; empty otherwise
  std::string filter;                // letters typed on a long list; empty otherwise
  std::vector<Answer> answers;       // by field, each at most once
  std::vector<std::uint16_t> trail;  // screens to go back to, oldest first, at most kTrailMax
  std::string reference;             // set when registered; 8 digits
  std::string farewell;  // the last page, kept when ended so that a repeated callback gets it again

  // Set and read by the gateway, not by the engine: which callback this state answered.
  std::uint64_t operator_session = 0;  // hash of the operator's session id
  std::uint64_t heard = 0;             // hash of the last callback's text or message id
  std::uint16_t heard_bytes = 0;       // length of the cumulative text consumed so far
  std::int64_t begun_ms = 0;           // Unix time
  std::int64_t heard_ms = 0;           // Unix time of her last answer; 0: not noted
  std::string reminder;  // the entry of the reminder, or else the lead, that waits; empty: none

  // Set by an end that goes on by SMS, for whoever took the answer; not stored.
  bool handed_over = false;

  [[nodiscard]] const std::string* answer(std::uint16_t field) const;
  void set(std::uint16_t field, std::string value);  // hers, in this call
  [[nodiscard]] bool withholds(std::uint16_t field) const;
  [[nodiscard]] bool withholds_any() const;
  void withhold(std::uint16_t field);
  void clear(std::uint16_t field);
  // Shows `screen` itself: none of the engine's own questions before it, and no page aside.
  void show_plainly();

  static constexpr std::size_t kTrailMax = 32;
  static constexpr std::size_t kAnswersMax = 200;
};

// There is something in it to go on with, in this call or another.
bool is_unfinished(const Session& session);

// Stored in Redis; do not renumber. decode() takes what encode() made, of this version or an older
// one; anything else (truncated, too long, a newer version) is nullopt, never a crash.
std::string encode(const Session& session);
std::optional<Session> decode(std::string_view bytes);

}  // namespace jisr::dialogs
