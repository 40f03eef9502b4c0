// From a callback's path to a channel, and from its bytes to a page.
#include "gateway/callbacks.hpp"

#include <string_view>

#include "dialogs/charset.hpp"
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
  std::string_view name = request.path;
  if (!name.starts_with(kPrefix))
    co_return plain(404, "callbacks are under /callbacks/<channel>\n");
  name.remove_prefix(kPrefix.size());
  const bool receipt = name.ends_with(kReceipts);
  if (receipt) name.remove_suffix(kReceipts.size());
  const Channel* channel = deployment->channel(name);
  if (channel == nullptr) co_return plain(404, "there is no such channel\n");
  if (receipt) co_return take_receipt(*channel, request);
  co_return co_await answer_inbound(deployment, channel, std::move(request));
}

boost::asio::awaitable<HttpResponse> Callbacks::answer_inbound(
    std::shared_ptr<const Deployment> deployment, const Channel* channel, HttpRequest request) {
  auto parsed = providers::parse_inbound(channel->profile, channel->secrets, request);
  if (!parsed) {
    Counters::add(counters_.refused);
    log::warn("callback_refused",
              {{"channel", channel->config.name}, {"reason", parsed.error().why}});
    co_return providers::render_refusal(channel->profile, parsed.error());
  }
  auto number = providers::normalise(parsed->msisdn, deployment->numbering());
  if (!number) {
    Counters::add(counters_.refused);
    const providers::Refusal refusal{400, "the subscriber's number is not a phone number"};
    log::warn("callback_refused", {{"channel", channel->config.name}, {"reason", refusal.why}});
    co_return providers::render_refusal(channel->profile, refusal);
  }
  parsed->msisdn = std::move(*number);
  providers::Inbound asked;  // what the reply may name of the question
  asked.kind = parsed->kind;
  asked.session = parsed->session;
  asked.message_id = parsed->message_id;
  auto reply = co_await conversation_.converse(deployment, channel, std::move(*parsed));
  reply.ucs2 = dialogs::cost(reply.text).encoding == dialogs::Encoding::ucs2;
  auto response = providers::render_reply(channel->profile, asked, reply);
  response.headers.emplace_back("X-Jisr-Page", page_cost(reply.text, channel->config.page));
  co_return response;
}

HttpResponse Callbacks::take_receipt(const Channel& channel, const HttpRequest& request) {
  const auto receipt = providers::parse_receipt(channel.profile, channel.secrets, request);
  if (!receipt) {
    Counters::add(counters_.refused);
    log::warn("receipt_refused",
              {{"channel", channel.config.name}, {"reason", receipt.error().why}});
    return providers::render_refusal(channel.profile, receipt.error());
  }
  Counters::add(counters_.receipts);
  log::info("receipt", {{"channel", channel.config.name},
                        {"message_id", receipt->message_id},
                        {"status", providers::name(receipt->status)},
                        {"reason", receipt->reason}});
  return plain(200, "");
}

}  // namespace jisr::gateway
