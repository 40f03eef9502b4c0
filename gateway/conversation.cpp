// Load, turn, commit; again when somebody else was faster.
#include "gateway/conversation.hpp"

#include <algorithm>

#include "dialogs/migrate.hpp"
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

// Look-ups of one turn; those after dialogs::kLookupsMax are taken as failed at once.
constexpr int kLookupStepsMax = 40;

bool is_keyword(const Channel& channel, const std::string& text) {
  const auto key = dialogs::search_key(text);
  return std::any_of(channel.config.keywords.begin(), channel.config.keywords.end(),
                     [&](const std::string& word) { return dialogs::search_key(word) == key; });
}

// Few dialogs do: the others' callers need no key.
bool asks_pin(const dialogs::Dialog& dialog) {
  return std::any_of(dialog.fields.begin(), dialog.fields.end(), [](const dialogs::Field& field) {
    return field.type == dialogs::FieldType::pin;
  });
}

}  // namespace

struct Conversation::Talk {
  std::shared_ptr<const Deployment> deployment;
  const Channel* channel;
  Inbound in;
  SubscriberKey key;
  std::int64_t begun_ms = 0;
  Reply reply;
};

struct Conversation::Pinned {
  std::shared_ptr<const dialogs::Dialog> dialog;  // null: she begins anew
  std::optional<dialogs::Session> moved;          // to `dialog`, since her own version is gone
};

boost::asio::awaitable<Reply> Conversation::converse(std::shared_ptr<const Deployment> deployment,
                                                     const Channel* channel, Inbound in) {
  Talk talk;
  talk.key = store_.subscriber(in.msisdn, channel->config.ussd ? Medium::ussd : Medium::sms);
  talk.deployment = std::move(deployment);
  talk.channel = channel;
  talk.in = std::move(in);
  talk.begun_ms = now_ms();
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
  std::string pin_key;
  const auto there = local_time(talk.begun_ms, talk.channel->time_zone);
  const auto& channel = talk.channel->config;
  TurnContext context;
  context.current = talk.channel->dialog;
  context.limit = channel.page;
  context.today = there.date;
  context.hour = there.hour;
  context.now_ms = talk.begun_ms;
  context.reference = reference;
  context.channel = channel.name;
  context.returning = loaded->returning;
  if (stored && (open || stored->gave_up)) {
    auto found = co_await pin(talk, *stored, &context);
    if (!found) co_return found.error();
    context.pinned = found->dialog;
    context.moved = found->moved.has_value();
    if (context.moved) stored = found->moved;
  }
  if (asks_pin(*context.current) || (context.pinned && asks_pin(*context.pinned))) {
    pin_key = vault_.pin_key(talk.in.msisdn);
    context.pin_key = pin_key;
  }
  auto turn = take_turn(context, stored, talk.in);
  if (turn.lookup) {
    const bool shown = co_await look_up(talk, &context, turn);
    if (!shown) co_return Error{Errc::unavailable, "look-ups without an end", false};
  }
  talk.reply.text = turn.page.text;
  talk.reply.ends = turn.page.ends;
  if (!turn.changed) {
    Counters::add(counters_.repeated);
    co_return Try::done;
  }
  auto committed = co_await commit(talk, turn, std::move(loaded->token));
  if (!committed) co_return committed.error();
  if (*committed != CommitOutcome::committed) {
    Counters::add(counters_.conflicts);
    co_return Try::again;
  }
  if (context.moved) Counters::add(counters_.moved);
  if (turn.prepare) services_.prepare(question_of(talk, turn, *turn.prepare));
  note(talk, turn);
  co_return Try::done;
}

