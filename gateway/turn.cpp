// Which callback is it, and what does it do to the session.
#include "gateway/turn.hpp"

#include <algorithm>

#include "dialogs/opening.hpp"

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

// Of an SMS, which belongs to no call, the place of the call's hash holds that of the message
// before: see is_late().
void remember(Session& session, const Inbound& in) {
  const bool sms = in.kind == Inbound::Kind::sms;
  session.operator_session = sms ? session.heard : fingerprint(in.session);
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
  turn.refused = turn.refused || step.refused;
  turn.gave_up = step.gave_up;
  turn.ended = step.ended;
  if (step.left) turn.left = std::move(step.left);
}

// Answers that came with a new call: `*555*2*1#`, "JISR 2 1".
std::vector<std::string> answers_of(const TurnContext& context, const Inbound& in) {
  std::vector<std::string> answers;
  if (context.answers != nullptr) return *context.answers;
  std::string_view rest = in.cumulative ? std::string_view(in.text) : std::string_view{};
  while (!rest.empty() && answers.size() < kAnswersPlayedMax) {
    const auto end = rest.find(in.separator);
    answers.emplace_back(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return answers;
}

Turn begin(const TurnContext& context, const std::optional<Session>& stored, const Inbound& in,
           const dialogs::Surroundings& around) {
  Turn turn;
  turn.dialog = context.current;
  turn.begun = true;
  const bool open = stored && context.pinned && context.pinned->name == context.current->name &&
                    (stored->state == Session::State::open || stored->gave_up);
  if (open) turn.dialog = context.pinned;
  auto step = dialogs::begin_with(*turn.dialog, open ? stored : std::nullopt,
                                  answers_of(context, in), around);
  turn.session = std::move(step.session);
  take_over(turn, step);
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
    const std::vector<std::string> none;
    auto silent = context;
    silent.answers = &none;
    turn = begin(silent, stored, in, around);
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

Turn nothing(const TurnContext& context, const Session& stored) {
  Turn turn;
  turn.dialog = context.current;
  turn.session = stored;
  turn.changed = false;
  turn.page.ends = true;
  return turn;
}

// The page where she is now.
Turn no_answer(const TurnContext& context, const Session& stored,
               const dialogs::Surroundings& around) {
  auto turn = nothing(context, stored);
  if (around.sms || !context.pinned) return turn;
  turn.dialog = context.pinned;
  turn.page = dialogs::show(*turn.dialog, turn.session, around);
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
  return {
      context.limit, context.today,     context.reference, context.channel, sms,
      context.hour,  context.returning, context.pin_key,   context.stopped, context.sms_possible,
      context.now_ms};
}

// A provider that got no response brings an SMS again after a while. Its answer has left by then,
// and she may have answered that.
bool is_late(const Session& session, const Inbound& in) {
  return in.kind == Inbound::Kind::sms && !in.message_id.empty() &&
         session.operator_session == fingerprint(in.message_id);
}

// An SMS conversation has no calls: it goes on until it ends, and the next message begins anew.
bool same_call(const Session& session, const Inbound& in, bool begins) {
  if (in.kind == Inbound::Kind::sms) {
    const bool again = !in.message_id.empty() && session.heard == fingerprint(in.message_id);
    return again || (session.state == Session::State::open && !begins);
  }
  if (in.session.empty()) return in.kind != Inbound::Kind::ussd_begin;
  return session.operator_session == fingerprint(in.session);
}

std::optional<std::string_view> new_answer(const Session& session, const Inbound& in) {
  if (in.kind == Inbound::Kind::ussd_release || is_late(session, in)) return std::nullopt;
  const auto heard = listen(session, in);
  if (heard.what == Heard::What::repeat) return std::nullopt;
  return heard.answer;
}

Turn take_turn(const TurnContext& context, const std::optional<Session>& stored,
               const Inbound& in) {
  const bool sms = in.kind == Inbound::Kind::sms;
  const auto around = surroundings_of(context, sms);
  if (stored && is_late(*stored, in)) return nothing(context, *stored);
  const bool same = stored && same_call(*stored, in, context.begins);
  if (same && stored->state == Session::State::ended) return last_page(context, *stored);
  if (stored && context.late) return no_answer(context, *stored, around);
  if (same && (context.moved || !context.pinned)) {
    return begin_again(context, *stored, in, around);
  }
  Turn turn;
  if (!same) {
    turn = begin(context, stored, in, around);
    if (sms && stored) turn.session.heard = stored->heard;
    if (sms && context.heard_before != 0) turn.session.heard = context.heard_before;
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
  const bool awaited = !turn.dialog->reminder.text.empty() || !turn.dialog->lead.kind.empty();
  if (turn.changed && awaited) turn.session.heard_ms = context.now_ms;
  if (turn.session.begun_ms == 0) turn.session.begun_ms = context.now_ms;  // beside what was left
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
