// Load, turn, commit; again when somebody else was faster.
#include "gateway/conversation.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/ending.hpp"
#include "dialogs/migrate.hpp"
#include "gateway/calendar.hpp"
#include "gateway/conversation_talk.hpp"
#include "gateway/line_by_sms.hpp"
#include "gateway/log.hpp"
#include "gateway/reference.hpp"
#include "gateway/sms_pattern.hpp"

namespace jisr::gateway {

using dialogs::Phrase;
using providers::Inbound;
using providers::Reply;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kAttemptsMax =
    8;  // of one callback: each but the last lost a race or drew a taken number

// Look-ups of one turn; those after dialogs::kLookupsMax are taken as failed at once.
constexpr int kLookupStepsMax = 40;

// How long a session is kept on the other medium.
std::int64_t other_ms_max(const Deployment& deployment, const Channel& channel) {
  const auto* line = deployment.channel(channel.config.sms_channel);
  const auto own_ms = deployment.config().session.open_ms;
  return channel.config.ussd && line != nullptr ? line->session_ms : own_ms;
}

// What is the same when a callback is brought once more. An SMS without an id is a new one.
std::string callback_of(const Inbound& in) {
  if (!in.message_id.empty()) return in.message_id;
  return in.cumulative && !in.session.empty() ? in.session + '\n' + in.text : std::string();
}

// Few dialogs do: the others' callers need no key.
bool asks_pin(const dialogs::Dialog& dialog) {
  return std::any_of(dialog.fields.begin(), dialog.fields.end(), [](const dialogs::Field& field) {
    return field.type == dialogs::FieldType::pin;
  });
}

}  // namespace

boost::asio::awaitable<Reply> Conversation::converse(std::shared_ptr<const Deployment> deployment,
                                                     const Channel* channel, Inbound in) {
  if (pressure_.sheds(in.kind == Inbound::Kind::ussd_begin, Clock::now())) {
    Counters::add(counters_.shed);
    co_return busy(*channel);
  }
  const Pressure::Turn turn(pressure_);
  Talk talk;
  talk.key = store_.subscriber(in.msisdn, channel->config.ussd ? Medium::ussd : Medium::sms);
  talk.deployment = std::move(deployment);
  talk.channel = channel;
  talk.in = std::move(in);
  talk.begun_ms = now_ms();
  RatedTurn rated;
  rated.who = fingerprint(talk.key.session);
  rated.channel = fingerprint(channel->config.name);
  rated.begins = talk.in.kind == Inbound::Kind::ussd_begin;
  const auto gateways = lines_.gateways();
  const auto limit = rates_.take(rated, gateways, Clock::now());
  if (limit != TooOften::no) co_return too_often(talk, limit);
  auto reply = co_await take_turns(&talk);
  if (!talk.counts) rates_.give_back(rated, gateways);
  co_return reply;
}

boost::asio::awaitable<Reply> Conversation::take_turns(Talk* whose) {
  auto& talk = *whose;
  const auto* channel = talk.channel;
  if (talk.in.kind == Inbound::Kind::sms) {
    const auto* word = talk.deployment->config().words.find(talk.in.text);
    talk.counts = word != nullptr;
    if (word != nullptr) co_return co_await heed(talk, word);
  }
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
  co_return busy(*channel);
}

// A call reads "busy". Of an SMS nothing is said: an answer would be one more that somebody pays.
Reply Conversation::too_often(const Talk& talk, TooOften what) {
  Counters::add(counters_.limited);
  if (rates_.may_tell(Clock::now())) {
    log::warn("too_often", {{"channel", talk.channel->config.name},
                            {"caller", vault_.log_name(talk.in.msisdn)},
                            {"limit", name(what)}});
  }
  if (talk.in.kind != Inbound::Kind::sms) return busy(*talk.channel);
  Reply nothing;
  nothing.ends = true;
  return nothing;
}

Reply Conversation::busy(const Channel& channel) {
  Counters::add(counters_.busy);
  Reply reply;
  reply.ends = true;
  const auto& dialog = channel.dialog;
  if (dialog) reply.text = dialogs::phrase(*dialog, dialog->default_language, Phrase::busy);
  reply.busy = true;
  return reply;
}

