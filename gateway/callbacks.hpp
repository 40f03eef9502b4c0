// What operators call: POST or GET /callbacks/<channel> for calls and messages, and
// /callbacks/<channel>/receipts for delivery receipts; behind either a provider may put a path of
// its own (a session, a secret) when its profile reads one. And the registry's news:
// /registry/updates. Parses by the channel's profile, asks
// the Conversation, renders by the profile. One for each thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <vector>

#include "gateway/conversation.hpp"
#include "gateway/counters.hpp"
#include "gateway/delivery/page.hpp"
#include "gateway/delivery/receipts.hpp"
#include "gateway/delivery/updates.hpp"
#include "gateway/deployment.hpp"
#include "gateway/http/message.hpp"
#include "gateway/parts.hpp"

namespace jisr::gateway {

class Callbacks {
 public:
  Callbacks(const CurrentDeployment& current, Conversation& conversation, Parts& parts,
            PageSender& pages, Receipts& receipts, RegistryUpdates& updates, Counters& counters)
      : current_(current),
        conversation_(conversation),
        parts_(parts),
        pages_(pages),
        receipts_(receipts),
        updates_(updates),
        counters_(counters) {}

  // The page carries "X-Jisr-Page: ucs2 63/70" (encoding, cost, limit) for simulators and tests.
  boost::asio::awaitable<HttpResponse> answer(HttpRequest request);

 private:
  boost::asio::awaitable<HttpResponse> answer_inbound(std::shared_ptr<const Deployment> deployment,
                                                      const Channel* channel, HttpRequest request);
  boost::asio::awaitable<HttpResponse> converse(std::shared_ptr<const Deployment> deployment,
                                                const Channel* channel, providers::Inbound in);
  boost::asio::awaitable<HttpResponse> receipts(std::shared_ptr<const Deployment> deployment,
                                                const Channel* channel, HttpRequest request);
  boost::asio::awaitable<HttpResponse> take(std::shared_ptr<const Deployment> deployment,
                                            const Channel* channel,
                                            std::vector<providers::Receipt> receipts);
  HttpResponse nobody(const HttpRequest& request, const std::string& why);
  HttpResponse refuse(const Channel& channel, const providers::Refusal& refusal);
  HttpResponse ask_again(const Channel& channel);

  const CurrentDeployment& current_;
  Conversation& conversation_;
  Parts& parts_;
  PageSender& pages_;
  Receipts& receipts_;
  RegistryUpdates& updates_;
  Counters& counters_;
};

}  // namespace jisr::gateway
