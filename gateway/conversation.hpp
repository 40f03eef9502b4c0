// The way of one answer: load her session, take the turn, commit, give the page. One for each
// thread. Two callbacks at once for one subscriber: the commit of one wins, the other finds its
// version changed, loads again and is answered from the result. Nothing here waits for the
// registry, and for other services only where the dialog looks something up.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "gateway/counters.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/deployment.hpp"
#include "gateway/services.hpp"
#include "gateway/store.hpp"
#include "gateway/turn.hpp"
#include "gateway/uuid.hpp"
#include "gateway/versions.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

struct ConversationLimits {
  std::uint16_t partitions = 64;
  std::int64_t ended_ms = 600'000;
  std::int64_t returning_ms = 0;  // SessionConfig::returning_ms
};

class Conversation {
 public:
  Conversation(Store& store, Versions& versions, Services& services, const Vault& vault,
               Counters& counters, ConversationLimits limits)
      : store_(store),
        versions_(versions),
        services_(services),
        vault_(vault),
        counters_(counters),
        limits_(limits) {}

  // The page for one callback. `in.msisdn` is E.164 here. Never fails: when the store does not
  // answer, or is full, it is the dialog's "busy, please dial again", which changes nothing. An
  // empty text means that nothing is to be said: she hung up, or an SMS that no dialog understands.
  boost::asio::awaitable<providers::Reply> converse(std::shared_ptr<const Deployment> deployment,
                                                    const Channel* channel, providers::Inbound in);

 private:
  struct Talk;    // what stays the same over the attempts of one callback
  struct Pinned;  // the version that a session belongs to
  enum class Try { done, again };

  boost::asio::awaitable<Result<Try>> attempt(Talk& talk);
  boost::asio::awaitable<Result<Pinned>> pin(Talk& talk, dialogs::Session session,
                                             const TurnContext* context);
  boost::asio::awaitable<bool> look_up(Talk& talk, const TurnContext* context, Turn& turn);
  boost::asio::awaitable<Result<CommitOutcome>> commit(Talk& talk, Turn& turn, std::string token);
  static ServiceQuestion question_of(const Talk& talk, const Turn& turn,
                                     const dialogs::Lookup& lookup);
  std::vector<OutboxEntry> effects_of(const Talk& talk, Turn& turn);
  std::string registration_of(const Talk& talk, const Turn& turn, const std::string& id) const;
  static std::optional<Confirmation> confirmation_of(const Talk& talk,
                                                     const dialogs::Register& effect);
  void note(const Talk& talk, const Turn& turn);

  Store& store_;
  Versions& versions_;
  Services& services_;
  const Vault& vault_;
  Counters& counters_;
  ConversationLimits limits_;
  UuidSource ids_;
};

}  // namespace jisr::gateway
