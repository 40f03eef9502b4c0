// What stays the same over the attempts of one callback, and what each attempt finds. Private to
// conversation*.cpp.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "gateway/conversation.hpp"
#include "gateway/entrances.hpp"
#include "gateway/kept_sessions.hpp"

namespace jisr::gateway {

struct Conversation::Talk {
  std::shared_ptr<const Deployment> deployment;
  const Channel* channel;
  providers::Inbound in;
  SubscriberKey key;
  std::int64_t begun_ms = 0;
  providers::Reply reply;
  bool counts = false;  // something was stored: against the limits of how often

  // Of this attempt.
  KeptSessions kept;
  std::optional<Entered> entered;                 // where a call or conversation begins
  std::shared_ptr<const dialogs::Dialog> dialog;  // that it begins
  bool begins = false;                            // SMS: with a keyword
  bool goes_on = false;                           // with the session in hand
  std::uint32_t mark = 0;                         // callback_mark()
  bool late = false;                              // TurnContext::late
  bool silent = false;                            // nothing is to be said
  bool stopped = false;                           // she said STOP, before or now
  KeptSessions other;                             // on the other medium
  std::optional<CommitAlso::Other> other_now;     // what becomes of it
  std::optional<OutboxEntry> question;            // the page that goes on by SMS
  std::vector<CommitNote> notes;                  // of look-ups that the gateway answers itself
};

struct Conversation::Pinned {
  std::shared_ptr<const dialogs::Dialog> dialog;  // null: she begins anew
  std::optional<dialogs::Session> moved;          // to `dialog`, since her own version is gone
};

}  // namespace jisr::gateway
