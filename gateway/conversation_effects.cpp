// What a turn leaves in the outbox: the registration, and by SMS the page itself. And what is
// logged of it.
#include <algorithm>

#include "gateway/calendar.hpp"
#include "gateway/conversation_talk.hpp"
#include "gateway/delivery/answers.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/delivery/sms_route.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

using providers::Inbound;

std::vector<OutboxEntry> Conversation::effects_of(const Talk& talk, Turn& turn) {
  std::vector<OutboxEntry> effects;
  if (turn.effect) {
    OutboxEntry entry;
    entry.id = ids_.next();
    entry.kind = EntryKind::registry;
    entry.payload = registration_of(talk, turn, entry.id);
    effects.push_back(std::move(entry));
  }
  if (talk.in.kind == Inbound::Kind::sms && !talk.channel->profile.replies_in_response) {
    // After a STOP she wrote first: what she is answered is asked for.
    QueuedSms sms;
    sms.channel = sms_channel_for(talk, talk.in.msisdn);
    if (sms.channel.empty()) sms.channel = talk.channel->config.name;
    sms.msisdn = talk.in.msisdn;
    sms.text = turn.page.text;
    sms.purpose = Purpose::answer;
    sms.asked = talk.stopped;
    OutboxEntry entry;
    entry.id = sms_entry_id(sms.purpose, ids_.next());
    entry.kind = EntryKind::sms;
    entry.payload = encode(sms);
    effects.push_back(std::move(entry));
  }
  if (talk.question) effects.push_back(*talk.question);
  return effects;
}

std::string Conversation::sms_channel_for(const Talk& talk, const std::string& to) {
  SmsTo sms;
  sms.msisdn = to;
  sms.network = talk.in.network;
  sms.sms_channel = talk.channel->config.sms_channel;
  sms.is_caller = to == talk.in.msisdn;
  return gateway::sms_channel_for(talk.deployment->config().sms, sms);
}

// To the caller, or to the one whom she registers. A number that is none gets nothing.
std::optional<Confirmation> Conversation::confirmation_of(const Talk& talk,
                                                          const dialogs::Register& effect) {
  if (!effect.confirmation) return std::nullopt;
  const auto& sms = *effect.confirmation;
  std::string to = talk.in.msisdn;
  if (!sms.to.empty()) {
    const auto number = providers::normalise(sms.to, talk.channel->numbering);
    if (!number) {
      log::info("sms_number_unusable", {{"channel", talk.channel->config.name}});
      return std::nullopt;
    }
    to = *number;
  }
  const auto channel = sms_channel_for(talk, to);
  if (channel.empty()) return std::nullopt;
  return Confirmation{sms.text, channel, to};
}

// What is the same of all that is registered in this talk.
Registration Conversation::about_her(const Talk& talk, const dialogs::Dialog& dialog,
                                     const std::string& id) {
  Registration registration;
  registration.id = id;
  registration.dialog = dialog.name;
  registration.dialog_version = dialog.version;
  registration.channel = talk.channel->config.name;
  registration.msisdn = talk.in.msisdn;
  registration.completed_at = rfc3339(talk.begun_ms);
  registration.consent_version = dialog.consent_version;
  return registration;
}

std::string Conversation::registration_of(const Talk& talk, const Turn& turn,
                                          const std::string& id) const {
  const auto& dialog = *turn.dialog;
  const auto& effect = *turn.effect;
  auto registration = about_her(talk, dialog, id);
  registration.kind = effect.kind;
  registration.tags = effect.tags;
  registration.reference = effect.reference;
  registration.language = effect.language;
  for (const auto& answer : effect.answers) {
    add_answer(registration, dialog.fields[answer.field], answer.value);
  }
  registration.confirmation = confirmation_of(talk, effect);
  return encode(registration);
}

// A session that was begun at another time is not the one that goes on.
void Conversation::count(const TurnContext& context, const std::optional<dialogs::Session>& stored,
                         const Turn& turn) {
  const bool same =
      stored && stored->begun_ms == turn.session.begun_ms && stored->dialog == turn.session.dialog;
  const dialogs::CountedTurn counted{same ? &*stored : nullptr, &turn.session, turn.refused,
                                     turn.ended, turn.gave_up};
  funnel_.count(turn.dialog, context.today, counted);
}

void Conversation::note(const Talk& talk, const Turn& turn) {
  const bool worth_a_line = turn.begun || turn.effect || log::is_on(log::Level::debug);
  if (!worth_a_line) return;  // a pseudonym costs as much as the rest of this function
  const auto who = vault_.log_name(talk.in.msisdn);
  if (turn.begun) {
    Counters::add(counters_.begun);
    log::info("call_begun", {{"channel", talk.channel->config.name}, {"caller", who}});
  }
  if (turn.effect) {
    Counters::add(counters_.registered);
    log::info("registered", {{"channel", talk.channel->config.name},
                             {"caller", who},
                             {"language", turn.effect->language},
                             {"call_ms", talk.begun_ms - turn.session.begun_ms}});
  }
  log::debug("turn", {{"channel", talk.channel->config.name},
                      {"caller", who},
                      {"screen", turn.page.screen},
                      {"ms", now_ms() - talk.begun_ms}});
}

}  // namespace jisr::gateway
