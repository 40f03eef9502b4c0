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
  if (request.path == kUpdatesPath) {
    co_return co_await updates_.take(deployment, std::move(request));
  }
  std::string_view path = request.path;
  if (!path.starts_with(kPrefix))
    co_return nobody(request, "callbacks are under /callbacks/<channel>");
  path.remove_prefix(kPrefix.size());
  const auto name = path.substr(0, path.find('/'));
  const Channel* channel = deployment->channel(name);
  if (channel == nullptr) co_return nobody(request, "there is no such channel");
  request.rest = std::string(path.substr(name.size()));
  request.received_s = now_ms() / 1000;
  if (request.rest == kReceipts || request.rest.starts_with(std::string(kReceipts) + "/")) {
    request.rest.erase(0, kReceipts.size());
    co_return co_await receipts(deployment, channel, std::move(request));
  }
  co_return co_await answer_inbound(deployment, channel, std::move(request));
}

// A stranger's path is not for the log; who it was is, since an operator may have mistyped it.
HttpResponse Callbacks::nobody(const HttpRequest& request, const std::string& why) {
  Counters::add(counters_.refused);
  log::warn("callback_refused",
            {{"peer", request.peer}, {"status", std::int64_t{404}}, {"reason", why}});
  return plain(404, why + "\n");
}

HttpResponse Callbacks::refuse(const Channel& channel, const providers::Refusal& refusal) {
  Counters::add(counters_.refused);
  log::warn("callback_refused", {{"channel", channel.config.name},
                                 {"status", std::int64_t{refusal.status}},
                                 {"reason", refusal.why}});
  return providers::render_refusal(channel.profile, refusal);
}

// What came is not kept: the provider should bring it again.
HttpResponse Callbacks::ask_again(const Channel& channel) {
  return refuse(channel, {503, "it cannot be stored now: to be sent again"});
}

boost::asio::awaitable<HttpResponse> Callbacks::answer_inbound(
    std::shared_ptr<const Deployment> deployment, const Channel* channel, HttpRequest request) {
  auto received = providers::receive(channel->profile, channel->secrets, request);
  if (!received) co_return refuse(*channel, received.error());
  if (received->answer) co_return std::move(*received->answer);
  if (!received->receipts.empty()) {
    co_return co_await take(deployment, channel, std::move(received->receipts));
  }
  HttpResponse response;
  for (auto& in : received->inbound) {
    response = co_await converse(deployment, channel, std::move(in));
    if (response.status >= 500) break;  // comes again, and what was taken is known then
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
  Parts::Joined joined;
  const bool in_parts = in.part.count > 1;
  if (in_parts) {
    if (const auto refusal = Parts::refusal(in)) co_return refuse(*channel, *refusal);
    auto found = co_await parts_.join(channel->config.name, in);
    if (!found) co_return ask_again(*channel);
    joined = std::move(*found);
    const bool whole = joined.what == PartsFound::What::whole;
    if (!whole) co_return providers::render_reply(channel->profile, asked, reply);
    in = joined.in;
  }
  const bool leaves = channel->profile.pages_by_request;
  LeavingPage page;
  if (leaves) page = {deployment, channel, asked, in.msisdn, {}, now_ms()};
  reply = co_await conversation_.converse(deployment, channel, std::move(in));
  // Her SMS would be gone: the page that says "busy" is only shown where the response is the page.
  if (reply.busy && !channel->profile.replies_in_response) co_return ask_again(*channel);
  if (in_parts && !reply.busy) co_await parts_.finish(std::move(joined));
  reply.ucs2 = dialogs::cost(reply.text).encoding == dialogs::Encoding::ucs2;
  if (leaves) page.page = reply;
  if (leaves && !pages_.begin(std::move(page))) {
    const providers::Refusal refusal{503, "too many pages are on their way"};
    co_return refuse(*channel, refusal);
  }
  auto response = providers::render_reply(channel->profile, asked, reply);
  response.headers.emplace_back("X-Jisr-Page", page_cost(reply.text, channel->config.page));
  co_return response;
}

boost::asio::awaitable<HttpResponse> Callbacks::receipts(
    std::shared_ptr<const Deployment> deployment, const Channel* channel, HttpRequest request) {
  auto parsed = providers::parse_receipts(channel->profile, channel->secrets, request);
  if (!parsed) {
    Counters::add(counters_.refused);
    log::warn("receipt_refused", {{"channel", channel->config.name},
                                  {"status", std::int64_t{parsed.error().status}},
                                  {"reason", parsed.error().why}});
    co_return providers::render_refusal(channel->profile, parsed.error());
  }
  co_return co_await take(deployment, channel, std::move(*parsed));
}

// Providers send a receipt again that was not taken.
boost::asio::awaitable<HttpResponse> Callbacks::take(std::shared_ptr<const Deployment> deployment,
                                                     const Channel* channel,
                                                     std::vector<providers::Receipt> receipts) {
  const bool taken = co_await receipts_.take(deployment, channel, std::move(receipts));
  if (taken) co_return providers::render_receipts_taken(channel->profile);
  const providers::Refusal busy{503, "busy, please send it again"};
  co_return refuse(*channel, busy);
}

}  // namespace jisr::gateway
