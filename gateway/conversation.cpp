// Load, turn, commit; again when somebody else was faster.
#include "gateway/conversation.hpp"

#include <algorithm>
#include <cstdlib>

#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/answers.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/delivery/sms.hpp"
#include "gateway/log.hpp"
#include "gateway/reference.hpp"

namespace jisr::gateway {

using providers::Inbound;
using providers::Reply;

namespace {

constexpr int kAttemptsMax =
    8;  // of one callback: each but the last lost a race or drew a taken number

bool is_keyword(const Channel& channel, const std::string& text) {
  const auto key = dialogs::search_key(text);
  return std::any_of(channel.config.keywords.begin(), channel.config.keywords.end(),
                     [&](const std::string& word) { return dialogs::search_key(word) == key; });
}

}  // namespace

struct Conversation::Talk {
  std::shared_ptr<const Deployment> deployment;
  const Channel* channel;
  Inbound in;
  SubscriberKey key;
  std::int64_t begun_ms = 0;
  DialogVersions versions;
  Reply reply;
};

boost::asio::awaitable<Reply> Conversation::converse(std::shared_ptr<const Deployment> deployment,
                                                     const Channel* channel, Inbound in) {
  Talk talk;
  talk.key = store_.subscriber(in.msisdn, channel->config.ussd ? Medium::ussd : Medium::sms);
  talk.deployment = std::move(deployment);
  talk.channel = channel;
  talk.in = std::move(in);
  talk.begun_ms = now_ms();
  talk.versions = [served = talk.deployment.get()](std::uint64_t hash) {
    return served->version(hash);
  };
  for (int attempts = 0; attempts < kAttemptsMax; ++attempts) {
    auto tried = co_await attempt(talk);
    if (tried && *tried == Try::done) {
      Counters::add(counters_.answers);
      co_return std::move(talk.reply);
    }
    if (!tried) {
      log::error("turn_failed", {{"channel", channel->config.name},
                                 {"reason", tried.error().context},
                                 {"ms", now_ms() - talk.begun_ms}});
      break;
    }
  }
  Counters::add(counters_.busy);
  const auto& dialog = *channel->dialog;
  talk.reply.text = dialogs::phrase(dialog, dialog.default_language, dialogs::Phrase::busy);
  talk.reply.ends = true;
  co_return std::move(talk.reply);
}

boost::asio::awaitable<Result<Conversation::Try>> Conversation::attempt(Talk& talk) {
  auto loaded = co_await store_.load(talk.key);
  if (!loaded) co_return loaded.error();
  std::optional<dialogs::Session> stored;
  if (!loaded->session.empty()) stored = dialogs::decode(loaded->session);
  const bool sms = talk.in.kind == Inbound::Kind::sms;
  const bool open = stored && stored->state == dialogs::Session::State::open;
  const bool nothing_to_say = (talk.in.kind == Inbound::Kind::ussd_release) ||
                              (sms && !open && !is_keyword(*talk.channel, talk.in.text));
  if (nothing_to_say) {
    talk.reply = Reply{};
    talk.reply.ends = true;
    co_return Try::done;
  }
  const auto reference = reference::draw(talk.key.partition, limits_.partitions, random_bits());
  const TurnContext context{talk.channel->dialog, talk.versions, talk.channel->config.page,
                            today(talk.begun_ms), talk.begun_ms, reference};
  auto turn = take_turn(context, stored, talk.in);
  talk.reply.text = turn.page.text;
  talk.reply.ends = turn.page.ends;
  if (!turn.changed) {
    Counters::add(counters_.repeated);
    co_return Try::done;
  }
  const bool ended = turn.session.state == dialogs::Session::State::ended && !turn.session.gave_up;
  const std::chrono::milliseconds ttl(ended ? limits_.ended_ms : talk.channel->session_ms);
  std::optional<std::string> taken;
  if (turn.effect) taken = turn.effect->reference;
  auto effects = effects_of(talk, turn);
  auto bytes = dialogs::encode(turn.session);
  auto committed = co_await store_.commit(talk.key, std::move(loaded->token), std::move(bytes), ttl,
                                          std::move(effects), std::move(taken));
  if (!committed) co_return committed.error();
  if (*committed != CommitOutcome::committed) {
    Counters::add(counters_.conflicts);
    co_return Try::again;
  }
  note(talk, turn);
  co_return Try::done;
}

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
    QueuedSms sms{talk.channel->config.sms_channel, talk.in.msisdn, turn.page.text};
    OutboxEntry entry;
    entry.id = ids_.next();
    entry.kind = EntryKind::sms;
    entry.payload = encode(sms);
    effects.push_back(std::move(entry));
  }
  return effects;
}

std::string Conversation::registration_of(const Talk& talk, const Turn& turn,
                                          const std::string& id) const {
  const auto& dialog = *turn.dialog;
  const auto& effect = *turn.effect;
  Registration registration;
  registration.id = id;
  registration.reference = effect.reference;
  registration.dialog = dialog.name;
  registration.dialog_version = dialog.version;
  registration.channel = talk.channel->config.name;
  registration.language = effect.language;
  registration.msisdn = talk.in.msisdn;
  registration.completed_at = rfc3339(talk.begun_ms);
  registration.consent_version = dialog.consent_version;
  for (const auto& answer : effect.answers) {
    add_answer(registration, dialog.fields[answer.field], answer.value);
  }
  if (effect.confirmation && !talk.channel->config.sms_channel.empty()) {
    registration.confirmation =
        Confirmation{effect.confirmation->text, talk.channel->config.sms_channel, talk.in.msisdn};
  }
  return encode(registration);
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
