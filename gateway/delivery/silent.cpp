// One load, of both media: she may have gone on by a call.
#include "gateway/delivery/silent.hpp"

#include <chrono>

#include "dialogs/lead.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/answers.hpp"
#include "gateway/delivery/silence.hpp"
#include "gateway/kept_sessions.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace {

using std::chrono::milliseconds;

// Her session that still names the entry.
std::optional<dialogs::Session> session_of(const Stored& stored, const std::string& entry) {
  for (const auto* bytes : {&stored.session, &stored.other}) {
    const auto kept = decode_kept(*bytes, now_ms(), kAnyAge);
    if (const auto* session = kept.with_entry(entry)) return *session;
  }
  return std::nullopt;
}

}  // namespace

boost::asio::awaitable<Settlement> settle_silent(Store& store, Versions& versions,
                                                 std::shared_ptr<const Deployment> deployment,
                                                 const Claimed* entry, Registration lead) {
  const auto key = store.subscriber(lead.msisdn, Medium::sms);
  auto loaded = co_await store.load(key);
  if (!loaded) co_return Settlement::retry(kAskAgain, loaded.error().context);
  const auto session = session_of(*loaded, entry->id);
  if (!session || loaded->stopped) co_return Settlement::delivered();
  auto found = co_await versions.find(session->dialog, kVersionMax);
  if (!found) co_return Settlement::retry(kAskAgain, found.error().context);
  const auto version = *found;
  if (!version || !version->dialog) {
    co_return Settlement::parked("the version of the dialog that she answered is gone");
  }
  const auto& dialog = *version->dialog;
  const auto now = now_ms();
  if (auto later = put_off_while_answering(*session, dialog.lead.after_ms, now, *entry)) {
    co_return std::move(*later);
  }
  auto around = surroundings_at(*deployment, lead.channel, now);
  around.sms = true;
  around.channel = lead.channel;
  if (!dialogs::is_lead({dialog, *session, around})) co_return Settlement::delivered();
  const auto made = dialogs::lead_of(dialog, *session, around);
  lead.silent = false;
  lead.language = made.language;
  lead.completed_at = rfc3339(now);  // from when on somebody may call
  for (const auto& answer : made.answers) {
    add_answer(lead, dialog.fields[answer.field], answer.value);
  }
  log::info("lead", {{"entry", entry->id}, {"dialog", dialog.name}});
  auto settlement = Settlement::put_off(milliseconds(0), "she fell silent", *entry);
  co_return std::move(settlement).with_payload(encode(lead));
}

}  // namespace jisr::gateway
