// What is kept of one subscriber on one medium: the session in hand, those of other dialogs that
// she left unfinished, and which callbacks were answered last. She may ask on one code and find her
// registration on another as she left it. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/session.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

struct SessionAside {
  std::string dialog;         // as the dialog calls itself
  std::int64_t since_ms = 0;  // Unix time
  dialogs::Session session;
};

struct KeptSessions {
  std::optional<dialogs::Session> current;
  std::vector<SessionAside> aside;  // oldest first, at most kAsideMax

  // Callbacks that were answered, by callback_mark(), oldest first, of this call and of those
  // before: one that comes again late must not be taken for an answer to the page she reads now.
  std::vector<std::uint32_t> heard;

  static constexpr std::size_t kAsideMax = 4;
  static constexpr std::size_t kHeardMax = 16;

  [[nodiscard]] bool was_heard(std::uint32_t mark) const;
  void note_heard(std::uint32_t mark);

  // The session in hand is put aside, if there is anything in it to go on with: unfinished, with
  // answers. Then there is none in hand.
  void put_aside(const std::string& dialog, std::int64_t now_ms);
  // Another's, maybe, of the dialog in hand: there may be several of those.
  void keep(const std::string& dialog, std::int64_t now_ms, dialogs::Session session);
  // The last one of this dialog, if it was put aside, is in hand.
  void take_back(std::string_view dialog);
  // The same by the operator's session: a late callback of a call that was left.
  bool take_back_call(std::uint64_t operator_session, const std::string& current_dialog,
                      std::int64_t now_ms);
  // The one whose reminder or lead this entry of the outbox is, or null.
  [[nodiscard]] const dialogs::Session* with_entry(const std::string& entry) const;
};

// What a callback is known by: the operator's session with the whole text of the call, or with the
// operator's name for the callback. 0: it tells neither.
std::uint32_t callback_mark(const providers::Inbound& in);

// Stored in Redis; do not change. With nothing heard and nothing aside they are the bytes of the
// session alone. decode_kept() leaves out what was put aside longer than `age_ms` ago; what
// cannot be read is nothing.
std::string encode(const KeptSessions& kept);
KeptSessions decode_kept(std::string_view bytes, std::int64_t now_ms, std::int64_t age_ms);

}  // namespace jisr::gateway