// The version of a session that goes on: nearly always one of the deployment. Another one may have
// to be fetched and compiled, while the rest of limits.answer is kept for the commit.
boost::asio::awaitable<Result<Conversation::Pinned>> Conversation::pin(Talk& talk,
                                                                       dialogs::Session session,
                                                                       const TurnContext* context) {
  Pinned pinned;
  if (const auto served = talk.deployment->version(session.dialog)) {
    pinned.dialog = served->dialog;
    co_return pinned;
  }
  const auto& config = talk.deployment->config();
  const auto spent_ms = now_ms() - talk.begun_ms + 3 * config.redis.command_ms;
  const std::chrono::milliseconds limit(
      std::max<std::int64_t>(config.limits.answer_ms - spent_ms, config.redis.command_ms));
  auto found = co_await versions_.find(session.dialog, limit);
  if (!found) co_return found.error();
  const auto version = *found;
  if (!version) co_return pinned;
  pinned.dialog = version->dialog;
  if (pinned.dialog) co_return pinned;
  const auto& own = talk.channel->dialog;
  const bool is_own = own->name == version->names.dialog;
  pinned.dialog = is_own ? own : talk.deployment->dialog_called(version->names.dialog);
  if (!pinned.dialog) co_return pinned;
  const auto around = surroundings_of(*context, talk.in.kind == Inbound::Kind::sms);
  pinned.moved = dialogs::migrate(version->names, session, *pinned.dialog, around);
  co_return pinned;
}

boost::asio::awaitable<Result<CommitOutcome>> Conversation::commit(Talk& talk, Turn& turn,
                                                                   std::string token) {
  using std::chrono::milliseconds;
  const bool ended = turn.session.state == dialogs::Session::State::ended && !turn.session.gave_up;
  const milliseconds ttl(ended ? limits_.ended_ms : talk.channel->session_ms);
  std::optional<std::string> taken;
  if (turn.effect) taken = turn.effect->reference;
  const bool registers = turn.effect && turn.effect->kind.empty();
  const milliseconds registered(registers ? limits_.returning_ms : 0);
  auto effects = effects_of(talk, turn);
  auto bytes = dialogs::encode(turn.session);
  co_return co_await store_.commit(talk.key, std::move(token), std::move(bytes), ttl,
                                   std::move(effects), std::move(taken), registered);
}

// Asks until there is a page to show. Nothing is stored meanwhile: when the operator gives up, or
// this process dies, her next callback finds the session before the look-up and asks again.
boost::asio::awaitable<bool> Conversation::look_up(Talk& talk, const TurnContext* context,
                                                   Turn& turn) {
  using std::chrono::milliseconds;
  const auto until_ms = talk.begun_ms + lookup_ms_max(talk.deployment->config());
  for (int steps = 0; turn.lookup && steps < kLookupStepsMax; ++steps) {
    dialogs::LookupOutcome outcome;  // failed
    const milliseconds left(std::min(turn.lookup->limit_ms, until_ms - now_ms()));
    if (steps < dialogs::kLookupsMax && left.count() > 0) {
      auto question = question_of(talk, turn, *turn.lookup);
      outcome = co_await services_.ask(std::move(question), left);
    }
    go_on(*context, turn, outcome);
  }
  co_return !turn.lookup;
}

ServiceQuestion Conversation::question_of(const Talk& talk, const Turn& turn,
                                          const dialogs::Lookup& lookup) {
  // Lives as long as the deployment.
  const std::shared_ptr<const std::vector<ServiceConfig>> services(
      talk.deployment, &talk.deployment->config().services);
  return {services, turn.dialog, talk.key.session, lookup};
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

// To the caller, or to the one whom she registers. A number that is none gets nothing.
std::optional<Confirmation> Conversation::confirmation_of(const Talk& talk,
                                                          const dialogs::Register& effect) {
  const auto& channel = talk.channel->config.sms_channel;
  if (!effect.confirmation || channel.empty()) return std::nullopt;
  const auto& sms = *effect.confirmation;
  if (sms.to.empty()) return Confirmation{sms.text, channel, talk.in.msisdn};
  const auto number = providers::normalise(sms.to, talk.channel->numbering);
  if (!number) {
    log::info("sms_number_unusable", {{"channel", talk.channel->config.name}});
    return std::nullopt;
  }
  return Confirmation{sms.text, channel, *number};
}

std::string Conversation::registration_of(const Talk& talk, const Turn& turn,
                                          const std::string& id) const {
  const auto& dialog = *turn.dialog;
  const auto& effect = *turn.effect;
  Registration registration;
  registration.id = id;
  registration.kind = effect.kind;
  registration.tags = effect.tags;
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
  registration.confirmation = confirmation_of(talk, effect);
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
