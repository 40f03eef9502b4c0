// STOP, START and HELP by SMS. They are heeded before any conversation, whatever it asks.
#include "gateway/conversation_talk.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

using Means = SmsWord::Means;

namespace {

std::string_view name(Means means) {
  switch (means) {
    case Means::stop:
      return "stop";
    case Means::start:
      return "start";
    case Means::help:
      break;
  }
  return "help";
}

}  // namespace

// STOP is answered once, by whichever line it came; the answer is the last SMS that she gets
// unasked. START and HELP are answered each time.
boost::asio::awaitable<providers::Reply> Conversation::heed(Talk& talk, const SmsWord* word) {
  const auto& channel = talk.channel->config;
  const bool in_response = talk.channel->profile.replies_in_response;
  std::optional<OutboxEntry> answer;
  if (!in_response) {
    QueuedSms sms;
    sms.channel = sms_channel_for(talk, talk.in.msisdn);
    if (sms.channel.empty()) sms.channel = channel.name;
    sms.msisdn = talk.in.msisdn;
    sms.text = word->answer;
    sms.purpose = Purpose::answer;
    sms.asked = true;
    answer.emplace();
    answer->id = sms_entry_id(sms.purpose, ids_.next());
    answer->kind = EntryKind::sms;
    answer->payload = encode(sms);
  }
  std::optional<bool> stopped;
  if (word->means != Means::help) stopped = word->means == Means::stop;
  auto changed = co_await store_.set_stopped(talk.in.msisdn, stopped, std::move(answer));
  if (!changed) {
    log::error("word_not_heeded", {{"channel", channel.name},
                                   {"word", name(word->means)},
                                   {"reason", changed.error().context}});
    co_return busy(*talk.channel);
  }
  Counters::add(counters_.answers);
  log::info("word_heeded", {{"channel", channel.name},
                            {"caller", vault_.log_name(talk.in.msisdn)},
                            {"word", name(word->means)}});
  providers::Reply reply;
  reply.ends = true;
  if (in_response && (*changed || word->means != Means::stop)) reply.text = word->answer;
  co_return reply;
}

}  // namespace jisr::gateway