// Which dialog begins, or goes on, and whether there is anything to say at all.
void Conversation::enter(Talk& talk) {
  const auto& channel = *talk.channel;
  const auto& current = talk.kept.current;
  const bool sms = talk.in.kind == Inbound::Kind::sms;
  const bool open = current && current->state == dialogs::Session::State::open;
  if (sms) {
    const auto today = local_time(talk.begun_ms, channel.time_zone).date;
    talk.entered = enter_by_pattern(channel, talk.in, today);
    if (!talk.entered) talk.entered = enter_sms(channel.config.entrances, talk.in, open);
  } else {
    talk.entered = enter_ussd(channel.config.entrances, talk.in);
  }
  talk.begins = sms && talk.entered.has_value();
  talk.goes_on =
      current && (is_late(*current, talk.in) || same_call(*current, talk.in, talk.begins));
  // What was heard last in this call is an ordinary repeat, which the turn knows by itself.
  talk.mark = callback_mark(talk.in);
  const bool is_last = current && !talk.kept.heard.empty() && talk.kept.heard.back() == talk.mark;
  talk.late = current && !is_last && talk.kept.was_heard(talk.mark);
  talk.goes_on = talk.goes_on || talk.late;
  talk.dialog = talk.entered ? channel.begun[talk.entered->entrance] : channel.dialog;
  talk.silent = !talk.dialog || talk.in.kind == Inbound::Kind::ussd_release ||
                (sms && !open && !talk.entered);
}

// The session in hand, and the version that it belongs to. A call to another dialog puts it aside,
// and takes back what was put aside of that dialog; so does a late callback of a call that was
// left.
boost::asio::awaitable<Result<void>> Conversation::choose(Talk& talk, TurnContext& context) {
  auto& kept = talk.kept;
  const auto wanted = [](const std::optional<dialogs::Session>& session) {
    return session && (session->state == dialogs::Session::State::open || session->gave_up);
  };
  for (int looks = 0; looks < 2; ++looks) {
    context.pinned = nullptr;
    context.moved = false;
    if (wanted(kept.current)) {
      auto found = co_await pin(talk, *kept.current, &context);
      if (!found) co_return found.error();
      context.pinned = found->dialog;
      context.moved = found->moved.has_value();
      if (context.moved) kept.current = found->moved;
    }
    if (talk.goes_on || looks > 0) break;
    const auto own = context.pinned ? context.pinned->name : std::string();
    if (own.empty() && wanted(kept.current)) kept.current.reset();  // nobody knows what it means
    const bool late = !talk.in.session.empty() &&
                      kept.take_back_call(fingerprint(talk.in.session), own, talk.begun_ms);
    talk.goes_on = late;
    if (late) continue;
    if (own == talk.dialog->name) break;
    kept.put_aside(own, talk.begun_ms);
    kept.take_back(talk.dialog->name);
  }
  co_return Result<void>();
}

// The question that each turn begins with says how fast Redis is.
boost::asio::awaitable<Result<Stored>> Conversation::load(const SubscriberKey* key) {
  using std::chrono::milliseconds;
  const auto asked = Clock::now();
  auto loaded = co_await store_.load(*key);
  const auto now = Clock::now();
  pressure_.note(std::chrono::duration_cast<milliseconds>(now - asked), now);
  co_return loaded;
}

boost::asio::awaitable<Result<Conversation::Try>> Conversation::attempt(Talk& talk) {
  auto loaded = co_await load(&talk.key);
  if (!loaded) co_return loaded.error();
  talk.kept = decode_kept(loaded->session, talk.begun_ms, talk.channel->session_ms);
  talk.other =
      decode_kept(loaded->other, talk.begun_ms, other_ms_max(*talk.deployment, *talk.channel));
  talk.other_now.reset();
  talk.question.reset();
  talk.notes.clear();
  talk.stopped = loaded->stopped;
  enter(talk);
  if (talk.silent) {
    talk.reply = Reply{};
    talk.reply.ends = true;
    co_return Try::done;
  }
  const auto reference = reference::draw(talk.key.partition, limits_.partitions, random_bits());
  std::string pin_key;
  const auto there = local_time(talk.begun_ms, talk.channel->time_zone);
  const auto& channel = talk.channel->config;
  TurnContext context;
  context.current = talk.dialog;
  context.limit = channel.page;
  context.today = there.date;
  context.hour = there.hour;
  context.now_ms = talk.begun_ms;
  context.reference = reference;
  context.channel = channel.name;
  context.returning = loaded->returning;
  context.stopped = loaded->stopped;
  context.begins = talk.begins;
  context.late = talk.late;
  context.sms_possible = !loaded->stopped && line_by_sms(*talk.deployment, *talk.channel);
  if (talk.entered) context.answers = &talk.entered->answers;
  if (talk.in.kind == Inbound::Kind::sms && talk.kept.current) {
    context.heard_before = talk.kept.current->heard;
  }
  auto chosen = co_await choose(talk, context);
  if (!chosen) co_return chosen.error();
  auto taken = co_await take_over(talk, context);
  if (!taken) co_return taken.error();
  if (asks_pin(*context.current) || (context.pinned && asks_pin(*context.pinned))) {
    pin_key = vault_.pin_key(talk.in.msisdn);
    context.pin_key = pin_key;
  }
  const auto before = talk.kept.current;
  match_proof(talk, context);
  auto turn = take_turn(context, talk.kept.current, talk.in);
  if (turn.lookup) {
    const bool shown = co_await look_up(talk, &context, turn);
    if (!shown) co_return Error{Errc::unavailable, "look-ups without an end", false};
  }
  talk.reply.text = turn.page.text;
  talk.reply.ends = turn.page.ends;
  if (turn.session.handed_over) hand_over(talk, context, turn);
  if (talk.other_now) talk.other_now->expected = std::move(loaded->other_token);
  if (!turn.changed) {
    if (turn.page.ends) {
      auto kept = co_await store_.confirm(talk.key);
      if (!kept) co_return kept.error();
    }
    Counters::add(counters_.repeated);
    co_return Try::done;
  }
  auto committed = co_await commit(talk, &context, turn, std::move(loaded->token));
  if (!committed) co_return committed.error();
  if (*committed != CommitOutcome::committed) {
    Counters::add(counters_.conflicts);
    co_return Try::again;
  }
  talk.counts = true;
  if (context.moved) Counters::add(counters_.moved);
  if (turn.prepare) services_.prepare(question_of(talk, turn, *turn.prepare));
  count(context, before, turn);
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
  const auto& own = talk.dialog;
  const bool is_own = own->name == version->names.dialog;
  pinned.dialog = is_own ? own : talk.deployment->dialog_called(version->names.dialog);
  if (!pinned.dialog) co_return pinned;
  const auto around = surroundings_of(*context, talk.in.kind == Inbound::Kind::sms);
  pinned.moved = dialogs::migrate(version->names, session, *pinned.dialog, around);
  co_return pinned;
}

