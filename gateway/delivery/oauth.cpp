// Asks for a token, and lets the others wait for the same answer.
#include "gateway/delivery/oauth.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <utility>

#include "gateway/json_object.hpp"
#include "providers/form.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
constexpr std::size_t kTokenBytesMax = 8'192;
constexpr std::size_t kAnswerBytesMax = 64 * 1024;
constexpr std::int64_t kLifetimeMaxS = 86'400;
constexpr std::int64_t kEarlyMaxS = 60;  // a token is renewed so long before it ends

std::string grant_of(const OAuthSettings& settings, bool with_credentials) {
  std::string form = "grant_type=client_credentials";
  if (with_credentials) {
    form += "&client_id=" + providers::percent_encode(settings.client_id);
    form += "&client_secret=" + providers::percent_encode(settings.client_secret);
  }
  if (!settings.scope.empty()) form += "&scope=" + providers::percent_encode(settings.scope);
  return form;
}

std::string whom(const OAuthSettings& settings) {
  return settings.token_url + '\n' + settings.client_id + '\n' + settings.scope + '\n' +
         settings.client_secret;
}

}  // namespace

std::string basic_authorization(const std::string& user, const std::string& password) {
  const auto both = user + ':' + password;
  std::string encoded(4 * ((both.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                     reinterpret_cast<const unsigned char*>(both.data()),
                                     static_cast<int>(both.size()));
  encoded.resize(static_cast<std::size_t>(length));
  return "Basic " + encoded;
}

ClientRequest token_request(const OAuthSettings& settings) {
  ClientRequest request;
  request.url = settings.token_url;
  request.connect_ms = settings.connect_ms;
  request.total_ms = settings.total_ms;
  request.tls = settings.tls;
  request.body_bytes_max = kAnswerBytesMax;
  request.resend_safe = true;
  request.headers.emplace_back("Accept", "application/json");
  std::string type = "application/x-www-form-urlencoded";
  switch (settings.send) {
    case OAuthSettings::Send::form:
      request.body = grant_of(settings, true);
      break;
    case OAuthSettings::Send::basic:  // RFC 6749, 2.3.1: each part is form-encoded first
      request.body = grant_of(settings, false);
      request.headers.emplace_back(
          "Authorization", basic_authorization(providers::percent_encode(settings.client_id),
                                               providers::percent_encode(settings.client_secret)));
      break;
    case OAuthSettings::Send::query:
      request.url += request.url.find('?') == std::string::npos ? '?' : '&';
      request.url += grant_of(settings, true);
      break;
    case OAuthSettings::Send::json: {
      json::object body{{"grant_type", "client_credentials"},
                        {"client_id", settings.client_id},
                        {"client_secret", settings.client_secret}};
      if (!settings.scope.empty()) body["scope"] = settings.scope;
      request.body = json::serialize(body);
      type = "application/json";
      break;
    }
  }
  request.headers.emplace_back("Content-Type", type);
  return request;
}

Result<GrantedToken> read_token(const ClientResponse& response) {
  const auto status = std::to_string(response.status);
  if (response.status == 400 || response.status == 401 || response.status == 403) {
    return Error{Errc::misconfigured, "token server: " + status + ", credentials refused", false};
  }
  if (response.status != 200) return Error{Errc::unavailable, "token server: " + status, true};
  const Error unusable{Errc::misconfigured, "token server: 200 without a usable token", false};
  const auto object = parse_object(response.body);
  auto token = object ? text_at(*object, "access_token") : std::nullopt;
  if (!token) return unusable;
  GrantedToken granted;
  granted.token = *std::move(token);
  const bool printable = std::all_of(granted.token.begin(), granted.token.end(),
                                     [](char c) { return c > 0x20 && c < 0x7f; });
  if (granted.token.empty() || granted.token.size() > kTokenBytesMax || !printable) return unusable;
  if (const auto* lifetime = object->if_contains("expires_in")) {
    boost::system::error_code failed;
    const auto seconds = lifetime->to_number<std::int64_t>(failed);
    if (!failed) granted.lifetime_s = std::clamp<std::int64_t>(seconds, 0, kLifetimeMaxS);
  }
  return granted;
}

TokenSource::TokenSource(asio::io_context& io, HttpClient& client)
    : client_(client), fetched_(io, asio::steady_timer::time_point::max()) {}

// However the fetch ends, also by the end of its coroutine, those who wait are woken.
class TokenSource::Fetching {
 public:
  explicit Fetching(TokenSource& source) : source_(source) { source_.fetching_ = true; }
  ~Fetching() {
    source_.fetching_ = false;
    source_.fetched_.cancel();
  }
  Fetching(const Fetching&) = delete;
  Fetching& operator=(const Fetching&) = delete;

 private:
  TokenSource& source_;
};

asio::awaitable<Result<std::string>> TokenSource::token(OAuthSettings settings) {
  while (fetching_) {
    co_await fetched_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!fetching_ && failed_) co_return *failed_;
  }
  if (!token_.empty() && of_ == whom(settings) && Clock::now() < good_until_) co_return token_;
  co_return co_await fetch(std::move(settings));
}

asio::awaitable<Result<std::string>> TokenSource::fetch(OAuthSettings settings) {
  const Fetching fetching(*this);
  token_.clear();
  failed_.reset();
  const auto asked_at = Clock::now();
  auto response = co_await client_.send(token_request(settings));
  auto granted = response ? read_token(*response) : Result<GrantedToken>(response.error());
  if (!granted) {
    failed_ = granted.error();
    co_return granted.error();
  }
  const auto early_s = std::min(kEarlyMaxS, granted->lifetime_s / 10);
  good_until_ = asked_at + std::chrono::seconds(granted->lifetime_s - early_s);
  of_ = whom(settings);
  token_ = std::move(granted->token);
  co_return token_;
}

void TokenSource::invalidate(const std::string& token) {
  if (token == token_) token_.clear();
}

}  // namespace jisr::gateway
