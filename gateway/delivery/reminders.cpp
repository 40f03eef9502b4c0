// One load: her sessions are in the partition of the entry.
#include "gateway/delivery/reminders.hpp"

#include "dialogs/reminder.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/silence.hpp"
#include "gateway/kept_sessions.hpp"

namespace jisr::gateway {

boost::asio::awaitable<std::optional<Settlement>> reminder_void(
    Store& store, Versions& versions, std::shared_ptr<const Deployment> deployment,
    const Claimed* entry, const QueuedSms* sms) {
  const auto key = store.subscriber(sms->msisdn, Medium::ussd);
  auto loaded = co_await store.load(key);
  if (!loaded) co_return Settlement::retry(kAskAgain, loaded.error().context);
  const auto now = now_ms();
  const auto kept = decode_kept(loaded->session, now, kAnyAge);
  const auto* session = kept.with_entry(entry->id);
  if (session == nullptr) co_return Settlement::delivered();
  auto found = co_await versions.find(session->dialog, kVersionMax);
  if (!found) co_return Settlement::retry(kAskAgain, found.error().context);
  const auto version = *found;
  if (!version || !version->dialog) co_return Settlement::delivered();
  const auto& dialog = *version->dialog;
  const auto around = surroundings_at(*deployment, sms->channel, now);
  const dialogs::Known known{dialog, *session, around};
  if (!dialogs::reminder_text(known, "")) co_return Settlement::delivered();
  co_return put_off_while_answering(*session, dialog.reminder.after_ms, now, *entry);
}

}  // namespace jisr::gateway
