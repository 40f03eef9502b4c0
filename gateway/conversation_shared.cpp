// One phone, several women: whose registration goes on, and what is kept for the others. And what
// follows when she falls silent: the reminder of a call, the lead of a conversation by SMS.
#include <algorithm>

#include "dialogs/lead.hpp"
#include "dialogs/proof.hpp"
#include "dialogs/reminder.hpp"
#include "gateway/conversation_talk.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/file_record.hpp"

namespace jisr::gateway {

using dialogs::Session;

namespace {

// The session of another, in the place of the one that was asked for a proof: it goes on with the
// call.
Session in_its_place(const Session& asked, Session found) {
  found.state = Session::State::open;
  found.gave_up = false;
  found.farewell.clear();
  found.language = asked.language;
  found.resuming = false;
  found.proving = true;
  found.turns = asked.turns;
  found.operator_session = asked.operator_session;
  found.heard = asked.heard;
  found.heard_bytes = asked.heard_bytes;
  return found;
}

}  // namespace

// She is asked to prove that the registration is hers. It may be that of another who left it on the
// same phone after her: then hers is among those put aside.
void Conversation::match_proof(Talk& talk, const TurnContext& context) {
  auto& kept = talk.kept;
  if (!talk.goes_on || !kept.current || !kept.current->proving || !context.pinned) return;
  const auto typed = new_answer(*kept.current, talk.in);
  if (!typed || *typed == context.pinned->keys.back) return;
  const auto around = surroundings_of(context, talk.in.kind == providers::Inbound::Kind::sms);
  const auto& dialog = *context.pinned;
  if (dialogs::proves({dialog, *kept.current, around}, *typed)) return;
  for (auto& one : kept.aside) {
    if (one.session.dialog != dialog.hash) continue;
    if (!dialogs::proves({dialog, one.session, around}, *typed)) {
      if (dialogs::can_prove(dialog, one.session)) ++one.session.proofs_failed;
      continue;
    }
    auto mine = in_its_place(*kept.current, one.session);
    one.session = dialogs::left_for_another(std::move(*kept.current));
    one.session.operator_session = 0;
    one.since_ms = talk.begun_ms;
    kept.current = std::move(mine);
    return;
  }
}

// What may be another's stays for her, beside the registration that begins now.
void Conversation::keep_left(Talk& talk, Turn& turn) {
  if (!turn.left) return;
  auto left = std::move(*turn.left);
  left.operator_session = left.heard = 0;
  left.heard_bytes = 0;
  talk.kept.keep(turn.dialog->name, talk.begun_ms, std::move(left));
}

// What is kept of a registration by its number: how she is told of news, if she said that an SMS is
// safe, and how she shows that the number is hers.
std::string Conversation::file_of(const Talk& talk, const Turn& turn, const UpdatesConfig& config) {
  const auto& effect = *turn.effect;
  FileRecord record;
  record.msisdn = talk.in.msisdn;
  record.language = effect.language;
  if (const auto sms = confirmation_of(talk, effect)) {
    record.msisdn = sms->msisdn;
    record.channel = sms->channel;
    record.discreet = effect.confirmation->discreet;
  }
  const auto check = config.check.empty() ? dialogs::kNone : turn.dialog->field(config.check);
  for (const auto& answer : effect.answers) {
    if (answer.field == check) record.check = answer.value;
  }
  return encode(record);
}

// The code that leads to this dialog on her line; empty: nobody knows one.
std::string Conversation::code_of(const Talk& talk, const dialogs::Dialog& dialog) {
  const auto& channel = *talk.channel;
  const auto& entrances = channel.config.entrances;
  for (std::size_t i = 0; i < entrances.size() && i < channel.begun.size(); ++i) {
    const auto& begun = channel.begun[i];
    if (begun && begun->name == dialog.name && !entrances[i].code.empty()) return entrances[i].code;
  }
  return {};
}

// At most one for a registration, queued as soon as she has said that an SMS is safe: Outbox looks
// when it is due whether there is anything to be reminded of.
std::optional<OutboxEntry> Conversation::reminder_of(const Talk& talk, const TurnContext& context,
                                                     Turn& turn) {
  if (talk.in.kind == providers::Inbound::Kind::sms || talk.stopped) return std::nullopt;
  if (!turn.session.reminder.empty() || turn.dialog->reminder.text.empty()) return std::nullopt;
  const auto code = code_of(talk, *turn.dialog);
  QueuedSms sms;
  sms.channel = sms_channel_for(talk, talk.in.msisdn);
  if (code.empty() || sms.channel.empty()) return std::nullopt;
  const auto around = surroundings_of(context, false);
  auto text = dialogs::reminder_text({*turn.dialog, turn.session, around}, code);
  if (!text) return std::nullopt;
  sms.msisdn = talk.in.msisdn;
  sms.text = std::move(*text);
  sms.purpose = Purpose::reminder;
  sms.of_call = true;
  OutboxEntry entry;
  entry.id = sms_entry_id(sms.purpose, ids_.next());
  entry.kind = EntryKind::sms;
  entry.payload = encode(sms);
  entry.due_in = std::chrono::milliseconds(turn.dialog->reminder.after_ms);
  turn.session.reminder = entry.id;
  return entry;
}

// At most one for a conversation by SMS, queued as soon as she has consented, in the place of the
// reminder of the call that it began with. Her answers are read when it is due (silent.hpp).
std::optional<OutboxEntry> Conversation::lead_of(const Talk& talk, const TurnContext& context,
                                                 const Turn& turn) {
  const auto& waiting = turn.session.reminder;
  const bool has_lead = !waiting.empty() && plain_id(waiting) == waiting;
  if (talk.in.kind != providers::Inbound::Kind::sms || talk.stopped || has_lead) {
    return std::nullopt;
  }
  const auto& dialog = *turn.dialog;
  const auto around = surroundings_of(context, true);
  if (!dialogs::is_lead({dialog, turn.session, around})) return std::nullopt;
  OutboxEntry entry;
  entry.id = ids_.next();
  entry.kind = EntryKind::registry;
  entry.due_in = std::chrono::milliseconds(dialog.lead.after_ms);
  auto silent = about_her(talk, dialog, entry.id);
  silent.silent = true;
  silent.kind = dialog.lead.kind;
  silent.tags = dialog.lead.tags;
  silent.language = dialog.languages[turn.session.language].code;
  entry.payload = encode(silent);
  return entry;
}

}  // namespace jisr::gateway
