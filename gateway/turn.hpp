// One turn of a conversation, as a decision without I/O: what was stored + what the operator says →
// what is to be stored, and the page she gets. Repeated, late and reordered callbacks are told
// apart here. Pure; any thread. conversation.hpp loads and commits around it.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/step.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

struct TurnContext {
  std::shared_ptr<const dialogs::Dialog> current;  // the version for new calls
  // The version that the stored session belongs to; null when there is none, or no session.
  std::shared_ptr<const dialogs::Dialog> pinned;
  // The stored session was moved to `pinned` just now: the page she answers was another one's.
  bool moved = false;
  dialogs::Limit limit;
  dialogs::Date today;
  std::int64_t now_ms = 0;
  std::string_view reference;  // drawn for this turn; used only if she registers in it
  std::string_view channel = {};
  int hour = 12;                  // of the same clock as `today`
  bool returning = false;         // she registered before
  std::string_view pin_key = {};  // of this caller: Vault::pin_key()
  // To the first screens, when a call or conversation begins: enter_ussd(), enter_sms(). Null: what
  // a cumulative text holds.
  const std::vector<std::string>* answers = nullptr;
  bool begins = false;        // SMS: she sent a keyword, which begins anew what is in progress
  bool late = false;          // this callback was answered before others that came since
  bool stopped = false;       // she said STOP
  bool sms_possible = false;  // the call can go on by SMS
  // SMS: Session::heard of the conversation that this one takes the place of; 0: none.
  std::uint64_t heard_before = 0;
};

// What the engine sees of it. `sms`: by which medium she speaks.
dialogs::Surroundings surroundings_of(const TurnContext& context, bool sms);

struct Turn {
  dialogs::Session session;
  std::shared_ptr<const dialogs::Dialog> dialog;  // that `session` belongs to
  std::optional<dialogs::Register> effect;
  std::optional<dialogs::Lookup> lookup;   // to be answered by go_on() before there is a page
  std::optional<dialogs::Lookup> prepare;  // may be asked while she reads the page
  dialogs::Shown page;
  bool changed = true;   // false: a repeated or late callback; nothing is to be stored
  bool sms = false;      // by which medium
  bool begun = false;    // a call or conversation begins with this turn
  bool refused = false;  // as Step has them
  bool gave_up = false;
  std::uint16_t ended = dialogs::kNone;
  std::optional<dialogs::Session> left;  // another's, maybe: as Step has it
};

// `stored` is what decode() gave, if there was a session. Of a release (she hung up) only the
// stored session matters: nothing is answered, and the turn is unchanged.
//
// Which callback is it? A cumulative provider repeats all answers of the call in `text`: the length
// and hash of what was heard tell a repeat (same), a late one (shorter) and the new part. With a
// provider that sends only the last answer, its message id tells a repeat; without an id each
// callback is new. A call whose beginning was never seen (deep dial, or the session was lost) has
// its answers played from the start, up to the first that is wrong, whose screen she sees with its
// error. Never up to a registration: for that she confirms on a page that she has seen. Nor onto
// what an earlier call left: that she is asked about, or goes on with, herself.
//
// Nothing is done about a `late` callback; whoever asks again sees where she is now.
//
// The earlier call's session counts only where it is of the dialog that begins now.
//
// Of a call whose version is gone (or whose session was moved) what she typed is not taken, since
// it answered another page: she sees the page where she is now.
Turn take_turn(const TurnContext& context, const std::optional<dialogs::Session>& stored,
               const providers::Inbound& in);

// Goes on from the turn's look-up, to a page or to the next look-up.
void go_on(const TurnContext& context, Turn& turn, const dialogs::LookupOutcome& outcome);

// Whether it is the message before the last one, brought once more.
bool is_late(const dialogs::Session& session, const providers::Inbound& in);

// Whether the callback goes on with the call or conversation of the session.
bool same_call(const dialogs::Session& session, const providers::Inbound& in, bool begins);

// What she answers with this callback of the call that the session is of; nothing when it says
// nothing new.
std::optional<std::string_view> new_answer(const dialogs::Session& session,
                                           const providers::Inbound& in);

// FNV-1a, 64 bits. Stored in sessions; do not change.
std::uint64_t fingerprint(std::string_view text);

}  // namespace jisr::gateway
