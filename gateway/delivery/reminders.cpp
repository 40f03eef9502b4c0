// One load: her sessions are in the partition of the entry.
#include "gateway/delivery/reminders.hpp"

#include <chrono>

#include "dialogs/reminder.hpp"
#include "gateway/calendar.hpp"
#include "gateway/kept_sessions.hpp"

namespace jisr::gateway {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAskAgain(2'000);
constexpr std::int64_t kAnyAge = 365LL * 86'400'000;  // Redis forgets the whole when it is too old

}  // namespace

boost::asio::awaitable<std::optional<Settlement>> reminder_void(
    Store& store, std::shared_ptr<const Deployment> deployment, const Claimed* entry,
    const QueuedSms* sms) {
  const auto key = store.subscriber(sms->msisdn, Medium::ussd);
  auto loaded = co_await store.load(key);
  if (!loaded) co_return Settlement::retry(kAskAgain, loaded.error().context);
  const auto now = now_ms();
  const auto kept = decode_kept(loaded->session, now, kAnyAge);
  const auto* session = kept.with_entry(entry->id);
  const auto served = session != nullptr ? deployment->version(session->dialog) : nullptr;
  if (!served || !served->dialog) co_return Settlement::delivered();
  const auto& dialog = *served->dialog;
  const auto* channel = deployment->channel(sms->channel);
  const auto there = local_time(now, channel != nullptr ? channel->time_zone : std::string("UTC"));
  dialogs::Surroundings around;
  around.today = there.date;
  around.hour = there.hour;
  const dialogs::Known known{dialog, *session, around};
  if (!dialogs::reminder_text(known, "")) co_return Settlement::delivered();
  // Longer than that to wait is no answer of hers but a clock that is, or was, wrong.
  const auto left_ms = session->heard_ms + dialog.reminder.after_ms - now;
  if (left_ms > 0 && left_ms <= 2 * dialog.reminder.after_ms) {
    co_return Settlement::put_off(milliseconds(left_ms), "she is answering", *entry);
  }
  co_return std::nullopt;
}

}  // namespace jisr::gateway
