// Note, find again, decide.
#include "gateway/delivery/receipts.hpp"

#include <boost/json.hpp>

#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/resend.hpp"
#include "gateway/delivery/sms_route.hpp"
#include "gateway/json_object.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

using providers::Receipt;
namespace asio = boost::asio;
namespace json = boost::json;

namespace {

// Stored (sealed) in Redis: {"entry":…,"sms":…}, the latter only if it may be sent again.
struct SentSms {
  std::string entry;
  std::optional<QueuedSms> sms;
};

std::string encode(const SentSms& sent) {
  json::object object;
  object["entry"] = sent.entry;
  if (sent.sms) object["sms"] = encode(*sent.sms);
  return json::serialize(object);
}

SentSms decode_sent(std::string_view bytes) {
  SentSms sent;
  const auto object = parse_object(bytes);
  if (!object) return sent;
  sent.entry = text_at(*object, "entry").value_or("");
  if (const auto sms = text_at(*object, "sms")) sent.sms = decode_sms(*sms);
  return sent;
}

std::optional<Receipt::Status> status_named(std::string_view text) {
  for (const auto status : {Receipt::Status::delivered, Receipt::Status::failed,
                            Receipt::Status::pending, Receipt::Status::unknown}) {
    if (providers::name(status) == text) return status;
  }
  return std::nullopt;
}

// What is sent in place of `sms`, if the rules say so.
std::optional<QueuedSms> in_place_of(const Deployment& deployment, const Channel& channel,
                                     const std::optional<QueuedSms>& sms, Receipt::Status status) {
  const auto& sending = channel.config.sending;
  if (!sms || !sending.resend || !is_resent(*sending.resend, status, sms->resent)) {
    return std::nullopt;
  }
  const auto fallback =
      fallback_of(deployment.config().sms, sending, channel.config.name, sms->msisdn);
  return sent_again(*sms, *sending.resend, fallback);
}

}  // namespace

asio::awaitable<std::optional<QueuedSms>> Receipts::note_sent(
    std::shared_ptr<const Deployment> deployment, const Channel* channel, std::string message_id,
    std::string entry, QueuedSms sms) {
  std::optional<QueuedSms> again;
  if (message_id.empty() || !channel->profile.receipts.can) co_return again;
  SentSms sent;
  sent.entry = entry;
  const auto& rule = channel->config.sending.resend;
  if (rule && sms.resent < rule->times) sent.sms = std::move(sms);
  const auto key = store_.sent_key(channel->config.name, message_id);
  const std::chrono::milliseconds ttl(deployment->config().sms.receipts_ms);
  auto known = co_await store_.note_sent(key, encode(sent), ttl);
  if (!known) {
    log::warn("sent_not_noted", {{"entry", entry}, {"reason", known.error().context}});
    co_return again;
  }
  if (const auto status = status_named(*known)) {
    again = in_place_of(*deployment, *channel, sent.sms, *status);
  }
  co_return again;
}

asio::awaitable<bool> Receipts::take(std::shared_ptr<const Deployment> deployment,
                                     const Channel* channel, std::vector<Receipt> receipts) {
  bool well = true;
  for (auto& receipt : receipts) {
    const bool taken = co_await take_one(deployment, channel, std::move(receipt));
    if (!taken) {
      well = false;
      break;
    }
  }
  co_return well;
}

asio::awaitable<bool> Receipts::take_one(std::shared_ptr<const Deployment> deployment,
                                         const Channel* channel, Receipt receipt) {
  Counters::add(counters_.receipts);
  SentSms sent;
  std::string before;
  if (!receipt.message_id.empty()) {
    const auto key = store_.sent_key(channel->config.name, receipt.message_id);
    auto record = co_await store_.sent_record(key);
    if (!record) co_return false;
    if (*record) sent = decode_sent(**record);
    auto again = in_place_of(*deployment, *channel, sent.sms, receipt.status);
    std::optional<OutboxEntry> entry;
    if (again) {
      const std::chrono::milliseconds after(channel->config.sending.resend->after_ms);
      entry = OutboxEntry{sms_entry_id(again->purpose, ids_.next()), EntryKind::sms, encode(*again),
                          after};
    }
    std::string state(providers::name(receipt.status));
    auto taken = co_await store_.take_receipt(key, std::move(state), std::move(entry));
    if (!taken) co_return false;
    before = std::move(*taken);
  }
  const bool repeated = before == "delivered" || before == "failed";
  if (!repeated) count(receipt.status);
  log::info("receipt", {{"channel", channel->config.name},
                        {"message_id", receipt.message_id},
                        {"entry", sent.entry},
                        {"status", providers::name(receipt.status)},
                        {"before", before},
                        {"reason", receipt.reason}});
  co_return true;
}

void Receipts::count(Receipt::Status status) {
  if (status == Receipt::Status::delivered) Counters::add(counters_.receipts_delivered);
  if (status == Receipt::Status::failed) Counters::add(counters_.receipts_failed);
}

}  // namespace jisr::gateway
