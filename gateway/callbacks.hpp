// What operators call: POST or GET /callbacks/<channel> for calls and messages, and
// /callbacks/<channel>/receipts for delivery receipts; behind either a provider may put a path of
// its own (a session, a secret) when its profile reads one. Parses by the channel's profile, asks
// the Conversation, renders by the profile. One for each thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <vector>

#include "gateway/conversation.hpp"
#include "gateway/counters.hpp"
#include "gateway/deployment.hpp"
#include "gateway/http/message.hpp"

namespace jisr::gateway {

class Callbacks {
 public:
  Callbacks(const CurrentDeployment& current, Conversation& conversation, Counters& counters)
      : current_(current), conversation_(conversation), counters_(counters) {}

  // The page carries "X-Jisr-Page: ucs2 63/70" (encoding, cost, limit) for simulators and tests.
  boost::asio::awaitable<HttpResponse> answer(HttpRequest request);

 private:
  boost::asio::awaitable<HttpResponse> answer_inbound(std::shared_ptr<const Deployment> deployment,
                                                      const Channel* channel, HttpRequest request);
  boost::asio::awaitable<HttpResponse> converse(std::shared_ptr<const Deployment> deployment,
                                                const Channel* channel, providers::Inbound in);
  HttpResponse take_receipts(const Channel& channel, const HttpRequest& request);
  void note(const Channel& channel, const std::vector<providers::Receipt>& receipts);
  HttpResponse refuse(const Channel& channel, const providers::Refusal& refusal);

  const CurrentDeployment& current_;
  Conversation& conversation_;
  Counters& counters_;
};

}  // namespace jisr::gateway
