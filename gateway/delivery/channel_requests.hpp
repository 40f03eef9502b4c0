// Requests of ours to a channel's provider, whatever they carry: the token that some ask for, plain
// http to this machine only, and the limits of its page. One for each thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gateway/delivery/oauth.hpp"
#include "gateway/deployment.hpp"
#include "gateway/http/client.hpp"
#include "providers/codec.hpp"

namespace jisr::gateway {

class ChannelRequests {
 public:
  ChannelRequests(boost::asio::io_context& io, HttpClient& client) : io_(io), client_(client) {}

  // The channel's settings; with "token" where its provider asks for one by OAuth 2. `channel` must
  // outlive the call.
  boost::asio::awaitable<Result<providers::Settings>> settings(const Channel* channel);

  // `resend_safe` is ClientRequest's.
  boost::asio::awaitable<Result<ClientResponse>> send(const Channel* channel,
                                                      providers::Outgoing outgoing,
                                                      std::int64_t total_ms, bool resend_safe);

  // Whether `status` says that the token, which may have been taken back before its time, was not
  // taken: then the next settings() fetch another.
  bool token_refused(const Channel* channel, const providers::Settings& used, int status);

 private:
  boost::asio::io_context& io_;
  HttpClient& client_;
  std::map<std::string, std::unique_ptr<TokenSource>, std::less<>> tokens_;  // by channel
};

}  // namespace jisr::gateway