boost::asio::awaitable<Result<CommitOutcome>> Conversation::commit(Talk& talk,
                                                                   const TurnContext* context,
                                                                   Turn& turn, std::string token) {
  using std::chrono::milliseconds;
  keep_left(talk, turn);
  const bool ended = turn.session.state == dialogs::Session::State::ended && !turn.session.gave_up;
  const bool done = ended && talk.kept.aside.empty();
  const milliseconds ttl(done ? limits_.ended_ms : talk.channel->session_ms);
  std::optional<std::string> taken;
  if (turn.effect) taken = turn.effect->reference;
  const bool registers = turn.effect && turn.effect->kind.empty();
  const milliseconds registered(registers ? limits_.returning_ms : 0);
  CommitAlso also(registered);
  const auto consent = dialogs::consent_of(*turn.dialog, turn.session);
  if (consent != dialogs::SmsConsent::unsaid) {
    also.stopped = consent == dialogs::SmsConsent::stop;
    talk.stopped = talk.stopped || *also.stopped;
  }
  also.other = std::move(talk.other_now);
  also.notes = std::move(talk.notes);
  auto effects = effects_of(talk, turn);
  if (auto reminder = reminder_of(talk, *context, turn)) effects.push_back(std::move(*reminder));
  const auto* registry = talk.deployment->registry();
  if (registers && registry != nullptr && registry->updates.keeps_files()) {
    also.file = file_of(talk, turn, registry->updates);
    also.file_kept = milliseconds(registry->updates.keep_ms);
  }
  if (auto lead = lead_of(talk, *context, turn)) {
    also.cancelled = std::exchange(turn.session.reminder, lead->id);
    effects.push_back(std::move(*lead));
  }
  if (ended) also.cancelled = std::exchange(turn.session.reminder, {});
  talk.kept.current = turn.session;
  talk.kept.note_heard(talk.mark);
  auto bytes = encode(talk.kept);
  co_return co_await store_.commit(talk.key, std::move(token), std::move(bytes), ttl,
                                   std::move(effects), std::move(taken), std::move(also));
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
    const bool asked = steps < dialogs::kLookupsMax && left.count() > 0;
    if (asked) {
      auto question = question_of(talk, turn, *turn.lookup);
      auto answer = co_await services_.ask(std::move(question), left);
      for (auto& note : answer.notes) talk.notes.push_back(std::move(note));
      outcome = std::move(static_cast<dialogs::LookupOutcome&>(answer));
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
  ServiceQuestion question{services, turn.dialog, talk.key.session, lookup, {}};
  auto& asks = question.asks;
  asks.msisdn = talk.in.msisdn;
  asks.callback = callback_of(talk.in);
  asks.now_ms = talk.begun_ms;
  asks.day = date_of(talk.begun_ms, talk.channel->time_zone);
  asks.channel = talk.channel->config.name;
  return question;
}

}  // namespace jisr::gateway
