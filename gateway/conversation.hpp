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
#include "gateway/delivery/sms_lines.hpp"
#include "gateway/deployment.hpp"
#include "gateway/funnel.hpp"
#include "gateway/pressure.hpp"
#include "gateway/rates.hpp"
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
               Counters& counters, Funnel& funnel, ConversationLimits limits,
               PressureLimits pressure, Rates& rates, const SmsLines& lines)
      : store_(store),
        versions_(versions),
        services_(services),
        vault_(vault),
        counters_(counters),
        funnel_(funnel),
        limits_(limits),
        pressure_(pressure),
        rates_(rates),
        lines_(lines) {}

  // The page for one callback. `in.msisdn` is E.164 here. Never fails: when the store does not
  // answer, or is full, it is the dialog's "busy, please dial again", which changes nothing; new
  // calls get it at once when there is too much to do, and whoever calls too often; an SMS that is
  // too many is not answered. An
  // empty text means that nothing is to be said: she hung up, or an SMS that no dialog understands.
  boost::asio::awaitable<providers::Reply> converse(std::shared_ptr<const Deployment> deployment,
                                                    const Channel* channel, providers::Inbound in);

 private:
  struct Talk;    // conversation_talk.hpp
  struct Pinned;  // the version that a session belongs to
  enum class Try { done, again };

  boost::asio::awaitable<Result<Try>> attempt(Talk& talk);
  static void enter(Talk& talk);
  boost::asio::awaitable<Result<void>> choose(Talk& talk, TurnContext& context);
  boost::asio::awaitable<Result<void>> take_over(Talk& talk, TurnContext& context);
  void hand_over(Talk& talk, const TurnContext& context, Turn& turn);
  boost::asio::awaitable<providers::Reply> heed(Talk& talk, const SmsWord* word);
  boost::asio::awaitable<Result<Stored>> load(const SubscriberKey* key);
  providers::Reply busy(const Channel& channel);
  boost::asio::awaitable<providers::Reply> take_turns(Talk* talk);
  providers::Reply too_often(const Talk& talk, TooOften what);
  boost::asio::awaitable<Result<Pinned>> pin(Talk& talk, dialogs::Session session,
                                             const TurnContext* context);
  boost::asio::awaitable<bool> look_up(Talk& talk, const TurnContext* context, Turn& turn);
  boost::asio::awaitable<Result<CommitOutcome>> commit(Talk& talk, const TurnContext* context,
                                                       Turn& turn, std::string token);
  static std::string file_of(const Talk& talk, const Turn& turn, const UpdatesConfig& config);
  static void match_proof(Talk& talk, const TurnContext& context);
  static void keep_left(Talk& talk, Turn& turn);
  static std::string code_of(const Talk& talk, const dialogs::Dialog& dialog);
  std::optional<OutboxEntry> reminder_of(const Talk& talk, const TurnContext& context, Turn& turn);
  std::optional<OutboxEntry> lead_of(const Talk& talk, const TurnContext& context,
                                     const Turn& turn);
  static ServiceQuestion question_of(const Talk& talk, const Turn& turn,
                                     const dialogs::Lookup& lookup);
  std::vector<OutboxEntry> effects_of(const Talk& talk, Turn& turn);
  static Registration about_her(const Talk& talk, const dialogs::Dialog& dialog,
                                const std::string& id);
  std::string registration_of(const Talk& talk, const Turn& turn, const std::string& id) const;
  static std::string sms_channel_for(const Talk& talk, const std::string& to);
  static std::optional<Confirmation> confirmation_of(const Talk& talk,
                                                     const dialogs::Register& effect);
  void count(const TurnContext& context, const std::optional<dialogs::Session>& stored,
             const Turn& turn);
  void note(const Talk& talk, const Turn& turn);

  Store& store_;
  Versions& versions_;
  Services& services_;
  const Vault& vault_;
  Counters& counters_;
  Funnel& funnel_;
  ConversationLimits limits_;
  Pressure pressure_;
  Rates& rates_;
  const SmsLines& lines_;  // knows how many gateways run
  UuidSource ids_;
};

}  // namespace jisr::gateway
