// From a callback's path to a channel, and from its bytes to a page.
#include "gateway/callbacks.hpp"

#include <string_view>

#include "dialogs/charset.hpp"
#include "gateway/calendar.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace {

constexpr std::string_view kPrefix = "/callbacks/";
constexpr std::string_view kReceipts = "/receipts";

HttpResponse plain(int status, std::string text) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(text);
  return response;
}

std::string page_cost(const std::string& text, const dialogs::Limit& limit) {
  const auto cost = dialogs::cost(text);
  const auto max = cost.encoding == dialogs::Encoding::gsm7 ? limit.gsm7 : limit.ucs2;
  std::string out(dialogs::name(cost.encoding));
  out += ' ';
  out += std::to_string(cost.units);
  out += '/';
  out += std::to_string(max);
  return out;
}

}  // namespace

boost::asio::awaitable<HttpResponse> Callbacks::answer(HttpRequest request) {
  const auto deployment = current_.load();
  std::string_view path = request.path;
  if (!path.starts_with(kPrefix))
    co_return plain(404, "callbacks are under /callbacks/<channel>\n");
  path.remove_prefix(kPrefix.size());
  const auto name = path.substr(0, path.find('/'));
  const Channel* channel = deployment->channel(name);
  if (channel == nullptr) co_return plain(404, "there is no such channel\n");
  request.rest = std::string(path.substr(name.size()));
  request.received_s = now_ms() / 1000;
  if (request.rest == kReceipts || request.rest.starts_with(std::string(kReceipts) + "/")) {
    request.rest.erase(0, kReceipts.size());
    co_return take_receipts(*channel, request);
  }
  co_return co_await answer_inbound(deployment, channel, std::move(request));
}

HttpResponse Callbacks::refuse(const Channel& channel, const providers::Refusal& refusal) {
  Counters::add(counters_.refused);
  log::warn("callback_refused", {{"channel", channel.config.name},
                                 {"status", std::int64_t{refusal.status}},
                                 {"reason", refusal.why}});
  return providers::render_refusal(channel.profile, refusal);
}

boost::asio::awaitable<HttpResponse> Callbacks::answer_inbound(
    std::shared_ptr<const Deployment> deployment, const Channel* channel, HttpRequest request) {
  auto received = providers::receive(channel->profile, channel->secrets, request);
  if (!received) co_return refuse(*channel, received.error());
  if (received->answer) co_return std::move(*received->answer);
  if (!received->receipts.empty()) {
    note(*channel, received->receipts);
    co_return providers::render_receipts_taken(channel->profile);
  }
  HttpResponse response;
  for (auto& in : received->inbound) {
    response = co_await converse(deployment, channel, std::move(in));
  }
  co_return response;
}

boost::asio::awaitable<HttpResponse> Callbacks::converse(
    std::shared_ptr<const Deployment> deployment, const Channel* channel, providers::Inbound in) {
  const providers::Inbound asked = in;  // what the reply may name of the question
  providers::Reply reply;
  // A release does not always say whose call it was, and nothing is said to her any more.
  const bool released = in.kind == providers::Inbound::Kind::ussd_release;
  if (released) co_return providers::render_reply(channel->profile, asked, reply);
  auto number = providers::normalise(in.msisdn, channel->numbering);
  if (!number) {
    const providers::Refusal refusal{400, "the subscriber's number is not a phone number"};
    co_return refuse(*channel, refusal);
  }
  in.msisdn = std::move(*number);
  reply = co_await conversation_.converse(deployment, channel, std::move(in));
  reply.ucs2 = dialogs::cost(reply.text).encoding == dialogs::Encoding::ucs2;
  auto response = providers::render_reply(channel->profile, asked, reply);
  response.headers.emplace_back("X-Jisr-Page", page_cost(reply.text, channel->config.page));
  co_return response;
}

HttpResponse Callbacks::take_receipts(const Channel& channel, const HttpRequest& request) {
  const auto receipts = providers::parse_receipts(channel.profile, channel.secrets, request);
  if (!receipts) {
    Counters::add(counters_.refused);
    log::warn("receipt_refused", {{"channel", channel.config.name},
                                  {"status", std::int64_t{receipts.error().status}},
                                  {"reason", receipts.error().why}});
    return providers::render_refusal(channel.profile, receipts.error());
  }
  note(channel, *receipts);
  return providers::render_receipts_taken(channel.profile);
}

void Callbacks::note(const Channel& channel, const std::vector<providers::Receipt>& receipts) {
  for (const auto& receipt : receipts) {
    Counters::add(counters_.receipts);
    log::info("receipt", {{"channel", channel.config.name},
                          {"message_id", receipt.message_id},
                          {"status", providers::name(receipt.status)},
                          {"reason", receipt.reason}});
  }
}

}  // namespace jisr::gateway
