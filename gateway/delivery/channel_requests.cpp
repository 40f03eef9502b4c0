// Tokens and limits around one request to a provider.
#include "gateway/delivery/channel_requests.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace jisr::gateway {

namespace {

// Credentials leave in the clear only to a neighbour on this machine, such as an SMS gateway.
bool is_loopback(std::string_view url) {
  for (const std::string_view start : {"http://127.0.0.1:", "http://127.0.0.1/",
                                       "http://localhost:", "http://localhost/", "http://[::1]"}) {
    if (url.starts_with(start)) return true;
  }
  return false;
}

bool wants_token(const Channel& channel) {
  return channel.profile.send.auth.kind == providers::SendAuth::Kind::oauth2;
}

OAuthSettings oauth_of(const Channel& channel) {
  const auto setting = [&](const char* name) {
    const auto found = channel.settings.find(name);
    return found == channel.settings.end() ? std::string() : found->second;
  };
  const auto& auth = channel.profile.send.auth;
  OAuthSettings oauth;
  oauth.token_url = setting("token_url");
  oauth.client_id = setting("client_id");
  oauth.client_secret = setting("client_secret");
  oauth.scope = auth.scope;
  using Send = OAuthSettings::Send;
  for (const auto& [word, how] :
       {std::pair{"json", Send::json}, {"query", Send::query}, {"basic", Send::basic}}) {
    if (auth.credentials == word) oauth.send = how;
  }
  return oauth;
}

}  // namespace

boost::asio::awaitable<Result<providers::Settings>> ChannelRequests::settings(
    const Channel* channel) {
  auto settings = channel->settings;
  if (!wants_token(*channel)) co_return settings;
  auto& source = tokens_[channel->config.name];
  if (!source) source = std::make_unique<TokenSource>(io_, client_);
  auto oauth = oauth_of(*channel);
  auto granted = co_await source->token(std::move(oauth));
  if (!granted) co_return granted.error();
  settings["token"] = std::move(*granted);
  co_return settings;
}

boost::asio::awaitable<Result<ClientResponse>> ChannelRequests::send(const Channel* channel,
                                                                     providers::Outgoing outgoing,
                                                                     std::int64_t total_ms,
                                                                     bool resend_safe) {
  ClientRequest request;
  request.method = std::move(outgoing.method);
  request.url = std::move(outgoing.url);
  request.headers = std::move(outgoing.headers);
  request.body = std::move(outgoing.body);
  request.allow_http = is_loopback(request.url);
  request.connect_ms = std::min(channel->profile.send.connect_ms, total_ms);
  request.total_ms = total_ms;
  request.resend_safe = resend_safe;
  co_return co_await client_.send(std::move(request));
}

bool ChannelRequests::token_refused(const Channel* channel, const providers::Settings& used,
                                    int status) {
  constexpr int kUnauthorized = 401;
  if (status != kUnauthorized || !wants_token(*channel)) return false;
  const auto token = used.find("token");
  const auto source = tokens_.find(channel->config.name);
  if (token != used.end() && source != tokens_.end()) source->second->invalidate(token->second);
  return true;
}

}  // namespace jisr::gateway
