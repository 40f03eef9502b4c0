// From one medium to the other. A conversation is in one place: whoever began it by SMS and dials
// is asked there whether to go on, and the other way round; and a call may go on by SMS by itself.
#include <algorithm>
#include <utility>

#include "dialogs/opening.hpp"
#include "gateway/conversation_talk.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/line_by_sms.hpp"

namespace jisr::gateway {

namespace {

void forget_callbacks(dialogs::Session& session) {
  session.operator_session = 0;
  session.heard = 0;
  session.heard_bytes = 0;
}

// The unfinished session of a dialog, taken out.
std::optional<dialogs::Session> take(KeptSessions& kept, const std::string& dialog,
                                     bool current_is_it) {
  if (current_is_it) return std::exchange(kept.current, std::nullopt);
  const auto before = std::exchange(kept.current, std::nullopt);
  kept.take_back(dialog);
  return std::exchange(kept.current, before);
}

}  // namespace

// When a call or conversation begins, and nothing of its dialog is left on its own medium.
boost::asio::awaitable<Result<void>> Conversation::take_over(Talk& talk, TurnContext& context) {
  const bool own = talk.kept.current && is_unfinished(*talk.kept.current);
  if (talk.goes_on || own) co_return Result<void>();
  auto& other = talk.other;
  Pinned pinned;
  bool current_is_it = false;
  if (other.current && is_unfinished(*other.current)) {
    auto found = co_await pin(talk, *other.current, &context);
    if (!found) co_return found.error();
    pinned = std::move(*found);
    current_is_it = pinned.dialog && pinned.dialog->name == talk.dialog->name;
  }
  auto session = take(other, talk.dialog->name, current_is_it);
  if (!session) co_return Result<void>();
  if (!current_is_it) {
    auto found = co_await pin(talk, *session, &context);
    if (!found) co_return found.error();
    pinned = std::move(*found);
  }
  if (pinned.moved) session = std::move(pinned.moved);
  if (!pinned.dialog || !dialogs::resumes(*pinned.dialog, session, context.now_ms)) {
    co_return Result<void>();
  }
  forget_callbacks(*session);
  talk.kept.current = std::move(session);
  context.pinned = pinned.dialog;
  context.moved = false;
  talk.other_now.emplace();
  talk.other_now->session = encode(other);
  co_return Result<void>();
}

// Her call is over, and its place is kept by SMS, where the page that she left is sent to her.
void Conversation::hand_over(Talk& talk, const TurnContext& context, Turn& turn) {
  const auto* line = line_by_sms(*talk.deployment, *talk.channel);
  if (line == nullptr || talk.stopped) return;  // her next call goes on
  auto there = turn.session;
  there.state = dialogs::Session::State::open;
  there.gave_up = there.handed_over = false;
  there.farewell.clear();
  there.reminder.clear();  // it goes with the call
  forget_callbacks(there);
  auto around = surroundings_of(context, true);
  around.limit = line->config.page;
  around.channel = line->config.name;
  around.sms_possible = false;
  const auto page = dialogs::show(*turn.dialog, there, around);
  QueuedSms sms;
  sms.channel = line->config.name;
  sms.msisdn = talk.in.msisdn;
  sms.text = page.text;
  sms.purpose = Purpose::answer;  // she has just asked for it
  talk.question.emplace();
  talk.question->id = sms_entry_id(sms.purpose, ids_.next());
  talk.question->kind = EntryKind::sms;
  talk.question->payload = encode(sms);
  auto& other = talk.other;
  if (other.current) {
    const auto version = talk.deployment->version(other.current->dialog);
    other.put_aside(version ? version->dialog->name : turn.dialog->name, talk.begun_ms);
  }
  std::erase_if(other.aside,
                [&](const SessionAside& one) { return one.dialog == turn.dialog->name; });
  other.current = std::move(there);
  talk.other_now.emplace();
  talk.other_now->session = encode(other);
  talk.other_now->ttl = std::chrono::milliseconds(line->session_ms);
  turn.session.gave_up = false;
  turn.session.answers.clear();
  turn.session.trail.clear();
}

}  // namespace jisr::gateway
