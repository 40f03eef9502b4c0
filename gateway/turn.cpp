// Which callback is it, and what does it do to the session.
#include "gateway/turn.hpp"

#include <algorithm>

namespace jisr::gateway {

using dialogs::Session;
using providers::Inbound;

namespace {

constexpr std::size_t kAnswersPlayedMax = 40;  // of a call that begins with answers

struct Heard {
  enum class What { repeat, answer, start } what = What::repeat;
  std::string_view answer;  // what: answer
};

// Compares the callback with what the session says was heard last in the same call.
Heard listen(const Session& session, const Inbound& in) {
  using What = Heard::What;
  if (in.kind == Inbound::Kind::ussd_begin && !in.cumulative) return {What::repeat, {}};
  if (!in.cumulative) {
    const bool again = !in.message_id.empty() && fingerprint(in.message_id) == session.heard;
    return {again ? What::repeat : What::answer, in.text};
  }
  const std::string_view text = in.text;
  const std::size_t known = session.heard_bytes;
  if (text.size() <= known) return {What::repeat, {}};  // the same, or an earlier one come late
  if (known == 0) return {What::answer, text};
  if (text[known] == in.separator && fingerprint(text.substr(0, known)) == session.heard) {
    return {What::answer, text.substr(known + 1)};
  }
  // The operator rewrote the history (some trim it): the last answer is all we can trust.
  return {What::answer, text.substr(text.rfind(in.separator) + 1)};
}

void remember(Session& session, const Inbound& in) {
  session.operator_session = fingerprint(in.session);
  if (in.cumulative) {
    session.heard_bytes = static_cast<std::uint16_t>(std::min<std::size_t>(in.text.size(), 0xFFFF));
    session.heard = fingerprint(std::string_view(in.text).substr(0, session.heard_bytes));
  } else {
    session.heard_bytes = 0;
    session.heard = in.message_id.empty() ? 0 : fingerprint(in.message_id);
  }
}

// Takes what is to be done out of a step; its session stays.
void take_over(Turn& turn, dialogs::Step& step) {
  turn.effect = std::move(step.effect);
  turn.lookup = std::move(step.lookup);
  turn.prepare = std::move(step.prepare);
}

// A new call. Answers that came with it (`*555*2*1#`) are played onto the first screens.
Turn begin(const TurnContext& context, const std::optional<Session>& stored, const Inbound& in,
           const dialogs::Surroundings& around) {
  Turn turn;
  turn.dialog = context.current;
  turn.begun = true;
  const bool open =
      stored && context.pinned && (stored->state == Session::State::open || stored->gave_up);
  if (open) turn.dialog = context.pinned;
  auto step = dialogs::begin(*turn.dialog, open ? stored : std::nullopt, around);
  auto session = step.session;
  take_over(turn, step);
  std::string_view rest = in.cumulative ? std::string_view(in.text) : std::string_view{};
  if (turn.lookup || turn.effect) rest = {};  // her answers are for screens behind it
  for (std::size_t played = 0; !rest.empty() && played < kAnswersPlayedMax; ++played) {
    const auto end = rest.find(in.separator);
    step = dialogs::answer(*turn.dialog, std::move(step.session), rest.substr(0, end), around);
    const bool ended = step.session.state == Session::State::ended;
    if (step.effect || step.lookup || ended) break;
    session = step.session;
    turn.prepare = std::move(step.prepare);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  turn.session = std::move(session);
  if (turn.session.begun_ms == 0) turn.session.begun_ms = context.now_ms;
  return turn;
}

// In the middle of a call: on the page where she is now, or from the start.
Turn begin_again(const TurnContext& context, const Session& stored, const Inbound& in,
                 const dialogs::Surroundings& around) {
  Turn turn;
  if (context.pinned && !stored.answers.empty()) {
    turn.dialog = context.pinned;
    turn.session = stored;
  } else {
    auto silent = in;
    silent.text.clear();
    turn = begin(context, stored, silent, around);
    turn.begun = false;
  }
  turn.session.operator_session = stored.operator_session;
  turn.session.heard = stored.heard;
  turn.session.heard_bytes = stored.heard_bytes;
  if (listen(stored, in).what != Heard::What::repeat) remember(turn.session, in);
  turn.sms = around.sms;
  if (!turn.lookup) turn.page = dialogs::show(*turn.dialog, turn.session, around);
  return turn;
}

// The call is over: its last page, again.
Turn last_page(const TurnContext& context, const Session& stored) {
  Turn turn;
  turn.dialog = context.current;
  turn.session = stored;
  turn.changed = false;
  turn.page.text = stored.farewell;
  turn.page.ends = true;
  return turn;
}

}  // namespace

std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return hash;
}

dialogs::Surroundings surroundings_of(const TurnContext& context, bool sms) {
  return {context.limit, context.today, context.reference, context.channel,
          sms,           context.hour,  context.returning, context.pin_key};
}

Turn take_turn(const TurnContext& context, const std::optional<Session>& stored,
               const Inbound& in) {
  // An SMS conversation has no calls: it goes on until it ends, and the next message begins anew.
  const bool sms = in.kind == Inbound::Kind::sms;
  const auto around = surroundings_of(context, sms);
  const bool same_call =
      stored && (sms ? stored->state == Session::State::open ||
                           (!in.message_id.empty() && stored->heard == fingerprint(in.message_id))
                 : in.session.empty() ? in.kind != Inbound::Kind::ussd_begin
                                      : stored->operator_session == fingerprint(in.session));
  if (same_call && stored->state == Session::State::ended) return last_page(context, *stored);
  if (same_call && (context.moved || !context.pinned)) {
    return begin_again(context, *stored, in, around);
  }
  Turn turn;
  if (!same_call) {
    turn = begin(context, stored, in, around);
  } else {
    turn.dialog = context.pinned;
    turn.session = *stored;
    const auto heard = in.kind == Inbound::Kind::ussd_release ? Heard{} : listen(*stored, in);
    turn.changed = heard.what != Heard::What::repeat;
    if (turn.changed) {
      auto step = dialogs::answer(*turn.dialog, std::move(turn.session), heard.answer, around);
      turn.session = std::move(step.session);
      take_over(turn, step);
    }
  }
  if (turn.changed) remember(turn.session, in);
  turn.sms = sms;
  if (!turn.lookup) turn.page = dialogs::show(*turn.dialog, turn.session, around);
  return turn;
}

void go_on(const TurnContext& context, Turn& turn, const dialogs::LookupOutcome& outcome) {
  const auto around = surroundings_of(context, turn.sms);
  auto step = dialogs::resume(*turn.dialog, std::move(turn.session), outcome, around);
  turn.session = std::move(step.session);
  take_over(turn, step);
  if (!turn.lookup) turn.page = dialogs::show(*turn.dialog, turn.session, around);
}

}  // namespace jisr::gateway
